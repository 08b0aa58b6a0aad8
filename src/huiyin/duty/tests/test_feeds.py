"""Somebody's calendar reads their shifts under a secret address: their own alone, no names, until it is ended."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from huiyin.duty.actions import feeding, seating
from huiyin.duty.models import Feed, Seat
from huiyin.kernel import ledger, time
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import appoint, end_appointment
from huiyin.organisations.models import Account, Appointment, Post

PAGE = reverse("duty:feed")


def made(client: Client) -> str:
    return re.search(r"http://testserver(/duty/feed/\w+\.ics)", text_of(client.post(PAGE, {"do": "make"})))[1]


def events(address: str) -> list:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_reads_the_shifts_of_its_owner_and_of_nobody_else(school, signed_in):
    school.published()
    gao = signed_in("gao")
    assert PAGE in text_of(gao.get(reverse("duty:mine")))
    address = made(gao)
    own = Seat.objects.filter(member=school.members["gao"], left_at=None).order_by("shift__begins_at")
    found = events(address)
    assert [(one["DTSTART"].dt, one["DTEND"].dt) for one in found] == [
        (one.shift.begins_at, one.shift.ends_at) for one in own
    ]
    content = Client().get(address).content.decode()
    for member in school.members.values():
        assert member.name not in content
        assert member.title not in content
    led = events(made(signed_in("fang")))
    assert {str(one["SUMMARY"]) for one in led} <= {"夜班（带班）", "休息日班（带班）"}
    assert ledger.verify().ok


def test_a_seat_that_is_taken_away_is_gone_from_the_calendar(school, signed_in):

    roster = school.published()
    address = made(signed_in("gao"))
    before = len(events(address))
    seat = Seat.objects.filter(
        member=school.members["gao"], left_at=None, shift__on__gt=roster.first_day + dt.timedelta(days=2)
    ).first()
    shift = seat.shift
    seating.unseat(actor=school.actor("zheng"), shift_id=shift.public_id, version=shift.version, seat_id=seat.public_id)
    assert len(events(address)) == before - 1


def test_the_address_is_told_once_and_ends_with_the_next_one_or_when_it_is_ended(school, signed_in):
    gao = signed_in("gao")
    first = made(gao)
    assert first not in text_of(gao.get(PAGE))
    assert not Feed.objects.filter(digest__in=[first, first.split("/")[-1][:-4]]).exists(), "a digest alone is kept"
    second = made(gao)
    assert Client().get(first).status_code == 404
    assert events(second) == []
    assert gao.post(PAGE, {"do": "end"}).url == PAGE
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("duty:calendar", args=["a" * 32])).status_code == 404
    assert gao.post(PAGE, {"do": "something"}).status_code == 404


def test_who_has_left_the_house_has_no_calendar_any_more(school):
    secret = feeding.make(actor=school.actor("shen"))
    address = reverse("duty:calendar", args=[secret])
    assert Client().get(address).status_code == 200
    for held in Appointment.objects.filter(account__username="shen", ended_at=None):
        end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    assert Client().get(address).status_code == 404


def test_what_falls_due_is_read_under_the_same_secret_and_of_cases_nothing(school, signed_in):
    school.published()
    address = made(signed_in("zheng")).removesuffix(".ics")
    office, mine = events(f"{address}/office.ics"), events(f"{address}/mine.ics")
    assert any("值班表" in str(one["SUMMARY"]) for one in office)
    assert {str(one["UID"]) for one in mine} <= {str(one["UID"]) for one in office}
    assert len({str(one["UID"]) for one in office}) == len(office)
    assert all(str(one["URL"]).startswith("http://testserver/") and "/cases/" not in str(one["URL"]) for one in office)
    assert Client().get(f"{address}/county.ics").status_code == 404
    made(signed_in("zheng"))
    assert Client().get(f"{address}/office.ics").status_code == 404, "a new address ends all of the one before"


def test_who_holds_two_posts_reads_what_falls_due_at_both_each_once(school, signed_in):
    school.published()
    owed = {str(one["UID"]) for one in events(made(signed_in("fang")).replace(".ics", "/mine.ics"))}
    assert owed, "the roster's publisher owes the next one"
    gao = Account.objects.get(username="gao")
    address = made(signed_in("gao")).removesuffix(".ics")
    assert not owed & {str(one["UID"]) for one in events(f"{address}/mine.ics")}
    post = Post.objects.get(pk=school.actor("fang").post_id)
    appoint(
        actor=school.actor("school-admin"), account=gao.public_id, post=post.public_id, from_on=time.today("Asia/Shanghai"), deputy=True
    )  # fmt: skip
    assert owed <= {str(one["UID"]) for one in events(f"{address}/mine.ics")}
    office = [str(one["UID"]) for one in events(f"{address}/office.ics")]
    assert len(office) == len(set(office))
