"""Anybody books a place on a reception day, without an account; the booking gives a code. And the queue of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.actions.procedure import locked
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind as CaseKind
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.receptions import rules
from huiyin.receptions.models import (
    Booking,
    BookingStatus,
    DayStatus,
    Kind,
    Need,
    NeedKind,
    Reception,
    ReceptionDay,
    Status,
)

from . import moving, parts


class SlotTaken(Conflict):
    """Somebody was faster. `free`: the next place that is left, if any."""

    def __init__(self, free: moving.Free | None) -> None:
        remedy = (
            _("The next free place is chosen for you below.")
            if free
            else _("Come without a booking: nobody is turned away.")
        )
        super().__init__(_("Somebody has just taken this place."), remedy)
        self.free = free


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for. `concern` where they gave the code of one."""

    slot: int
    matter: str = ""
    needs: Sequence[str] = ()
    concern: Concern | None = None


def book(*, day_id: str, wish: Wish) -> tuple[Booking, str]:
    """Take a place. Answers the booking and its code, which is shown this once."""
    at, code = time.now(), receipts.draw()
    digest = receipts.digest(code)
    with store.write():
        day = _day(day_id)
        case = _case(wish.concern)
        _require_free(day, wish.slot, case, at)
        booking = Booking.objects.create(
            day=day, slot=wish.slot, status=BookingStatus.BOOKED, case=case, concern=wish.concern, code=digest,
            matter=wish.matter.strip()[:500], needs=_needs(wish.needs), made_at=at,
        )  # fmt: skip
        _record(booking, "book", None, at)
    return booking, code


def change_booking(*, code: str, day_id: str, slot: int) -> Booking:
    """The person takes another place."""
    at = time.now()
    with store.write():
        booking, day = _of_code(code), _day(day_id)
        _require_booked(booking)
        _require_free(day, slot, booking.case, at)
        booking.day, booking.slot, booking.reason, booking.moved_by_office = day, slot, "", False
        _save(booking)
        _record(booking, "change-booking", None, at)
    return booking


def cancel_booking(*, code: str, reason: str = "") -> Booking:
    """The person does not come. Nobody asks why, and nothing follows from it."""
    at = time.now()
    with store.write():
        booking = _of_code(code)
        _require_booked(booking)
        booking.status, booking.reason, booking.moved_by_office = BookingStatus.CANCELLED, reason.strip()[:300], False
        _save(booking)
        _record(booking, "cancel-booking", None, at)
    return booking


def withdraw_booking(*, actor: Actor, public_id: str, version: int, reason: str, instead: str = "") -> Booking:
    """The office moves one booking to another day, or calls it off where none is left. The person reads why."""
    at = time.now()
    with store.write():
        booking = _of_staff(actor, public_id, version)
        _require_booked(booking)
        other = _day(instead) if instead else None
        if other is not None and other.organisation_id != booking.day.organisation_id:
            raise Refused
        text = parts.need(reason, "reason", _("The person reads it."))
        moving.by_office(booking, other, text, actor, at)
        ledger.record(
            verb="receptions.move-booking", actor=actor.reference, about=booking.day.reference, at=at, commits=[booking]
        )
    return booking


def check_in(*, actor: Actor, public_id: str, version: int) -> Booking:
    """Who has booked is here, and gets a number."""
    at = time.now()
    with store.write():
        booking = _of_staff(actor, public_id, version)
        _require_booked(booking)
        _require_come(booking.day)
        _arrives(booking, at)
        _save(booking)
        _record(booking, "check-in", actor, at)
    return booking


def walk_in(*, actor: Actor, day_id: str, matter: str = "", needs: Sequence[str] = ()) -> Booking:
    """Who comes without a booking is taken too, and gets the next number. Nobody is turned away."""
    at = time.now()
    with store.write():
        day = _day(day_id, past=True)
        require(actor, "receive", day)
        _require_come(day)
        booking = Booking(day=day, matter=matter.strip()[:500], needs=_needs(needs), made_at=at)
        _arrives(booking, at)
        booking.save()
        _record(booking, "walk-in", actor, at)
    return booking


