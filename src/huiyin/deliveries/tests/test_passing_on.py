"""Staff hear of news where they chose to, not in their quiet hours, once for all that is new, and never what it is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.tests.conftest import Office, as_, office
from huiyin.kernel import ids, outbox, store, time
from huiyin.kernel.outbox import passing_on, rules
from huiyin.organisations.models import Account

from .test_undelivered import server

__all__ = ["as_", "office", "server"]
pytestmark = pytest.mark.django_db

ACCOUNT = "organisations:account"
MAIL = "jiang@school.example"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = dt.datetime(2026, 11, 30, 23, 30, tzinfo=SHANGHAI).astimezone(dt.UTC)
MORNING = dt.datetime(2026, 12, 1, 7, 0, tzinfo=SHANGHAI).astimezone(dt.UTC)


@pytest.fixture
def choose(as_):
    """What somebody sends from the page of their own account."""

    def send(**chosen: object):
        form = as_("jiang").get(reverse(ACCOUNT)).context["form"]
        kept = {"version": form["version"].value(), "language": "zh-hans", "email": MAIL}
        return as_("jiang").post(reverse(ACCOUNT), {**kept, **chosen})

    return send


def news(office: Office, *, alarm: bool = False) -> None:
    """Something new about a case, for whoever holds the post; an alarm for the account itself."""
    account = Account.objects.get(username="jiang")
    to, channel = (
        (account.reference, "email") if alarm else (office.example.posts[office.handler_post].reference, "in-app")
    )
    words = {"language": "zh-hans", "case": "机密", "title": {"zh-hans": "机密"}}
    with store.write():
        owed = outbox.Owed(to, "cases/staff", words, "case:abc", ids.public_id(), channel, alarm)
        outbox.owe_many([owed], at=time.now())


def at(moment: dt.datetime, server) -> list[str]:
    """The worker at that moment; answers what came by mail since the beginning."""
    passing_on.pass_on(moment)
    while outbox.deliver_once(moment).taken:
        pass
    return [message["Subject"] for _to, message in server.taken]


def test_one_mail_says_that_there_is_news_and_not_what(office, choose, server):
    assert choose(told_by=["email"]).status_code == 302
    for _number in range(3):
        news(office)
    now = time.now()
    assert at(now, server) == ["回音里有您的新通知"]
    ((to, message),) = server.taken
    assert to == MAIL
    assert "机密" not in message.as_string() + message.get_content()
    assert len(at(now + dt.timedelta(hours=1), server)) == 1, "nothing more is new"
    news(office)
    assert len(at(now + dt.timedelta(hours=2), server)) == 2


def test_who_chose_nothing_or_has_read_it_hears_nothing(office, choose, server, as_):
    news(office)
    assert at(time.now(), server) == []
    choose(told_by=["email"], quiet_from="22:00", quiet_until="07:00")
    news(office)
    assert at(NIGHT, server) == []
    mine = [office.example.posts[office.handler_post].reference]
    with store.write():
        unread = [one.public_id for one in outbox.inbox(mine, language="en")]
        outbox.mark_read(to=mine, public_ids=unread, at=NIGHT)
    assert at(MORNING, server) == []


def test_quiet_hours_wait_for_the_morning_and_an_alarm_does_not(office, choose, server):
    choose(told_by=["email"], quiet_from="22:00", quiet_until="07:00")
    news(office)
    assert at(NIGHT, server) == []
    news(office, alarm=True)
    assert len(at(NIGHT, server)) == 1
    assert at(MORNING - dt.timedelta(minutes=1), server)[1:] == []
    assert at(MORNING, server)[1:] == ["回音里有您的新通知"]


def test_what_cannot_be_is_said_at_its_place_and_nothing_is_lost(office, choose):
    assert choose(told_by=["email"], email="").status_code == 422
    assert choose(told_by=["sms"]).status_code == 422, "no gateway is named"
    assert choose(quiet_from="22:00").status_code == 422
    page = choose(told_by=["email"], quiet_from="22:00").content.decode()
    assert 'value="22:00"' in page
    assert Account.objects.get(username="jiang").told_by == []


def test_a_mail_that_bounces_is_with_its_own_reader_alone(office, choose, server, as_):
    choose(told_by=["email"])
    server.refusals[MAIL] = "550 no"
    news(office)
    at(time.now(), server)
    page = reverse("deliveries:notice", args=[outbox.given_up()[0].public_id])
    assert page in as_("jiang").get("/undelivered/").content.decode()
    for other in ("admin", "he", "liang"):
        assert as_(other).get(page).status_code == 404, other


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)), st.times(), st.times()
)
def test_quiet_hours_end_within_a_day_and_not_in_other_quiet_hours(now, start, end):
    moment = rules.after_quiet(now, start, end, "Asia/Shanghai")
    assert now <= moment <= now + dt.timedelta(days=1)
    assert rules.after_quiet(moment, start, end, "Asia/Shanghai") == moment
