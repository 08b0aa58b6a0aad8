"""Nobody holds a post any more: its reception days are another's, and what it owed is owed without a gap. Part of that action."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.kernel import clocks, ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import Change, next_held
from huiyin.organisations.models import Post
from huiyin.receptions.models import Booking, BookingStatus, DayStatus, Invitation, Reception, ReceptionDay

from . import moving, parts


def when_empty(change: Change) -> None:
    """For `organisations.handover.on_change`."""
    if not change.vacant:
        return
    today = time.today(change.post.unit.organisation.zone)
    days = ReceptionDay.objects.filter(post=change.post, status=DayStatus.PUBLISHED, on__gte=today)
    for day in days.select_related("organisation").order_by("on", "starts_at"):
        _another_receives(change, day)
    owed = Clock.objects.filter(
        owner=change.post.reference, subject_kind__in=(parts.SUBJECT, parts.INVITED), ended_at=None
    )
    for clock in owed.order_by("due_at", "id"):
        _owed_by_another(change, clock)


def _another_receives(change: Change, day: ReceptionDay) -> None:
    """The day stays, and with it everybody's place: a superior of the office receives. Who must not know of a case that is
    booked on it, or receives already at that hour, is passed over; where nobody is left the day is called off.
    """
    booked = list(Booking.objects.filter(day=day, status=BookingStatus.BOOKED).select_related("case", "concern"))
    taker = next_held(change.post, lambda post: _can_receive(post, day, booked))
    rows: list[ledger.Committed] = [day]
    if taker is not None:
        day.post = taker
    else:
        day.status, day.reason = DayStatus.CANCELLED, _said()
        for booking in booked:
            rows += _called_off(booking, day)
    day.version += 1
    day.save()
    _note(change, "receptions.day-left", day.reference, rows)


def _can_receive(post: Post, day: ReceptionDay, booked: list[Booking]) -> bool:
    if post.unit.organisation_id != day.organisation_id:
        return False
    there = ReceptionDay.objects.filter(post=post, on=day.on, starts_at=day.starts_at, status=DayStatus.PUBLISHED)
    return not there.exists() and not any(one.case is not None and one.case.excludes(post.pk) for one in booked)


def _called_off(booking: Booking, day: ReceptionDay) -> Iterator[ledger.Committed]:
    """A place on another day, where one is free; the person reads why either way."""
    free = moving.next_free(day, booking.case, time.now())
    booking.reason, booking.moved_by_office = day.reason, True
    if free is not None and free.day.pk != day.pk:
        booking.day, booking.slot = free.day, free.slots[0]
    else:
        booking.status = BookingStatus.CANCELLED
    booking.version += 1
    booking.save()
    yield booking
    moving.tell(booking, "move-booking", None, time.now())


def _owed_by_another(change: Change, clock: Clock) -> None:
    thing: Reception | Invitation | None = (
        Reception.objects.filter(public_id=clock.subject_id).first()
        if clock.subject_kind == parts.SUBJECT
        else Invitation.objects.filter(public_id=clock.subject_id).first()
    )
    taker = next_held(change.post, lambda post: thing is None or not thing.excludes(post.pk))
    if taker is None:
        return
    handed = clocks.hand_over(clock, owner=taker.reference)
    reference = f"{clock.subject_kind}:{clock.subject_id}"
    _note(change, "receptions.left", reference, [handed])


def _note(change: Change, verb: str, about: str, rows: list[ledger.Committed]) -> None:
    ledger.record(verb=verb, actor=change.actor, about=about, at=change.at, commits=rows)


def _said() -> str:
    return in_every_language(_("Nobody receives on this day."))["zh-hans"]
