"""Settling what could not be delivered: send it again, or say how the person was told instead."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import outbox, store, time
from huiyin.organisations.access import Actor

from . import queries


def try_again(*, actor: Actor, notice_id: str) -> None:
    """From the start, at once. Raises `Refused`, or `Conflict` where somebody has settled it meanwhile."""
    notice = queries.to_settle(actor, notice_id)
    with store.write():
        outbox.retry(notice=notice, actor=actor.reference, at=time.now())


def settle(*, actor: Actor, notice_id: str, way: str, on: dt.date, proof: str) -> None:
    """The person was told in another way. Raises `Refused`, `BadInput`, `Conflict`."""
    notice = queries.to_settle(actor, notice_id)
    with store.write():
        outbox.settle(
            notice=notice,
            actor=actor.reference,
            way=way,
            on=on,
            proof=proof,
            today=time.today(actor.zone),
            at=time.now(),
        )
