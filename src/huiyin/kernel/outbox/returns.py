"""What came back after it had been taken: a person must settle it, as if it had never gone out. Parts of an action's write."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from huiyin.kernel import ledger, store

from .letters import FALLBACK
from .models import Attempt, Delivery, Failure, Notice, State

ACTOR = "system:outbox"


def came_back(*, message_id: str, source: str, detail: str, at: dt.datetime, channel: str = "") -> bool:
    """The notice that went out under this name did not arrive. `source`: the same for each copy of one report, which counts once.

    Answers whether it told anything new. What a notice said is gone once it is out: sent again, it says that there is news.
    """
    store.require_write()
    sent = Delivery.objects.filter(Q(channel=channel) if channel else Q(), message_id=message_id)
    delivery = sent.select_related("notice").order_by("-id").first()
    if delivery is None or Attempt.objects.filter(source=source).exists():
        return False
    notice = delivery.notice
    changed = Notice.objects.filter(pk=notice.pk, state=State.DELIVERED).update(
        state=State.DEAD, template=FALLBACK, context={}, last_error=detail[:200]
    )
    if not changed:
        return False
    row = Attempt.objects.create(
        notice=notice,
        channel=delivery.channel,
        key=message_id,
        at=at,
        taken=False,
        failure=Failure.RETURNED,
        detail=detail[:200],
        gave_up=True,
        source=source,
    )
    ledger.record(verb="outbox.came-back", actor=ACTOR, about=notice.about, at=at, commits=[row])
    return True
