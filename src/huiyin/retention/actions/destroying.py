"""The worker destroys what a confirmed register lists, one thing a write; what something speaks against at that moment is spared."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store, time
from huiyin.retention import things
from huiyin.retention.models import Item, ItemState, Register, RegisterState, Schedule
from huiyin.retention.things.shared import SYSTEM

from .looking import put_aside, why_not


def destroy(now: dt.datetime) -> int:
    """The next thing of the oldest confirmed register; answers 1 while there is one. What dies half-way is taken up again whole."""
    register = Register.objects.filter(state=RegisterState.CONFIRMED).order_by("id").first()
    if register is None:
        return 0
    item = register.items.filter(state=ItemState.LISTED).order_by("id").first()
    with store.write():
        if item is None:
            _finish(register)
        else:
            _one(Item.objects.select_for_update().get(pk=item.pk), register)
    return 1


def _one(item: Item, register: Register) -> None:
    if item.state != ItemState.LISTED:
        return
    at = time.now()
    schedule = Schedule.objects.select_related("organisation").get(
        organisation_id=register.organisation_id, kind=register.kind
    )
    why = _stopped(schedule, register) or why_not(schedule, item.about)
    if why:
        put_aside(item, why, at)
        return
    things.of(register.kind).destroy(item.about, register.public_id, at)
    item.state, item.ended_at = ItemState.DESTROYED, at
    item.save(update_fields=["state", "ended_at"])
    ledger.record(verb="retention.destroyed", actor=SYSTEM, about=register.reference, at=at, commits=[item])


def _stopped(schedule: Schedule, register: Register) -> str:
    """What the office has set since the register was confirmed: nobody waits for hours until a list is through."""
    if schedule.years is None or schedule.years > register.years:
        return str(_("The office keeps this kind longer now."))
    if register.by_itself and not schedule.by_itself:
        return str(_("This kind goes by itself no more."))
    return ""


def _finish(register: Register) -> None:
    row = Register.objects.select_for_update().get(pk=register.pk)
    if row.state != RegisterState.CONFIRMED:
        return
    row.state, row.ended_at = RegisterState.DONE, time.now()
    row.save(update_fields=["state", "ended_at"])
    ledger.record(verb="retention.done", actor=SYSTEM, about=row.reference, at=row.ended_at, commits=[row])
