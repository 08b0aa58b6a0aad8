"""A roster from what the office settled to who is here now; a gap is told before it happens, and told again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.duty.actions import rostering, seating, settling
from huiyin.duty.actions.settling import Says
from huiyin.duty.models import Member, Roster, Seat, Shift, ShiftKind
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment

NOW = reverse("duty:now")


def page_of(shift: Shift) -> str:
    return reverse("duty:shift", args=[shift.public_id])


def unseated(school, shift: Shift, *, leads: bool = False) -> Seat:
    shift.refresh_from_db()
    seat = school.seat(shift, leads=leads)
    return seating.unseat(
        actor=school.actor("zheng"), shift_id=shift.public_id, version=shift.version, seat_id=seat.public_id
    )


def test_s23_night_duty_has_a_leader_in_charge_and_everybody_sees_who_is_here(school, signed_in):
    zheng, fang, gao = signed_in("zheng"), signed_in("fang"), signed_in("gao")
    assert "还没有公布的值班表" in text_of(gao.get(NOW))
    draft = school.filled()
    address = reverse("duty:roster", args=[draft.public_id])
    assert gao.get(address).status_code == 404, "a draft is for who makes it"
    assert 'value="publish"' not in text_of(zheng.get(address)), "a leader has it hold"
    assert zheng.post(address, {"version": draft.version, "do": "publish"}).status_code == 404
    assert fang.post(address, {"version": draft.version, "do": "publish"}).url == address
    page = text_of(gao.get(NOW))
    for name in ("韩志学", "方晓梅", "郑洁", "沈静", "高强", "温涛"):
        assert name in page
    night = school.shift(draft, 0)
    assert night.seats.filter(leads=True).count() == 1
    assert school.told("gao") == ["A roster is published: you are on it"]
    sheet = text_of(gao.get(reverse("duty:printed")))
    assert school.seat(night, leads=True).member.name in sheet
    assert signed_in("qingxi").get(address).status_code == signed_in("qingxi").get(page_of(night)).status_code == 404
    assert school.seat(night).member.name in text_of(
        signed_in("dudao").get(f"{NOW}?office={draft.organisation.public_id}")
    )
    assert ledger.verify().ok


def test_the_calendar_says_which_shifts_a_day_has(school):
    """National Day week of 2026: holidays from 1 to 7 October, Saturday the 10th worked for it."""
    roster = rostering.begin(
        actor=school.actor("zheng"), first_day=dt.date(2026, 9, 30), last_day=dt.date(2026, 10, 11)
    )
    kinds = {
        str(on): set(roster.shifts.filter(on=on).values_list("kind__name", flat=True))
        for on in roster.shifts.values_list("on", flat=True)
    }
    assert kinds["2026-09-30"] == kinds["2026-10-10"] == {"日班", "夜班"}
    assert kinds["2026-10-01"] == kinds["2026-10-11"] == {"休息日班", "夜班"}


def test_a_festival_week_has_kinds_of_its_own(school):
    first = dt.date(2027, 2, 4)
    settling.add_kind(
        actor=school.actor("zheng"),
        says=Says("春节值守", ("working", "weekend", "holiday"), dt.time(8), dt.time(8), 2, from_on=first, until_on=first + dt.timedelta(days=7)),
    )  # fmt: skip
    roster = rostering.begin(actor=school.actor("zheng"), first_day=first - dt.timedelta(days=1), last_day=first)
    assert [one.kind.name for one in roster.shifts.filter(on=first)] == ["春节值守"]
    assert "春节值守" not in [one.kind.name for one in roster.shifts.filter(on=first - dt.timedelta(days=1))]


def test_by_hand_no_hard_rule_is_broken_and_the_page_says_which_one_is_against_it(school, signed_in):
    roster = school.published()
    night = school.shift(roster, 5)
    unseated(school, night)
    zheng = signed_in("zheng")
    page = text_of(zheng.get(page_of(night)))
    assert "休息时间会不够" in page
    day_before = school.seat(school.shift(roster, 4)).member
    night.refresh_from_db()
    sent = {"version": night.version, "do": "person", "member": day_before.public_id}
    answer = zheng.post(page_of(night), sent)
    assert answer.status_code == 422, "not among the choices"
    with pytest.raises(BadInput, match="休息时间会不够"):
        seating.seat(
            actor=school.actor("zheng"), shift_id=night.public_id, version=night.version, member=day_before.public_id
        )
    with pytest.raises(Refused):
        seating.seat(
            actor=school.actor("gao"), shift_id=night.public_id, version=night.version, member=day_before.public_id
        )
    assert zheng.post(page_of(night), {**sent, "version": 0}).status_code == 422


def test_posts_that_do_not_share_a_shift(school):
    settling.set_apart(actor=school.actor("zheng"), one=school.example.posts["school/校长"].public_id, other=school.example.posts["school/教导主任"].public_id)  # fmt: skip
    night = school.shift(school.draft(), 3)
    seating.seat(actor=school.actor("zheng"), shift_id=night.public_id, version=0, member=school.members["xiaozhang"].public_id, leads=True)  # fmt: skip
    with pytest.raises(BadInput, match="关于岗位"):
        seating.seat(
            actor=school.actor("zheng"), shift_id=night.public_id, version=1, member=school.members["gao"].public_id
        )


def test_a_gap_is_told_at_once_then_to_the_head_then_to_the_office_above(school, later, signed_in):
    roster = school.published()
    night = school.shift(roster, 6)
    gone = unseated(school, night)
    assert school.told("school/分管副校长") == ["Somebody is missing on a shift"], "whoever published it"
    assert school.told("school/校长") == []
    assert gone.member.account_reference == school.actor(gone.member.account.username).account_reference
    assert school.told(gone.member.account.username)[-1] == "A shift is yours no longer"
    assert "缺人" in text_of(signed_in("gao").get(NOW))
    later(4.5)
    assert school.told("school/校长") == ["STILL somebody is missing on a shift"]
    assert school.told("bureau/局长") == []
    assert "缺人" in text_of(signed_in("fang").get(reverse("cases:day")))
    later(7.5)
    assert school.told("school/校长")[-1] == "A shift begins and somebody is MISSING"
    assert school.told("bureau/局长") == school.told("bureau/督导员") == ["A shift begins and somebody is MISSING"]
    assert [one.verb for one in night.events.all()] == ["unseat", "gap", "gap_head", "gap_begun"]
    assert ledger.verify().ok


def test_a_gap_that_is_filled_is_over(school, later):
    roster = school.published()
    night = school.shift(roster, 6)
    member = unseated(school, night).member
    night.refresh_from_db()
    seating.seat(actor=school.actor("zheng"), shift_id=night.public_id, version=night.version, member=member.public_id)
    assert night.events.last().verb == "gap_filled"
    assert Clock.objects.get(subject_id=night.public_id).status == "met"
    later(7.5)
    assert school.told("school/校长") == []


def test_a_gap_of_tomorrow_goes_to_the_head_at_once(school):
    roster = school.published()
    unseated(school, school.shift(roster, 1), leads=True)
    assert school.told("school/校长") == ["STILL somebody is missing on a shift"]


def test_a_roster_is_published_with_its_gaps_and_each_is_told(school, later):
    draft = school.draft(3)
    roster = rostering.publish(actor=school.actor("fang"), roster_id=draft.public_id, version=draft.version)
    ahead = roster.shifts.filter(ends_at__gt=time.now())
    assert ahead.count() >= 5
    watched = Clock.objects.filter(subject_kind="shift", ended_at=None).values_list("subject_id", flat=True)
    assert set(watched) == set(ahead.values_list("public_id", flat=True))
    begun = ahead.filter(begins_at__lte=time.now()).count()
    later(0.001)
    assert school.told("bureau/局长") == ["A shift begins and somebody is MISSING"] * begun
    with pytest.raises(Conflict, match="这些日子"):
        school.draft(3)


def test_the_next_roster_is_owed_before_this_one_ends(school, later):
    roster = school.published(14)
    later(5)
    assert "No next roster: the days after this one have NOBODY" not in school.told("school/校长")
    later(7.5)
    assert school.told("school/校长") == ["No next roster: the days after this one have NOBODY"]
    after = rostering.begin(actor=school.actor("zheng"), first_day=roster.last_day + dt.timedelta(days=1), last_day=roster.last_day + dt.timedelta(days=9))  # fmt: skip
    rostering.publish(actor=school.actor("fang"), roster_id=after.public_id, version=after.version)
    clocks = {one.subject_id: one.status for one in Clock.objects.filter(subject_kind="roster")}
    assert clocks == {roster.public_id: "met", after.public_id: "running"}


def test_the_page_of_what_the_office_settled_takes_each_form(school, signed_in):
    school.published()
    zheng, here = signed_in("zheng"), reverse("duty:settled")
    kind = {
        "do": "kind",
        "name": "护校岗",
        "days": ["working"],
        "begins": "07:00",
        "ends": "08:00",
        "people": 2,
        "weight": 1,
    }
    assert zheng.post(here, kind).status_code == 302
    assert ShiftKind.objects.get(name="护校岗").leader is False
    assert zheng.post(here, kind).status_code == 422
    assert zheng.post(here, {**kind, "name": "x", "people": 0}).status_code == 422
    assert zheng.post(here, {"do": "training", "name": "消防培训"}).status_code == 302
    member = school.members["gao"]
    held = member.appointment.public_id
    assert zheng.post(here, {"do": "who", "appointment": held, "part": "both"}).status_code == 302
    assert Member.objects.get(pk=member.pk).part == "both"
    posts = [school.example.posts[f"school/{title}"].public_id for title in ("校长", "教导主任")]
    assert zheng.post(here, {"do": "pair", "one": posts[0], "other": posts[0]}).status_code == 422
    assert zheng.post(here, {"do": "pair", "one": posts[0], "other": posts[1]}).status_code == 302
    assert "校长 · 教导主任" in text_of(zheng.get(here))
    assert signed_in("gao").get(here).status_code == 404
    assert zheng.post(here, {"do": "let_go", "key": member.public_id}).status_code == 409


def test_when_the_post_that_published_falls_empty_its_gaps_go_up(school):
    roster = school.published()
    unseated(school, school.shift(roster, 6))
    held = Appointment.objects.get(account__username="fang")
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    owners = set(
        Clock.objects.filter(subject_kind__in=("shift", "roster"), ended_at=None).values_list("owner", flat=True)
    )
    assert owners == {school.example.posts["school/校长"].reference}


def test_a_draft_is_given_up_and_its_days_are_free(school, signed_in):
    draft = school.draft()
    zheng, address = signed_in("zheng"), reverse("duty:rosters")
    today = draft.first_day.isoformat()
    assert zheng.post(reverse("duty:roster", args=[draft.public_id]), {"version": 0, "do": "drop"}).url == address
    assert zheng.post(address, {"first_day": today, "last_day": "2020-01-01"}).status_code == 422
    assert zheng.post(address, {"first_day": today, "last_day": today}).status_code == 302
    assert signed_in("gao").post(address, {"first_day": today, "last_day": today}).status_code == 404
    assert set(Roster.objects.values_list("status", flat=True)) == {"dropped", "draft"}
