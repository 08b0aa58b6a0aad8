"""Orders: given by who leads, acknowledged, done."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import LogEntry, LogKind, Order
from huiyin.kernel import store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import notices, parts
from .parts import NOW, Doing, When

DO = "do"
MOST_MINUTES = 24 * 60


def give_order(*, actor: Actor, incident_id: str, post: str, text: str, minutes: int | None = None) -> Order:
    """To a post of the house; with `minutes` a clock runs."""
    with store.write():
        act = parts.doing("give_order", actor, incident_id, "incident_lead")
        parts.running(act.incident)
        words = written("text", text, _("Write what is to be done."), longest=500)
        receiver = parts.post_here(act.incident.organisation, post, "post")
        if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
            raise BadInput("minutes", _("Give minutes from 1 to %(most)d.") % {"most": MOST_MINUTES}, "")
        order = Order.objects.create(
            incident=act.incident, text=words, to_post=receiver, to_title=receiver.title, given_by=act.actor,
            given_title=act.title, given_at=act.at, due_at=act.at + dt.timedelta(minutes=minutes) if minutes else None,
        )  # fmt: skip
        act.rows.append(order)
        if minutes:
            parts.start_minutes(
                act, parts.ORDER, order.public_id, DO, _("Carry out an order"), receiver.reference, act.at, minutes
            )
        parts.log(act, LogKind.ORDER, said="order_given", text=words, data={"to": order.to_title, "minutes": minutes})
        notices.tell(act.incident, "order", [receiver.reference], actor=act.actor, at=act.at)
        act.end()
    return order


def acknowledge_order(*, actor: Actor, incident_id: str, order_id: str, when: When = NOW) -> LogEntry:
    """“I have it.”"""
    with store.write():
        act = parts.doing("acknowledge_order", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        order = _order(act, actor, order_id)
        if order.acknowledged_at is not None:
            raise Conflict(_("This order was acknowledged already."), "")
        order.acknowledged_at, order.acknowledged_by = act.happened, act.actor
        entry = _answered(act, order, "order_acknowledged", "")
        act.end()
    return entry


def order_done(*, actor: Actor, incident_id: str, order_id: str, result: str = "", when: When = NOW) -> LogEntry:
    """Done, with what came of it."""
    with store.write():
        act = parts.doing("order_done", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        order = _order(act, actor, order_id)
        order.done_at, order.done_by, order.result = act.happened, act.actor, result.strip()[:500]
        if order.acknowledged_at is None:
            order.acknowledged_at, order.acknowledged_by = act.happened, act.actor
        parts.meet(act, parts.ORDER, order.public_id)
        entry = _answered(act, order, "order_done", order.result)
        act.end()
    return entry


def late(clock: Clock, at: dt.datetime) -> None:
    """The minutes of an order have passed: who owes it, who gave it and who leads are told."""
    order = Order.objects.select_related("incident").get(public_id=clock.subject_id)
    act = parts.by_itself("order_late", parts.locked(order.incident.public_id), at)
    order = Order.objects.select_for_update().get(pk=order.pk)
    order.late_at = at
    order.save()
    act.rows += [order, clock]
    parts.log(act, LogKind.ORDER, said="order_late", text=order.text, data={"to": order.to_title})
    told = [clock.owner, order.given_by, *notices.leading(act.incident)]
    notices.tell(act.incident, "order_late", told, actor=act.actor, at=at)
    act.end()


def _order(act: Doing, actor: Actor, order_id: str) -> Order:
    order = Order.objects.select_for_update().filter(incident=act.incident, public_id=order_id).first()
    if order is None or not (order.to_post_id == actor.post_id or parts.may_lead(actor, act.incident)):
        raise Refused
    parts.running(act.incident)
    if order.done_at is not None:
        raise Conflict(_("This order is done already."), "")
    return order


def _answered(act: Doing, order: Order, said: str, result: str) -> LogEntry:
    order.save()
    act.rows.append(order)
    entry = parts.log(act, LogKind.ORDER, said=said, text=result, data={"order": order.text, "to": order.to_title})
    notices.tell(act.incident, "ordered", [order.given_by], actor=act.actor, at=act.at)
    return entry
