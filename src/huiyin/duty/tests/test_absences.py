"""Whoever is away is missing: from the moment that it is noted, on the page, in what is told, and when something happens at night."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from huiyin.duty import weighing
from huiyin.duty.actions import checking, seating, settling
from huiyin.duty.models import Away, Seat, Shift, ShiftKind
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput
from huiyin.operations.testing.rooms import notices_to, text_of
from huiyin.organisations import watch
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment, Organisation

GAP, STILL, BEGUN = (
    "Somebody is missing on a shift",
    "STILL somebody is missing on a shift",
    "A shift begins and somebody is MISSING",
)


def away(school, seat: Seat, first: dt.date, last: dt.date | None = None) -> Away:
    return settling.note_away(
        actor=school.actor("zheng"), member=seat.member.public_id, first_day=first, last_day=last or first
    )


def gaps(shift: Shift) -> list[str]:
    return list(Clock.objects.filter(subject_id=shift.public_id, ended_at=None).values_list("name", flat=True))


def another(school, shift: Shift, leads: bool = False):
    """Somebody who can, and does not sit there."""
    sitting = {one.member_id for one in weighing.seats_of([shift])[shift.pk]}
    for member in school.members.values():
        if member.pk not in sitting and (member.leads if leads else member.serves):
            yield member


def test_who_is_away_is_missing_at_once_the_head_days_before_and_the_office_above_when_it_begins(
    school, later, signed_in
):
    roster = school.published()
    night = school.shift(roster, 6)
    seat = school.seat(night)
    away(school, seat, night.on)
    told = len([one for one in school.told("school/分管副校长") if one == GAP])
    assert told == 1, "who published it, in that moment"
    assert gaps(night) == ["gap"]
    page = text_of(signed_in("zheng").get(reverse("duty:shift", args=[night.public_id])))
    assert "缺" in page
    assert "这几天不在" in page
    assert STILL not in school.told("school/校长")
    later(4.9)
    assert STILL in school.told("school/校长")
    later(7)
    assert BEGUN in school.told("bureau/局长")
    assert BEGUN in school.told("bureau/督导员")
    assert ledger.verify().ok


def test_back_again_or_there_after_all_the_gap_is_over(school):
    roster = school.published()
    first, second = school.shift(roster, 2), school.shift(roster, 5)
    ShiftKind.objects.update(says_here=True)
    noted = away(school, school.seat(first), first.on)
    assert gaps(first)
    settling.back_again(actor=school.actor("zheng"), away_id=noted.public_id)
    assert not gaps(first)
    seat = school.seat(second)
    away(school, seat, second.on)
    who = next(name for name, member in school.members.items() if member.pk == seat.member_id)
    with time.moved(second.begins_at - time.now() + dt.timedelta(minutes=2)):
        checking.say_here(actor=school.actor(who), shift_id=second.public_id)
        assert not gaps(second)
        assert seat.member.appointment.post.reference in watch.on(second.organisation, time.now())


def test_a_substitute_takes_the_place_of_who_is_away_and_nobody_has_to_be_taken_off_before(school):
    Organisation.objects.update(clock_numbers={"duty:rest": 0})
    roster = school.published()
    for leads in (False, True):
        night = school.shift(roster, 6 if leads else 3)
        seat = school.seat(night, leads=leads)
        away(school, seat, night.on)
        night.refresh_from_db()
        for member in another(school, night, leads):
            try:
                seating.seat(
                    actor=school.actor("zheng"), shift_id=night.public_id, version=night.version, member=member.public_id, leads=leads
                )  # fmt: skip
                break
            except BadInput:  # a rule is against this one
                continue
        assert school.seat(night, leads=leads).member_id != seat.member_id
        assert night.seats.filter(left_at=None).count() == 2
        assert not gaps(night)
        assert notices_to(seat.member.account_reference)[-1] == "A shift is yours no longer"


def test_nobody_who_is_away_is_told_at_night_that_they_are_in_charge(school):
    roster = school.published()
    night = school.shift(roster, 2)
    with time.moved(night.begins_at - time.now() + dt.timedelta(hours=1)):
        assert watch.in_charge(night.organisation, time.now())
        away(school, school.seat(night, leads=True), night.on)
        assert not watch.in_charge(night.organisation, time.now())
        assert len(watch.on(night.organisation, time.now())) == 1


def test_the_shifts_of_who_leaves_the_house_are_gaps_and_who_changes_post_stays_on_theirs(school):
    roster = school.published()
    held = Appointment.objects.get(account__username="gao", deputy=False)
    theirs = [one for one in roster.shifts.filter(seats__member=school.members["gao"], begins_at__gt=time.now())]
    assert theirs
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    assert all(gaps(one) for one in theirs)
    assert {one.owner for one in Clock.objects.filter(subject_kind="shift", ended_at=None)} == {
        school.example.posts["school/分管副校长"].reference
    }


def test_while_nobody_holds_the_post_that_published_a_new_gap_is_owed_by_who_is_above(school):
    roster = school.published()
    held = Appointment.objects.get(account__username="fang")
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    theirs = set(
        roster.shifts.filter(seats__member=school.members["fang"], seats__left_at=None).values_list("pk", flat=True)
    )
    night = next(one for one in roster.shifts.filter(begins_at__gt=time.now()) if one.pk not in theirs)
    away(school, school.seat(night), night.on)
    head = school.example.posts["school/校长"].reference
    assert set(Clock.objects.filter(subject_id=night.public_id, ended_at=None).values_list("owner", flat=True)) == {
        head
    }
    assert school.told("school/校长").count(GAP) == len(theirs) + 1