def call_next(*, actor: Actor, day_id: str) -> Reception:
    """Call the next number. A reception is open from now on, of the case that was named, or of none yet."""
    at = time.now()
    with store.write():
        day = _day(day_id, past=True)
        require(actor, "receive", day)
        _require_come(day)
        here = [one for one in _here(day) if not one.hidden_from(actor.post_ids | {actor.post_id})]
        found = rules.next_in_line((rules.Waiting(one.number or 0, one.slot) for one in here), _slot_now(day, at))
        if found is None:
            raise Conflict(_("Nobody waits just now."), _("Who comes next gets a number first."))
        booking = next(one for one in here if one.number == found.number)
        booking.status, booking.called_at = BookingStatus.CALLED, at
        _save(booking)
        case = locked(booking.case_id) if booking.case_id else None
        reception = Reception.objects.create(
            organisation=day.organisation, unit_id=case.unit_id if case else actor.unit_id, case=case, concern=booking.concern,
            day=day, booking=booking, kind=Kind.VISIT, status=Status.PLANNED, planned_for=at, place=day.place,
            subject=booking.matter[:200],
        )  # fmt: skip
        wanted = [
            Need.objects.create(reception=reception, what=what, asked_through="petitioner", asked_at=at)
            for what in booking.needs
        ]
        parts.record(reception, "call-next", actor, at, [booking, *wanted])
    return reception


def find(code: str) -> Booking | None:
    """The booking of a code, however it was typed."""
    return (
        Booking.objects.filter(code__in=receipts.digests_of(code))
        .select_related("day__organisation", "day__post", "day__instead", "case", "concern")
        .first()
    )


def _case(concern: Concern | None) -> Case | None:
    """The case of the concern that was named; a sealed one is nobody's to receive here, and nothing here leads to it."""
    if concern is None:
        return None
    case = locked(concern.case_id)
    if case.kind == CaseKind.MISCONDUCT:
        raise BadInput(
            "case_code",
            _("This matter is received by nobody here."),
            _("Write on its own page; who has it answers there."),
        )
    return case


def _require_free(day: ReceptionDay, slot: int, case: Case | None, at: dt.datetime) -> None:
    if moving.barred(day, case) or slot not in moving.free_on(day, at):
        raise SlotTaken(moving.next_free(day, case, at))


def _day(public_id: str, *, past: bool = False) -> ReceptionDay:
    """Under its lock, so that of two who take the last place one is told."""
    day = (
        ReceptionDay.objects.select_for_update(of=("self",))
        .select_related("organisation__parent", "post")
        .filter(public_id=public_id)
        .first()
    )
    if day is None:
        raise Refused
    if day.status != DayStatus.PUBLISHED or (not past and day.on < time.today(day.organisation.zone)):
        raise Conflict(_("Nobody receives on this day any more."), _("Choose another day."))
    return day


def _of_code(code: str) -> Booking:
    found = find(code)
    if found is None:
        raise Refused
    return Booking.objects.select_for_update(of=("self",)).select_related("day__organisation", "case").get(pk=found.pk)


def _of_staff(actor: Actor, public_id: str, version: int) -> Booking:
    booking = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("day__organisation", "day__post", "case__organisation", "concern")
        .filter(public_id=public_id)
        .first()
    )
    if booking is None or booking.hidden_from(actor.post_ids | {actor.post_id}):
        raise Refused
    require(actor, "receive", booking.day)
    if booking.version != version:
        raise Conflict(_("Somebody else has changed this booking."), _("Look at the list as it stands now."))
    return booking


def _here(day: ReceptionDay) -> list[Booking]:
    found = Booking.objects.filter(day=day, status=BookingStatus.HERE).select_related("case", "concern")
    return list(found.prefetch_related("case__exclusions"))


def _arrives(booking: Booking, at: dt.datetime) -> None:
    last = (
        Booking.objects.filter(day=booking.day, number__isnull=False)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    booking.number = (last.first() or 0) + 1
    booking.status, booking.came_at = BookingStatus.HERE, at


def _slot_now(day: ReceptionDay, at: dt.datetime) -> int:
    return int((at - day.begins(0)).total_seconds() // 60 // day.slot_minutes)


def _require_booked(booking: Booking) -> None:
    if booking.status != BookingStatus.BOOKED:
        raise Conflict(_("This booking does not stand any more."), _("You can book again, or come without a booking."))


def _require_come(day: ReceptionDay) -> None:
    """Numbers are of the day: nobody is called, or waits, before it has come."""
    if day.on > time.today(day.organisation.zone):
        raise Conflict(_("This day is still to come."), _("Numbers are given and called on the day itself."))


def _needs(chosen: Sequence[str]) -> list[str]:
    return [one for one in NeedKind.values if one in set(chosen)]


def _save(booking: Booking) -> None:
    booking.version += 1
    booking.save()


def _record(booking: Booking, verb: str, actor: Actor | None, at: dt.datetime) -> None:
    who = actor.reference if actor else "visitor"
    ledger.record(verb=f"receptions.{verb}", actor=who, about=booking.day.reference, at=at, commits=[booking])
    if verb in ("book", "change-booking", "cancel-booking"):
        moving.tell(booking, verb, None, at)
