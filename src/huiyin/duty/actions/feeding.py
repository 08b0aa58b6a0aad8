"""The address for one's own calendar: made, and ended when it is no longer wanted or came into wrong hands."""

from __future__ import annotations

import hashlib

from huiyin.duty.models import Feed
from huiyin.kernel import ids, ledger, store, time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may

SECRET = 32  # characters, about 158 random bits: nobody finds it by trying


def make(*, actor: Actor) -> str:
    """The secret part of a new address, which is told this once; the one before ends."""
    secret = ids.random_text(SECRET)
    with store.write():
        if not may(actor, "duty_read"):
            raise Refused
        rows = _ended(actor)
        row = Feed.objects.create(account_id=actor.account_id, digest=digest(secret), made_at=time.now())
        ledger.record(
            verb="duty.feed", actor=actor.reference, about=row.reference, at=row.made_at, commits=[*rows, row]
        )
    return secret


def end(*, actor: Actor) -> None:
    """From now on nothing is read under the address."""
    with store.write():
        if rows := _ended(actor):
            ledger.record(
                verb="duty.feed_end", actor=actor.reference, about=rows[0].reference, at=time.now(), commits=rows
            )


def digest(secret: str) -> str:
    """What is kept of it: enough to know it again, not to say it."""
    return hashlib.sha256(b"huiyin duty feed:" + secret.encode()).hexdigest()


def _ended(actor: Actor) -> list[Feed]:
    rows = list(Feed.objects.select_for_update().filter(account_id=actor.account_id, ended_at=None))
    for row in rows:
        row.ended_at = time.now()
        row.save(update_fields=["ended_at"])
    return rows
