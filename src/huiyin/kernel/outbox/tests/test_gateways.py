"""Gateways that fail: alarms find another way at once, what is away is left alone, and nobody's number is told to anybody."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import ledger, outbox, store, time, vault
from huiyin.kernel.ledger.models import Entry
from huiyin.kernel.outbox import breaker, jobs, leasing, rules, sending, standings
from huiyin.kernel.outbox.breaker import Standing
from huiyin.kernel.outbox.models import Attempt, Delivery, Notice, State
from huiyin.settings.gateways import WebGateway, gateways_from

from .test_outbox import AT, DAY, _templates, deliver_all, server, states
from .web_server import WebServer

__all__ = ["_templates", "server"]
pytestmark = pytest.mark.django_db

PHONE = "13800001111"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def web(settings):
    server = WebServer()
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway(server.url, token="t0ken", seconds=2)}
    settings.OUTBOX_ALARM_WAYS = ("sms", "email")
    yield server
    server.stop()


def person(phone: str = PHONE, email: str = "") -> str:
    with store.write():
        row = vault.seal(identity=vault.Identity(phone=phone, email=email), about="concern:abc", at=AT)
        row.proven = ["email", "sms", "voice"]
        row.save()
        ledger.record(verb="cases.submit", actor="petitioner", about="concern:abc", at=AT, commits=[row])
    return row.reference


def owe(to: str, key: str, *, channel: str = "sms", alarm: bool = False, at: dt.datetime = AT) -> None:
    words = {"language": "zh-hans", "number": key}
    with store.write():
        outbox.owe_many([outbox.Owed(to, "accepted", words, "case:abc", key, channel, alarm)], at=at)


def test_a_short_message_goes_with_its_key_and_the_secret_of_the_gateway(web):
    owe(person(), "N1")
    deliver_all()
    ((body, headers),) = web.taken
    assert (body["to"], body["subject"], body["alarm"]) == (PHONE, "N1 受理了", False)
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Idempotency-Key"] == body["key"] == Attempt.objects.get().key == Delivery.objects.get().message_id
    assert states() == {"N1": State.DELIVERED}
    assert ledger.verify().ok


def test_a_gateway_that_took_it_and_never_said_so_gets_it_again_under_the_same_key(web):
    owe(person(), "N1")
    web.answers[PHONE] = 0
    assert outbox.deliver_once(AT).outage
    web.answers.clear()
    deliver_all(AT + SECOND)
    one, again = [headers["Idempotency-Key"] for _body, headers in web.taken]
    assert one == again
    assert states() == {"N1": State.DELIVERED}


@pytest.mark.parametrize(("status", "failure", "dead"), [(400, "refused", True), (429, "later", False), (503, "unreachable", False), (401, "unreachable", False), (302, "unreachable", False)])  # fmt: skip
def test_what_a_gateway_answers_decides_what_is_done(web, status, failure, dead):
    owe(person(), "N1")
    web.answers[PHONE] = status
    outbox.deliver_once(AT)
    assert Attempt.objects.get().failure == failure
    assert states() == {"N1": State.DEAD if dead else State.OWED}


def test_an_alarm_goes_before_everything_that_waits_and_is_not_held_up_by_who_gets_it(web, server):
    busy = person("13800002222", "busy@example.cn")
    for number in range(12):
        owe(busy if number % 2 else person(f"1380000{number:04}"), f"N{number}")
    owe(busy, "A", alarm=True, at=AT)
    assert outbox.deliver_once(AT, batch=1).sent == 1
    assert web.taken[0][0]["subject"].startswith("A ")
    owe(busy, "B", alarm=True, at=AT)
    assert outbox.deliver_once(AT, alarms=False).sent == 7, "the other lane"
    assert outbox.deliver_once(AT, alarms=True).sent == 1


def test_an_alarm_tries_its_next_way_at_once_whatever_was_in_the_way_of_the_first(web, server):
    both, no_phone = person(PHONE, "a@example.cn"), person("", "b@example.cn")
    for status in (503, 400, 429):
        web.answers[PHONE] = status
        owe(both, f"A{status}", alarm=True)
        deliver_all()
    owe(no_phone, "B", alarm=True)
    deliver_all()
    assert [message["Subject"].split()[0] for _to, message in server.taken] == ["A503", "A400", "A429", "B"]
    assert set(states().values()) == {State.DELIVERED}
    assert len(set(Attempt.objects.filter(notice__key="A503").values_list("key", flat=True))) == 2, "a key a way"


def test_an_alarm_that_no_way_takes_is_tried_for_minutes_and_then_a_person_must_settle_it(web, server):
    web.answers[PHONE] = 429
    server.refusals["a@example.cn"] = "451 later"
    owe(person(PHONE, "a@example.cn"), "A", alarm=True)
    now = AT
    while not outbox.given_up() and now < AT + DAY:
        outbox.deliver_once(now)
        now = max(now, Notice.objects.get().next_attempt_at)
    assert outbox.given_up()
    assert now < AT + dt.timedelta(minutes=45)
    assert {one.channel for one in Attempt.objects.all()} == {"sms", "email"}


def test_a_gateway_that_is_away_is_left_alone_probed_and_gets_everything_once_it_is_back(web):
    for number in range(20):
        owe(person(f"138{number:08}"), f"N{number}")
    web.answers = {f"138{number:08}": 503 for number in range(20)}
    deliver_all()
    assert web.asked == breaker.TOLERATED
    assert [one.channel for one in outbox.left_alone()] == ["sms"]
    now = AT
    while now < AT + dt.timedelta(hours=3):
        before, now = web.asked, now + dt.timedelta(minutes=1)
        deliver_all(now)
        assert web.asked - before <= 1, "one, to see"
    assert web.asked < 45
    web.answers.clear()
    deliver_all(now + breaker.LONGEST_PAUSE)
    assert set(states().values()) == {State.DELIVERED}
    assert not outbox.left_alone()


def test_many_alarms_go_over_a_few_connections_and_are_written_down_together(server, settings):
    settings.OUTBOX_ALARM_WAYS = ("email",)
    people = [person(email=f"a{number}@example.cn") for number in range(250)]
    with store.write():
        owed = [outbox.Owed(one, "accepted", {"number": one}, "case:abc", one, "email", True) for one in people]
        outbox.owe_many(owed, at=AT)
    assert jobs.deliver_alarms() == 250
    assert sorted(to for to, _message in server.taken) == sorted(f"a{number}@example.cn" for number in range(250))
    assert set(states().values()) == {State.DELIVERED}
    assert server.sessions <= sending.CONNECTIONS * jobs.UNDER_WAY
    assert Entry.objects.filter(verb="outbox.deliver").count() == -(-250 // jobs.BATCH), "an entry a batch"
    assert ledger.verify().ok


def test_a_batch_is_found_without_looking_at_all_that_is_due(web):
    """However many have just been owed, and whatever the database thinks how many there are."""
    for number in range(40):
        owe(f"account:a{number}", f"N{number}", alarm=True)
    with CaptureQueriesContext(connection) as asked:
        assert len(leasing.lease(AT, 10, alarms=True)) == 10
    found = [one["sql"] for one in asked if " LIMIT 10" in one["sql"]]
    assert len(found) == 2, "what a worker left that died, and what is owed"
    settings = [one["sql"] for one in asked if "set_config" in one["sql"]]
    with store.write(), connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(setting)
        for question in found:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{question}")
            plan = str(cursor.fetchall())
            assert "outbox_due_in_order" in plan
            assert "Sort" not in plan
            assert "TEMP B-TREE" not in plan


def test_a_mail_server_that_takes_two_connections_gets_all_over_these(server):
    server.most = 2
    for number in range(60):
        owe(person(email=f"a{number}@example.cn"), f"N{number}", channel="email")
    assert outbox.deliver_once(AT).sent == 60
    assert not Attempt.objects.exclude(failure="").exists()
    assert not outbox.left_alone()


def test_a_gateway_that_is_away_is_asked_once_however_many_wait_for_it(web):
    for number in range(60):
        owe(person(f"138{number:08}"), f"N{number}")
        web.answers[f"138{number:08}"] = 503
    assert outbox.deliver_once(AT).outage
    assert web.asked == 1
    assert set(states().values()) == {State.OWED}


def test_who_waits_for_a_slow_gateway_keeps_what_is_leased(web):
    owe(person(), "N1")
    leased = leasing.lease(AT, 10)
    leasing.hold(leased)
    assert not leasing.lease(AT + rules.LEASE, 10), "held from now on, which is later"
    assert leasing.lease(time.now() + rules.LEASE, 10)


def test_alarms_do_not_wait_for_a_gateway_that_is_left_alone(web, server):
    web.answers = dict.fromkeys(("1", "2", "3"), 503)
    for number in ("1", "2", "3"):
        owe(person(number), number)
        deliver_all()
    asked = web.asked
    owe(person(PHONE, "a@example.cn"), "A", alarm=True)
    deliver_all()
    assert [to for to, _message in server.taken] == ["a@example.cn"]
    assert web.asked == asked


def test_two_workers_send_one_probe(web):
    with store.write():
        standings.keep("sms", Standing(3, AT - DAY, AT))
    assert [leasing._Door(at).barred for at in (AT, AT - SECOND)] == [set(), {"sms"}]
    with store.write():
        assert [standings.probe("sms", AT, AT + rules.LEASE) for _worker in range(2)] == [True, False]


def test_a_way_that_the_installation_does_not_have_is_given_up_at_once(web):
    owe(person(), "N1", channel="voice")
    deliver_all()
    assert states() == {"N1": State.DEAD}
    (notice,) = outbox.given_up()
    with store.write():
        outbox.retry(notice=notice, actor="post:p", at=AT, channel="sms")
    deliver_all()
    assert states() == {"N1": State.DELIVERED}


def test_no_table_of_the_queue_and_no_log_tells_a_number(web, caplog):
    caplog.set_level(logging.DEBUG)
    for status in (400, 503, 0, 200):
        web.answers[PHONE] = status
        owe(person(), f"N{status}")
        deliver_all()
    tables = [name for name in connection.introspection.table_names() if name.startswith(("outbox_", "ledger_"))]
    assert len(tables) > 6
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert PHONE not in repr(cursor.fetchall()), table
    assert PHONE not in caplog.text
    assert "t0ken" not in caplog.text


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_a_breaker_lets_some_through_again_however_often_it_failed(chances):
    standing, at = Standing(), AT
    for chance in chances:
        standing = breaker.failed(standing, at, chance)
        if standing.probe_at:
            assert dt.timedelta(0) < standing.probe_at - at <= breaker.LONGEST_PAUSE
            assert breaker.lets_through(standing, at) == 0
            at = standing.probe_at
        assert breaker.lets_through(standing, at) in (1, None)
    assert breaker.lets_through(breaker.answered(standing), at) is None


@pytest.mark.parametrize("text", ["[sms]\nurl='ftp://x/'", "[pager]\nurl='https://x/'", "[sms]\nurl='https://x/'\ntokn=''", "alarms=['sms']", "[sms", "[sms]\nurl='https://x/'\nseconds=99", "[sms]\nurl='https://x/a b'", "[sms]\nurl='https://x/'\ntoken='a\\u000Ab'".replace("'", '"')])  # fmt: skip
def test_a_file_of_gateways_that_cannot_be_meant_is_refused(tmp_path, text):
    path = tmp_path / "gateways.toml"
    path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"gateways\.toml"):
        gateways_from(path)


def test_without_a_file_mail_is_the_only_way_and_with_one_mail_comes_last(tmp_path):
    path = tmp_path / "gateways.toml"
    assert gateways_from(path).alarms == ("email",)
    path.write_text('[voice]\nurl = "https://a.example/"\n[sms]\nurl = "https://b.example/"\n')
    assert gateways_from(path).alarms == ("voice", "sms", "email")
