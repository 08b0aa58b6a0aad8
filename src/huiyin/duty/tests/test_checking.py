"""Who is on a shift says that they are there; where nobody does, the leader in charge is told by itself, then the head."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.callouts.models import Callout
from huiyin.duty import jobs
from huiyin.duty.actions import checking, settling
from huiyin.duty.models import Shift, ShiftKind
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.operations.testing.rooms import text_of

SILENT, STILL = (
    "A shift has begun and NOBODY has said that they are there", "A shift runs and STILL nobody has said that they are there",
)  # fmt: skip


@pytest.fixture
def night(school) -> Shift:
    """A night of a roster that holds, in a few days; its people say when they are there."""
    kind = ShiftKind.objects.get(name="夜班")
    settling.ask_for(actor=school.actor("zheng"), kind_id=kind.public_id, what="says_here", on=True)
    return school.shift(school.published(), 3)


@pytest.fixture
def at(night, later):
    """So many minutes after the night begins; the worker has looked, and the sweep has come by."""
    start = time.now()

    def move(minutes: float) -> None:
        days = (night.begins_at - start) / dt.timedelta(days=1) + minutes / 1440
        later(days)
        jobs.look_at_shifts(time.now())
        later(days)

    return move


def name_of(school, member) -> str:
    return next(name for name, one in school.members.items() if one.pk == member.pk)


def told(school, to: str) -> list[str]:
    return [one for one in school.told(to) if one in (SILENT, STILL)]


def test_nobody_says_so_and_the_leader_in_charge_is_told_then_the_head(school, night, at):
    leader = name_of(school, school.seat(night, leads=True).member)
    at(5)
    assert told(school, leader) == []
    at(16)
    assert told(school, leader) == [SILENT]
    assert told(school, "school/校长") == []
    at(32)
    assert STILL in told(school, "school/校长")
    assert [one.verb for one in night.events.all()] == ["unmanned", "unmanned_head"]
    assert ledger.verify().ok


def test_who_is_there_says_so_on_the_page_without_script_and_nothing_is_told(school, night, at, signed_in):
    seat = school.seat(night)
    person = name_of(school, seat.member)
    client, now = signed_in(person), reverse("duty:now")
    button = reverse("duty:here", args=[night.public_id])
    assert button not in text_of(client.get(now)), "it is days away"
    at(-30)
    assert button in text_of(client.get(now))
    other = next(
        name for name in school.members if name not in (person, name_of(school, school.seat(night, leads=True).member))
    )
    assert signed_in(other).post(button).status_code == 404
    assert client.post(button, {"back": "mine"}).url == reverse("duty:mine")
    assert button not in text_of(client.get(reverse("duty:mine")))
    at(20)
    assert "到岗" in text_of(client.get(now))
    assert not Clock.objects.filter(subject_id=night.public_id).exists()
    assert [one.verb for one in night.events.all()] == ["here"]
    first = school.seat(night).here_at
    checking.say_here(actor=school.actor(person), shift_id=night.public_id)
    assert school.seat(night).here_at == first, "said twice it stays as it was"


def test_said_late_what_was_told_is_over(school, night, at):
    at(5)
    at(16)
    person = name_of(school, school.seat(night).member)
    checking.say_here(actor=school.actor(person), shift_id=night.public_id)
    assert set(Clock.objects.filter(subject_id=night.public_id).values_list("name", "status")) == {("here", "met"), ("here_head", "met")}  # fmt: skip
    at(40)
    assert told(school, "school/校长") == []


def test_where_nobody_asks_for_it_nothing_is_watched(school, night, at):
    settling.ask_for(actor=school.actor("zheng"), kind_id=night.kind.public_id, what="says_here", on=False)
    at(40)
    assert not Clock.objects.filter(subject_id=night.public_id).exists()


def test_too_early_too_late_and_on_a_draft_nobody_is_there(school, night, at):
    actor = school.actor(name_of(school, school.seat(night).member))
    with pytest.raises(Conflict):
        checking.say_here(actor=actor, shift_id=night.public_id)
    at((night.ends_at - night.begins_at) / dt.timedelta(minutes=1) + 1)
    with pytest.raises(Conflict):
        checking.say_here(actor=actor, shift_id=night.public_id)


def test_what_was_owed_on_a_shift_ends_with_it(school, night, at):
    at(20)
    assert Clock.objects.filter(subject_id=night.public_id, ended_at=None).exists()
    at((night.ends_at - night.begins_at) / dt.timedelta(minutes=1) + 1)
    assert not Clock.objects.filter(subject_id=night.public_id, ended_at=None).exists()


def test_a_seat_of_a_draft_is_no_shift(school):
    draft = school.filled(3)
    shift = school.shift(draft, 0)
    with pytest.raises(Refused):
        checking.say_here(actor=school.actor(name_of(school, school.seat(shift).member)), shift_id=shift.public_id)


def test_the_office_turns_it_on_by_kind_of_shift(school, night, signed_in):
    zheng, here = signed_in("zheng"), reverse("duty:settled")
    assert "本班人员要报到" in text_of(zheng.get(here))
    assert zheng.post(here, {"do": "off", "what": "says_here", "key": night.kind.public_id}).status_code == 302
    night.kind.refresh_from_db()
    assert not night.kind.says_here
    assert (
        signed_in("gao").post(here, {"do": "on", "what": "says_here", "key": night.kind.public_id}).status_code == 404
    )


def test_a_shift_without_anybody_calls_out_until_somebody_is_there(school, night, at):
    for minute in (5, 16, 32):
        at(minute)
    callout = Callout.objects.get(about=night.reference)
    assert (callout.cause, callout.status) == ("duty", "running")
    leader = school.seat(night, leads=True).member.account
    assert callout.turns.first().appointment.account == leader, "who is in charge of the shift, whatever the post"
    checking.say_here(actor=school.actor(name_of(school, school.seat(night).member)), shift_id=night.public_id)
    callout.refresh_from_db()
    assert callout.status == "withdrawn"
