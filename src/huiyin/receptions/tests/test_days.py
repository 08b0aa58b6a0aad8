"""Reception days: published, booked without an account, moved with a reason, queued without names."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Exclusion
from huiyin.cases.tests.barring import owed_by
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import machine
from huiyin.organisations.actions import people as staff
from huiyin.organisations.handover import open_work
from huiyin.organisations.models import Account
from huiyin.receptions.actions import booking, receiving
from huiyin.receptions.actions import days as calendar
from huiyin.receptions.actions.booking import SlotTaken, Wish
from huiyin.receptions.models import Booking, Reception
from huiyin.receptions.queries import days as queries
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def series(office, post="bureau/分管副局长", *, ahead=1, minutes=30):
    return calendar.Series(
        post=office.example.posts[post].public_id, first=time.today("Asia/Shanghai") + dt.timedelta(days=ahead),
        starts_at=dt.time(0, 5), ends_at=dt.time(23, 35), slot_minutes=minutes, place="一楼接待室",
    )  # fmt: skip


def test_anybody_books_without_an_account_and_the_code_opens_the_booking(office, tomorrow):
    client = Client()
    page = client.get(reverse("receptions:public-days")).content.decode()
    assert "分管副局长" in page
    assert "宋雅琴" not in page, "by post, never by name"
    address = reverse("receptions:book", args=[tomorrow.public_id])
    assert client.post(address, {"slot": "1", "matter": "工龄", "needs": ["interpreter"]}).status_code == 302
    mine = client.get(reverse("receptions:booking")).content.decode()
    code = re.search(r'class="hy-code">([^<]+)<', mine).group(1)
    elsewhere = Client()
    assert elsewhere.post(reverse("receptions:booking"), {"do": "find", "code": code}).status_code == 302
    assert "一楼接待室" in elsewhere.get(reverse("receptions:booking")).content.decode()
    row = Booking.objects.get()
    assert (row.slot, row.matter, row.needs) == (1, "工龄", ["interpreter"])
    elsewhere.post(reverse("receptions:booking"), {"do": "cancel"})
    assert (
        "您自己取消" in elsewhere.get(reverse("receptions:booking")).content.decode()
        or Booking.objects.get().status == "cancelled"
    )
    assert ledger.verify().ok


def test_of_two_who_take_the_last_place_one_is_told_and_has_the_next_free_one(office, tomorrow):
    booking.book(day_id=tomorrow.public_id, wish=Wish(0))
    with pytest.raises(SlotTaken) as told:
        booking.book(day_id=tomorrow.public_id, wish=Wish(0))
    assert told.value.free.slots == (1,)
    booking.book(day_id=tomorrow.public_id, wish=Wish(1))
    [later] = calendar.publish_days(actor=office.example.actors["liang"], series=series(office, ahead=3))
    with pytest.raises(SlotTaken) as told:
        booking.book(day_id=tomorrow.public_id, wish=Wish(1))
    assert told.value.free.day == later


def test_a_day_that_is_called_off_moves_who_has_booked_and_says_why(office, tomorrow):
    receipt = office.raised()
    _row, code = booking.book(day_id=tomorrow.public_id, wish=Wish(0, concern=receipt.concern))
    [other] = calendar.publish_days(actor=office.example.actors["liang"], series=series(office, "bureau/局长", ahead=2))
    calendar.cancel_day(
        actor=office.example.actors["he"], public_id=tomorrow.public_id, version=0, reason="省里开会", instead=other.public_id
    )  # fmt: skip
    found = booking.find(code)
    assert (found.day, found.slot, found.reason, found.moved_by_office) == (other, 0, "省里开会", True)
    case = office.fresh(receipt)
    assert case.events.filter(verb="receptions.move-booking", public=True, note="省里开会").exists()
    with pytest.raises(Conflict):
        booking.book(day_id=tomorrow.public_id, wish=Wish(1))
    assert ledger.verify().ok


def test_a_leader_who_must_not_know_of_the_case_does_not_get_it_and_nobody_says_why(office, tomorrow):
    receipt = office.raised()
    case = office.fresh(receipt)
    song = office.example.posts["bureau/分管副局长"]
    Exclusion.objects.create(case=case, post=song)
    [other] = calendar.publish_days(actor=office.example.actors["liang"], series=series(office, "bureau/局长", ahead=2))
    with pytest.raises(SlotTaken) as told:
        booking.book(day_id=tomorrow.public_id, wish=Wish(0, concern=receipt.concern))
    assert told.value.free.day == other
    booking.book(day_id=other.public_id, wish=Wish(0, concern=receipt.concern))
    _day, lines = queries.lines(office.example.actors["song"], other.public_id)
    assert lines == ()


def test_the_queue_takes_who_has_booked_and_who_has_not_and_shows_numbers_alone(office, in_the_morning):
    desk = office.example.actors["liang"]
    [day] = calendar.publish_days(actor=desk, series=series(office, ahead=0, minutes=60))
    booking.walk_in(actor=desk, day_id=day.public_id, matter="工资")
    slot = queries.choices(day.organisation, None, time.now())[0].slot
    row, _code = booking.book(day_id=day.public_id, wish=Wish(slot, matter="入学"))
    booking.check_in(actor=desk, public_id=row.public_id, version=0)
    booking.walk_in(actor=desk, day_id=day.public_id)
    first = booking.call_next(actor=desk, day_id=day.public_id)
    assert first.subject == "工资", "the booked time has not come yet"
    queue = queries.queue(day.public_id)
    assert (queue.called, queue.waiting) == (1, (2, 3))
    page = Client().get(reverse("receptions:queue", args=[day.public_id])).content.decode()
    assert "工资" not in page
    assert "入学" not in page
    for _number in range(2):
        booking.call_next(actor=desk, day_id=day.public_id)
    with pytest.raises(Conflict):
        booking.call_next(actor=desk, day_id=day.public_id)
    assert Reception.objects.count() == 3


def test_only_the_own_office_arranges_its_days(office, tomorrow):
    for who in ("jiang", "song", "zheng", "admin"):
        with pytest.raises(Refused):
            calendar.cancel_day(
                actor=office.example.actors[who], public_id=tomorrow.public_id, version=0, reason="不想"
            )


def test_when_nobody_holds_the_post_any_more_another_leader_receives_and_everybody_keeps_their_place(office, tomorrow):
    receipt = office.raised()
    office.assigned(receipt)
    booking.book(day_id=tomorrow.public_id, wish=booking.Wish(slot=0, concern=receipt.concern))
    post = tomorrow.post
    assert [(str(one.kind), one.number) for one in open_work(post.reference)] == [
        ("接访日", 1), ("其中已预约的时段", 1)
    ]  # fmt: skip
    staff.deactivate_account(actor=machine("people"), account=Account.objects.get(username="song").public_id)
    tomorrow.refresh_from_db()
    assert (tomorrow.post, tomorrow.status) == (office.example.posts["bureau/局长"], "published")
    assert Booking.objects.get().status == "booked"
    assert open_work(post.reference) == []
    assert ledger.verify().ok


def test_a_wish_that_waits_for_a_post_that_nobody_holds_waits_for_its_superior(office):
    receipt = office.raised()
    office.assigned(receipt)
    receiving.ask_reception(concern=receipt.concern, kind="visit", words="想当面说")
    post = office.example.posts["bureau/基教股股长"]
    assert ("待安排的接访", 1) in [(str(one.kind), one.number) for one in open_work(post.reference)]
    staff.deactivate_account(actor=machine("people"), account=Account.objects.get(username="jiang").public_id)
    assert "reception:offer" in owed_by(office, "song")
    assert "reception:offer" not in owed_by(office, "jiang")


def test_numbers_of_a_day_that_is_still_to_come_are_neither_given_nor_called(office, tomorrow):
    desk = office.example.actors["liang"]
    row, _code = booking.book(day_id=tomorrow.public_id, wish=Wish(slot=0))
    for number in (
        lambda: booking.check_in(actor=desk, public_id=row.public_id, version=row.version),
        lambda: booking.walk_in(actor=desk, day_id=tomorrow.public_id),
        lambda: booking.call_next(actor=desk, day_id=tomorrow.public_id),
    ):
        with pytest.raises(Conflict, match="这一天还没有到"):
            number()
    page = signed_in("liang").post(reverse("receptions:desk", args=[tomorrow.public_id]), {"do": "next"})
    assert page.status_code == 409
    assert "这一天还没有到" in page.content.decode()
