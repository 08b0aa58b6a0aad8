"""The calendar of reception days: published, and called off with another day in its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Post
from huiyin.organisations.queries import own_office
from huiyin.receptions import rules
from huiyin.receptions.models import Booking, BookingStatus, DayStatus, OwnTimes, ReceptionDay

from . import moving
from .parts import need


@dataclass(frozen=True, slots=True)
class Series:
    """Days of one leader. `every`: once, week, fortnight; `until` ends it."""

    post: str
    first: dt.date
    starts_at: dt.time
    ends_at: dt.time
    slot_minutes: int
    place: str
    matters: str = ""
    every: str = "once"
    until: dt.date | None = None


def publish_days(*, actor: Actor, series: Series) -> list[ReceptionDay]:
    """Publish the days of a leader (条例 18). A day that stands already is left as it is."""
    at = time.now()
    with store.write():
        home = own_office(actor)
        require(actor, "manage_reception_days", Place(home.pk, home.path))
        post = Post.objects.filter(public_id=series.post, unit__organisation=home, closed_at=None).first()
        _check(series, post, time.today(home.zone))
        assert post is not None
        there = set(
            ReceptionDay.objects.filter(post=post, starts_at=series.starts_at, status=DayStatus.PUBLISHED).values_list(
                "on", flat=True
            )
        )
        days = [
            ReceptionDay.objects.create(
                organisation=home, post=post, on=on, starts_at=series.starts_at, ends_at=series.ends_at,
                slot_minutes=series.slot_minutes, place=series.place.strip(), matters=series.matters.strip(),
            )
            for on in rules.series(series.first, series.until, series.every) if on not in there
        ]  # fmt: skip
        if not days:
            raise Conflict(_("These days are published already."), _("Choose another day, or another leader."))
        ledger.record(
            verb="receptions.publish-days", actor=actor.reference, about=f"organisation:{home.public_id}", at=at, commits=days
        )  # fmt: skip
    return days


def cancel_day(*, actor: Actor, public_id: str, version: int, reason: str, instead: str = "") -> ReceptionDay:
    """Call one day off. Who has booked is told why, and has a place on the other day where one is free."""
    at = time.now()
    with store.write():
        day = ReceptionDay.objects.select_for_update(of=("self",)).select_related("organisation", "post").filter(
            public_id=public_id
        ).first()  # fmt: skip
        if day is None:
            raise Refused
        require(actor, "manage_reception_days", day)
        if day.status != DayStatus.PUBLISHED or day.version != version:
            raise Conflict(_("Somebody else has changed this day."), _("Look at the calendar as it stands now."))
        day.reason = need(reason, "reason", _("Whoever has booked reads it."))
        day.instead = _other(day, instead) if instead else None
        day.status, day.version = DayStatus.CANCELLED, day.version + 1
        day.save()
        booked = list(
            Booking.objects.select_related("case__organisation", "concern", "day__organisation").filter(
                day=day, status=BookingStatus.BOOKED
            )
        )
        moved = [moving.by_office(one, day.instead, day.reason, actor, at) for one in booked]
        ledger.record(
            verb="receptions.cancel-day", actor=actor.reference, about=day.reference, at=at, commits=[day, *moved]
        )
    return day


def set_own_times(
    *, actor: Actor, offer_days: int, minutes_days: int, acknowledge_hours: int, version: int = 0
) -> OwnTimes:
    """The office's own numbers; the law has none. They hold for what begins from now on."""
    at = time.now()
    with store.write():
        home = own_office(actor)
        require(actor, "manage_reception_days", Place(home.pk, home.path))
        for name, number, most in (
            ("offer_days", offer_days, 15), ("minutes_days", minutes_days, 15), ("acknowledge_hours", acknowledge_hours, 72),
        ):  # fmt: skip
            if not 1 <= number <= most:
                raise BadInput(name, _("Between 1 and %(most)d.") % {"most": most})
        own = OwnTimes.objects.select_for_update().filter(organisation=home).first() or OwnTimes(organisation=home)
        if own.version != version:
            raise Conflict(_("Somebody else has changed these numbers."), _("Look at them as they stand now."))
        own.offer_days, own.minutes_days, own.acknowledge_hours = offer_days, minutes_days, acknowledge_hours
        own.version += 1
        own.save()
        ledger.record(
            verb="receptions.set-own-times", actor=actor.reference, about=f"organisation:{home.public_id}", at=at, commits=[own]
        )  # fmt: skip
    return own


def _check(series: Series, post: Post | None, today: dt.date) -> None:
    if post is None or "administrator" in post.roles:
        raise BadInput("post", _("Choose who receives."), "")
    need(series.place, "place", _("People must find it: building, floor, room."))
    if series.first < today:
        raise BadInput("first", _("This day is over."), _("Choose a day from today on."))
    if series.every not in rules.EVERY:
        raise BadInput("every", _("Choose one of the list."), "")
    if series.every != "once" and (series.until is None or series.until < series.first):
        raise BadInput("until", _("Say until when."), _("A day after the first one."))
    if series.slot_minutes < 5 or rules.places(series.starts_at, series.ends_at, series.slot_minutes) < 1:
        raise BadInput("ends_at", _("No place fits between these times."), _("A later end, or shorter places."))


def _other(day: ReceptionDay, public_id: str) -> ReceptionDay:
    found = (
        ReceptionDay.objects.select_related("organisation", "post")
        .filter(public_id=public_id, organisation=day.organisation, status=DayStatus.PUBLISHED)
        .exclude(pk=day.pk)
        .first()
    )
    if found is None:
        raise BadInput("instead", _("Choose one of the published days."), "")
    return found
