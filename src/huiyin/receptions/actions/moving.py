"""Which place somebody gets, and how a booking moves to another one. Private parts of actions, and one look that writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.models import Case
from huiyin.kernel import store, time
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Appointment, Organisation
from huiyin.receptions import rules
from huiyin.receptions.models import Booking, BookingStatus, DayStatus, ReceptionDay

AHEAD = 40  # days of an office that are looked at


@dataclass(frozen=True, slots=True)
class Free:
    """A day with the places that are left on it."""

    day: ReceptionDay
    slots: tuple[int, ...]


def free_on(day: ReceptionDay, now: dt.datetime) -> tuple[int, ...]:
    """Places that are left."""
    booked = Booking.objects.filter(day=day, slot__isnull=False).exclude(status=BookingStatus.CANCELLED)
    return _free(day, {row.slot or 0 for row in booked.only("slot")}, now)


def free_days(organisation: Organisation, case: Case | None, now: dt.datetime, most: int = AHEAD) -> list[Free]:
    """The next days of an office with their places. Days of a leader who must not know of `case` are as if full."""
    today = time.today(organisation.zone)
    days = list(
        ReceptionDay.objects.filter(organisation=organisation, status=DayStatus.PUBLISHED, on__gte=today)
        .select_related("organisation", "post")
        .order_by("on", "starts_at")[:most]
    )
    taken: dict[int, set[int]] = {}
    booked = Booking.objects.filter(day__in=days, slot__isnull=False).exclude(status=BookingStatus.CANCELLED)
    for row in booked.only("day_id", "slot"):
        taken.setdefault(row.day_id, set()).add(row.slot or 0)
    return [Free(day, () if barred(day, case) else _free(day, taken.get(day.pk, set()), now)) for day in days]


def barred(day: ReceptionDay, case: Case | None) -> bool:
    """Whether who receives on that day must not know of the case, through any post that they hold or held."""
    if case is None:
        return False
    holders = Appointment.objects.filter(post_id=day.post_id).values_list("account_id", flat=True)
    posts = {day.post_id, *Appointment.objects.filter(account_id__in=list(holders)).values_list("post_id", flat=True)}
    return any(case.excludes(post) for post in posts)


def next_free(day: ReceptionDay, case: Case | None, now: dt.datetime) -> Free | None:
    """The next place that is left: on that day, else on the office's next one."""
    found = [one for one in free_days(day.organisation, case, now) if one.slots]
    same = [one for one in found if one.day.pk == day.pk]
    return next(iter(same or found), None)


def by_office(booking: Booking, instead: ReceptionDay | None, reason: str, actor: Actor, at: dt.datetime) -> Booking:
    """The office moves it, or calls it off where no place is left. The person reads why, and that nothing was their doing."""
    store.require_write()
    slots = () if instead is None or barred(instead, booking.case) else free_on(instead, at)
    booking.reason, booking.moved_by_office = reason, True
    if slots and instead is not None:
        booking.day, booking.slot = instead, slots[0]
    else:
        booking.status = BookingStatus.CANCELLED
    booking.version += 1
    booking.save()
    tell(booking, "move-booking", actor, at)
    return booking


def tell(booking: Booking, verb: str, actor: Actor | None, at: dt.datetime) -> None:
    """Of a known case: the line that the person reads, and the notice that there is one. Else it stands under the code alone."""
    if booking.case is None:
        return
    name = f"receptions.{verb}"
    case = booking.case
    doing = Doing.by_staff(case, name, actor, at) if actor else Doing.by_petitioner(case, name, at)
    doing = doing.about(booking.concern.public_id if booking.concern else "")
    note_only(doing, line=Line(note=booking.reason), rows=[booking])
    if actor is not None:
        notices.to_petitioner(doing, in_every_language(_("News of a reception")))


def _free(day: ReceptionDay, taken: set[int], now: dt.datetime) -> tuple[int, ...]:
    count = rules.places(day.starts_at, day.ends_at, day.slot_minutes)
    return tuple(rules.free_places(count, taken, [day.begins(slot) for slot in range(count)], now))
