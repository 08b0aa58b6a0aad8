"""Only the person closes, and may open it again. What was said is destroyed when they say so, and by itself some time after the end."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, ledger, outbox, store, vault
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict
from huiyin.support import rules
from huiyin.support.models import Request, Status

from . import parts
from .parts import Doing


def close(*, code: str, words: str = "") -> Request:
    """The person says that it is over. Nobody else can."""
    with store.write():
        act = parts.by_person("close", code)
        parts.is_open(act)
        parts.line(act, text=parts.seal(act, "words", words, "", needed=False))
        act.request.status, act.request.ended_at = Status.CLOSED, act.at
        act.request.late_at, act.request.late_times = None, 0
        parts.stop(act)
        parts.start_own(act, parts.KEEP, _("What was said is destroyed"), rules.KEEP_KEY, rules.KEEP_DAYS)
        parts.tell(act, _("A person whom you support has closed it"), [act.request.post])
        act.end()
    return act.request


def reopen(*, code: str, words: str) -> Request:
    """It goes on with the post that answered for it, from where it stood."""
    with store.write():
        act = parts.by_person("reopen", code)
        if act.request.status != Status.CLOSED:
            raise Conflict(_("It is open."), _("Look at it as it stands here."))
        parts.line(act, text=parts.seal(act, "words", words, _("Write what has come up again.")))
        act.request.status, act.request.ended_at = Status.TAKEN, None
        parts.stop(act, parts.KEEP)
        parts.person_waits(act)
        parts.tell(act, _("A person whom you supported asks again"), [act.request.post])
        act.end()
    return act.request


def destroy(*, code: str) -> None:
    """Withdrawn, and all that was said is gone for good, who they were too. That there was a request stays, without its content."""
    with store.write():
        act = parts.by_person("destroy", code)
        _destroy(act)


def kept_long_enough(clock: Clock, at: dt.datetime) -> None:
    """Some time after the person closed it."""
    act = parts.by_itself("destroy", clock.subject_id, at)
    act.rows.append(clocks.stop(clock, at=at, because="support.destroy"))
    _destroy(act)


def _destroy(act: Doing) -> None:
    row = act.request
    parts.stop(act)
    vault.erase_texts(about=row.reference, actor=act.actor, at=act.at)
    if sealed := vault.SealedIdentity.objects.filter(public_id=row.identity).first():
        vault.erase(sealed=sealed, actor=act.actor, at=act.at)
    outbox.withdraw(about=row.reference)
    gone: list[ledger.Committed] = [*row.lines.all(), *row.visits.all(), *row.agreements.all(), *row.let_in.all()]
    row.status, row.ended_at = Status.DESTROYED, act.at
    row.late_at, row.late_times, row.identity = None, 0, ""
    row.save()
    ledger.record(
        verb="support.destroy", actor=act.actor, about=row.reference, at=act.at, commits=[*act.rows, row], erases=gone
    )
    for one in (row.lines, row.visits, row.agreements, row.let_in):
        one.all().delete()
