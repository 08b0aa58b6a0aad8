"""A register of destruction: something is taken off it, it is asked for, or called off. Two hands: `confirming`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.texts import without_numbers, written
from huiyin.organisations.access import Actor, require
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import TwoHands
from huiyin.retention.models import Item, ItemState, Register, RegisterState

DESTROY = "retention.destroy"


def ask_destruction(*, actor: Actor, register_id: str, reason: str) -> TwoHands:
    """The first hand. Nothing is destroyed before another person has confirmed it."""
    with store.write():
        row = waiting(actor, register_id)
        if not row.items.filter(state=ItemState.LISTED).exists():
            raise Conflict(_("Nothing is left on it."), _("Call it off."))
        words = without_numbers("reason", reason)
        asked = two_hands.ask(actor=actor, act=DESTROY, about=row.reference, reason=words)
        row.reason = asked.reason
        row.save(update_fields=["reason"])
    return asked


def take_off(*, actor: Actor, item_id: str, why: str) -> Item:
    """One thing is not destroyed with this register. It comes up again when its notice was given anew; a hold keeps it longer."""
    words = written("why", why, _("Say why it is kept."), "", longest=300)
    with store.write():
        item = Item.objects.select_for_update(of=("self",)).select_related("register").filter(public_id=item_id).first()
        if item is None or item.register is None:
            raise Refused
        row = waiting(actor, item.register.public_id)
        if item.state != ItemState.LISTED:
            raise Conflict(_("It stands on it no more."), "")
        two_hands.end_for(about=row.reference, actor=actor)
        item.state, item.why, item.ended_at = ItemState.SPARED, without_numbers("why", words), time.now()
        item.save(update_fields=["state", "why", "ended_at"])
        ledger.record(
            verb="retention.take_off", actor=actor.reference, about=item.about, at=item.ended_at, commits=[item]
        )
    return item


def call_off(*, actor: Actor, register_id: str, why: str) -> Register:
    """Nothing on it is destroyed; each thing comes up again after a notice of its own."""
    words = written("why", why, _("Say why."), "", longest=300)
    with store.write():
        row = waiting(actor, register_id)
        two_hands.end_for(about=row.reference, actor=actor)
        at = time.now()
        row.state, row.ended_at, row.called_off_why = RegisterState.CALLED_OFF, at, without_numbers("why", words)
        row.save()
        items = list(row.items.filter(state=ItemState.LISTED))
        for item in items:
            item.state, item.why, item.ended_at = ItemState.SPARED, row.called_off_why, at
            item.save(update_fields=["state", "why", "ended_at"])
        ledger.record(
            verb="retention.call_off", actor=actor.reference, about=row.reference, at=at, commits=[row, *items]
        )
    return row


def waiting(actor: Actor, register_id: str) -> Register:
    """Locked, so that two who act on it come one after the other."""
    found = Register.objects.select_for_update(of=("self",)).select_related("organisation")
    row = found.filter(public_id=register_id).first()
    if row is None:
        raise Refused
    require(actor, "retention_destroy", row)
    if not row.waits:
        raise Conflict(_("It was confirmed or called off already."), _("Look at it as it stands here."))
    return row
