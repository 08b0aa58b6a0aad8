"""Settling what could not be delivered: send it again, or say how the person was told instead. And what comes back later."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from huiyin.kernel import outbox, store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.outbox import bounces
from huiyin.organisations.access import Actor

from . import queries
from .receipts import Receipt
from .sources import things


def try_again(*, actor: Actor, notice_id: str, way: str) -> None:
    """From the start, at once, by one of the ways that there are.

    Raises `Refused`, `BadInput`, or `Conflict` where somebody has settled it meanwhile.
    """
    notice = queries.to_settle(actor, notice_id)
    if way not in queries.ways_to(notice, things(actor, [notice.about])[notice.about]):
        raise BadInput("way", _("It can’t be sent in this way."), _("Choose one of those that are offered."))
    with store.write():
        outbox.retry(notice=notice, actor=actor.reference, at=time.now(), channel=way)


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


def take_bounce(*, raw: bytes) -> bool:
    """A mail from the mailbox to which reports come. Answers whether a notice is now known not to have arrived."""
    report = bounces.read(raw)
    if report is None:
        return False
    with store.write():
        return outbox.came_back(
            message_id=report.message_id, source=report.source, detail=report.detail, at=time.now(), channel="email"
        )


def take_receipt(*, channel: str, receipt: Receipt) -> bool:
    """What a gateway says of a notice that it took. Answers whether it is now known not to have arrived."""
    if not receipt.failed:
        return False
    detail = f"receipt {receipt.code}".strip()
    with store.write():
        return outbox.came_back(
            message_id=receipt.key, source=receipt.source, detail=detail, at=time.now(), channel=channel
        )
