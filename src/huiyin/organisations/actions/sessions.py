"""Open sessions: listed for their holder, ended by the holder or, all at once and unread, by an administrator."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session

from huiyin.kernel import store, time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account, OpenSession

from .over import require_over
from .parts import fetch, note
from .second_step import own, tell

LONGEST_NAME = 60


def session_begun(*, account: Account, key: str, device: str) -> None:
    """Write down that `account` is signed in here. No entry of the ledger: when somebody signs in is nobody's business."""
    hour = _hour()
    with store.write():
        OpenSession.objects.create(account=account, key=key, device=device[:LONGEST_NAME], began_at=hour, seen_at=hour)


def session_seen(*, key: str) -> None:
    """Something was sent in this session. Written once an hour."""
    hour = _hour()
    rows = OpenSession.objects.filter(key=key, seen_at__lt=hour)
    if rows.exists():
        with store.write():
            rows.update(seen_at=hour)


def session_gone(*, key: str) -> None:
    """The holder signed out here."""
    with store.write():
        OpenSession.objects.filter(key=key).delete()


def end_session(*, actor: Actor, session: str) -> None:
    """End one of the actor's own (public id). One that is over already is no mistake."""
    with store.write():
        require(actor, "own_account")
        row = OpenSession.objects.filter(public_id=session).first()
        if row is None:
            return
        if row.account_id != actor.account_id:
            raise Refused
        _close([row])
        note("end_session", actor, row.account.reference)


def end_other_sessions(*, actor: Actor, keep: str) -> Account:
    """End all of the actor's own sessions but the one with this key, those that no list knows of too."""
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        account.sessions_ended += 1
        account.save(update_fields=["sessions_ended"])
        _close(account.open_sessions.exclude(key=keep))
        note("end_other_sessions", actor, account.reference)
    return account


def end_all_sessions(*, actor: Actor, account: str) -> None:
    """An administrator ends all sessions of an account in their reach, and sees none of them. The holder is told."""
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        row.sessions_ended += 1
        row.save(update_fields=["sessions_ended"])
        _close(row.open_sessions.all())
        note("end_all_sessions", actor, row.reference)
        tell(row, "sessions-ended")


def forget_others(account: Account, keep: str) -> None:
    """What proves the account changed, which ended the other sessions: they leave the list."""
    with store.write():
        _close(account.open_sessions.exclude(key=keep))


def _close(rows: object) -> None:
    store.require_write()
    found = list(rows)  # type: ignore[call-overload]
    Session.objects.filter(session_key__in=[row.key for row in found]).delete()
    OpenSession.objects.filter(pk__in=[row.pk for row in found]).delete()


def _hour() -> dt.datetime:
    return time.now().replace(minute=0, second=0, microsecond=0)
