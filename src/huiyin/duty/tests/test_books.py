"""The book of a shift: what happened and what was done, never who complains; the hand-over is signed by both, or the head is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.duty import jobs, rules
from huiyin.duty.actions import booking, settling
from huiyin.duty.actions.booking import Wrote
from huiyin.duty.models import BookEntry, Handover, Shift, ShiftKind
from huiyin.incidents.actions import starting
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import text_of

UNSIGNED = "A hand-over is NOT signed by both"


def told(school, shift: Shift) -> bool:
    """Whether the head was told that the hand-over of this shift is not signed."""
    head = school.example.posts["school/校长"].reference
    found = Notice.objects.filter(to=head, about=shift.reference)
    return UNSIGNED in [one.context["title"]["en"] for one in found]


def name_of(school, shift: Shift, *, leads: bool = False) -> str:
    member = school.seat(shift, leads=leads).member
    return next(name for name, one in school.members.items() if one.pk == member.pk)


@pytest.fixture
def night(school) -> Shift:
    """A night of a roster that holds, in a few days; its hand-over is signed."""
    kind = ShiftKind.objects.get(name="夜班")
    settling.ask_for(actor=school.actor("zheng"), kind_id=kind.public_id, what="hands_over", on=True)
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


@pytest.fixture
def ends(night) -> float:
    return (night.ends_at - night.begins_at) / dt.timedelta(minutes=1)


def test_a_night_from_a_call_to_the_second_name(school, night, at, ends, signed_in):
    at(60)
    page = reverse("duty:book", args=[night.public_id])
    incident = starting.start(actor=school.actor("zheng"), what=starting.What(kind="building", title="锅炉房漏水"))
    leaves = signed_in(name_of(school, night))
    sent = {
        "do": "write",
        "what": "保安来电：锅炉房漏水",
        "done": "关了总阀，通知总务处",
        "about": f"incident:{incident.public_id}",
    }
    assert leaves.post(page, sent).status_code == 302
    assert "锅炉房漏水" in text_of(leaves.get(page))
    assert reverse("incidents:room", args=[incident.public_id]) in text_of(leaves.get(page))
    at(ends - 5)
    [after] = booking.after_of(night)
    comes = name_of(school, after)
    assert leaves.post(page, {"do": "hand_over", "note": ""}).status_code == 422
    assert leaves.post(page, {"do": "hand_over", "note": "总阀还关着"}).status_code == 302
    assert leaves.post(page, {"do": "write", "what": "又想起一件"}).status_code == 404, "it is handed over"
    assert "The shift before yours is handed over: read it and sign" in school.told(comes)
    at(ends + 20)
    client = signed_in(comes)
    assert "总阀还关着" in text_of(client.get(reverse("duty:book", args=[after.public_id])))
    assert client.post(page, {"do": "take_over", "remark": "总阀已经开了"}).status_code == 302
    at(ends + 120)
    assert not told(school, night)
    assert [one.verb for one in night.events.all()] == ["handed_over", "taken_over"]
    sheet = text_of(leaves.get(reverse("duty:book-printed", args=[night.public_id])))
    assert incident.title in sheet
    for said in ("锅炉房漏水", "关了总阀", "总阀还关着", "总阀已经开了", school.members[comes].name):
        assert said in sheet, said
    assert "hy-duty__write" not in sheet, "what is signed has no room for more"
    assert ledger.verify().ok


def test_an_unsigned_hand_over_is_told_to_the_head_until_it_is_signed_or_said_why_not(
    school, night, at, ends, signed_in
):
    at(ends + 30)
    assert not told(school, night)
    at(ends + 61)
    assert told(school, night)
    head = signed_in("xiaozhang")
    assert "没有双方签字的交接班" in text_of(head.get(reverse("duty:now")))
    assert "交接班没有签字" in text_of(signed_in("fang").get(reverse("cases:day")))
    page = reverse("duty:book", args=[night.public_id])
    assert head.post(page, {"do": "let_be", "why": ""}).status_code == 422
    assert head.post(page, {"do": "let_be", "why": "接班的人住院了，电话交的班"}).status_code == 302
    assert page not in text_of(head.get(reverse("duty:now")))
    assert Clock.objects.get(subject_id=night.public_id, name="handover").status == "met"


def test_while_it_runs_the_sheet_has_room_to_write_and_to_sign(school, night, at, signed_in):
    at(60)
    sheet = reverse("duty:book-printed", args=[night.public_id])
    assert text_of(signed_in(name_of(school, night)).get(sheet)).count("hy-duty__write") == 11
    outsider = next(
        name for name in school.example.actors if name not in school.members and name in ("wen", "luo", "he")
    )
    assert signed_in(outsider).get(sheet).status_code == 404


def test_signed_late_it_is_over(school, night, at, ends):
    at(ends + 61)
    booking.hand_over(actor=school.actor(name_of(school, night)), shift_id=night.public_id, note="没有")
    [after] = booking.after_of(night)
    booking.take_over(actor=school.actor(name_of(school, after)), shift_id=night.public_id)
    assert Clock.objects.get(subject_id=night.public_id, name="handover").status == "met"


@pytest.mark.parametrize("field", ["what", "done"])
def test_no_number_of_a_person_gets_into_the_book(school, night, at, field):
    at(10)
    words = {"what": "有人来电", "done": "已转办"} | {field: "来电人 13812345678 说要上访"}
    with pytest.raises(BadInput, match="电话号码"):
        booking.write(actor=school.actor(name_of(school, night)), shift_id=night.public_id, wrote=Wrote(**words))
    assert not BookEntry.objects.exists()
    names = {field.name for model in (BookEntry, Handover) for field in model._meta.get_fields()}
    assert not names & {"person", "caller", "petitioner", "phone", "name"}


def test_only_who_is_on_the_shift_writes_and_hands_over_and_only_who_comes_takes_over(
    school, night, at, ends, signed_in
):
    at(ends - 5)
    here = {name_of(school, night), name_of(school, night, leads=True)}
    other = next(name for name in ("shen", "gao", "school-admin") if name not in here)
    with pytest.raises(Refused):
        booking.write(actor=school.actor(other), shift_id=night.public_id, wrote=Wrote("x"))
    leaves = school.actor(name_of(school, night))
    booking.hand_over(actor=leaves, shift_id=night.public_id, note="没有")
    with pytest.raises(Refused):
        booking.take_over(actor=leaves, shift_id=night.public_id)
    with pytest.raises(Conflict):
        booking.hand_over(actor=leaves, shift_id=night.public_id, note="再来一次")
    page = reverse("duty:book", args=[night.public_id])
    assert signed_in("qingxi").get(page).status_code == signed_in("dudao").get(page).status_code == 404
    settling_out = school.members["gao"]
    settling_out.closed_at = time.now()
    settling_out.save()
    assert signed_in("gao").get(page).status_code == 404, "the book is for who takes part in duty"


def test_the_time_that_is_typed_is_a_time_of_the_shift(school, night, at):
    at(400)  # past midnight
    actor = school.actor(name_of(school, night))
    entry = booking.write(actor=actor, shift_id=night.public_id, wrote=Wrote("巡查", at=dt.time(23, 10)))
    assert entry.at.astimezone(time.zone_of("Asia/Shanghai")).strftime("%d %H:%M") == night.on.strftime("%d 23:10")
    for wrong in (dt.time(12), dt.time(7)):
        with pytest.raises(BadInput):
            booking.write(actor=actor, shift_id=night.public_id, wrote=Wrote("巡查", at=wrong))


def test_a_time_of_day_on_a_night_shift():
    span = rules.span(dt.date(2026, 11, 28), dt.time(18), dt.time(7, 30), "Asia/Shanghai")
    day = {at: rules.moment_of(dt.time(at), span, "Asia/Shanghai") for at in (17, 23, 3, 12)}
    assert day[12] is None
    assert day[17] < span.begins_at < day[23] < day[3] < span.ends_at
