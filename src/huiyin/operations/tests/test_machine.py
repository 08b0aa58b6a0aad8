"""The machine's figures: on a page for who runs it, and in Prometheus's format for whom the administrator lets in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.utils.translation import override
from prometheus_client.parser import text_string_to_metric_families

from huiyin.kernel import outbox, store, time
from huiyin.kernel.outbox.models import GatewayStanding
from huiyin.operations import actions
from huiyin.operations.backup import keeping, nightly
from huiyin.operations.doctor import owed
from huiyin.operations.models import Backup
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.organisations.models import Account
from huiyin.settings.metrics import metrics_access

from .test_watcher import begin

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-the-administrator"
MIDDLEWARE = ["huiyin.operations.metering.Counted", *settings.MIDDLEWARE]


def read(client: Client, **headers: str) -> dict[tuple[str, ...], float]:
    """(name, label values in the order of the labels' names) -> value."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels))): one.value
        for family in families
        for one in family.samples
    }


def set_up() -> Client:
    actions.set_up(actions.Beginning("X", "X", "school", "Y", "Z", (("chen", "陈"), ("lin", "林"))))
    Account.objects.update(must_change_password=False)
    client = Client()
    client.cookies["huiyin_language"] = "en"
    client.force_login(Account.objects.get(username="chen"))
    return client


def test_the_figures_are_the_same_for_people_and_for_a_monitor() -> None:
    client = set_up()
    begin("a")
    begin("b", length=2)
    with store.write():
        outbox.owe(to="account:x", template="t", context={}, about="test:a", key="a", at=time.now(), channel="email")
    page = client.get("/machine/").content.decode()
    assert "The worker does not run" in page
    shown = dict(re.findall(r'list__key">([^<]+)</dt><dd[^>]*>([^<]+)<', page))
    assert (shown["Notices that wait to be sent"], shown["Time limits that run"], shown["The last backup"]) == (
        *("1", "2", "none"),
    )
    with override_settings(METRICS="loopback"):
        told = read(Client())
    assert told[("huiyin_clocks", "running")] == 2
    assert told[("huiyin_notices", "waiting")] == 1
    assert 0 <= told[("huiyin_oldest_notice_seconds",)] < 60
    assert 3500 < told[("huiyin_next_clock_seconds",)] <= 3601
    assert told[("huiyin_disk_bytes", "size")] > told[("huiyin_disk_bytes", "free")] > 0
    assert told[("huiyin_job_well", "clocks.sweep")] == 0


def test_the_backups_of_the_nights_are_read_there() -> None:
    client = set_up()
    row = Backup.objects.create(begun_at=time.now(), file="1.age", ended_at=time.now(), size=2_000_000)
    Backup.objects.create(begun_at=time.now(), file="2.age", trouble=nightly.NO_ROOM)
    page = client.get("/machine/").content.decode()
    assert "failed: there is no room to try it" in page
    assert "not tried" in page
    keeping.proved(row, entries=10, at=time.now())
    assert "restored on trial, and verified" in client.get("/machine/").content.decode()


def test_pages_are_counted_by_the_name_of_their_route() -> None:
    client = set_up()
    with override_settings(METRICS="loopback", MIDDLEWARE=MIDDLEWARE):
        watched = Client()
        watched.cookies = client.cookies
        before = read(watched)
        for path in ("/account/", "/people/", "/", "/c/secret-code-of-somebody", "/support/", "/nowhere/7"):
            watched.get(path)
        text = watched.get("/metrics").content.decode()
        page = watched.get("/machine/").content.decode()
        after = read(watched)
    grown = {key[2]: after[key] - before.get(key, 0) for key in after if key[0] == "huiyin_requests_total"}
    assert grown["organisations:account"] == 1
    assert grown["organisations:people"] == 1
    assert '<span lang="en">organisations:people</span>' in page
    assert "organisations:people" not in client.get("/machine/").content.decode(), "nothing is counted unless asked for"
    assert "secret" not in text + page
    assert "support" not in text.replace("support.", "")


@pytest.mark.parametrize(
    ("access", "request_headers", "from_where", "status"),
    [
        pytest.param("", {}, "127.0.0.1", 404, id="off unless asked for"),
        pytest.param("loopback", {}, "127.0.0.1", 200, id="from the machine"),
        pytest.param("loopback", {}, "192.0.2.7", 404, id="from elsewhere"),
        pytest.param("loopback", {"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", 404, id="through a proxy"),
        pytest.param("loopback", {"host": "localhost"}, "192.0.2.7", 404, id="a host that is only said"),
        pytest.param(TOKEN, {}, "127.0.0.1", 404, id="no token"),
        pytest.param(TOKEN, {"authorization": f"Bearer {TOKEN}x"}, "192.0.2.7", 404, id="another token"),
        pytest.param(TOKEN, {"authorization": "Bearer 口令"}, "192.0.2.7", 404, id="letters that no header holds"),
        pytest.param(TOKEN, {"authorization": f"Bearer {TOKEN}"}, "192.0.2.7", 200, id="the token"),
    ],
)
def test_only_whom_the_administrator_lets_in(
    access: str, request_headers: dict[str, str], from_where: str, status: int
) -> None:
    with override_settings(METRICS=access):
        assert Client(REMOTE_ADDR=from_where).get("/metrics", headers=request_headers).status_code == status


def test_a_short_token_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        metrics_access("geheim")


def test_the_page_is_for_who_runs_the_machine(signed_in: Callable[[str], Client]) -> None:
    """Of the example the education office does; the county above it only uses it, and so do the schools."""
    built_once("district", build_example_district)
    seen = {name: signed_in(name).get("/machine/").status_code for name in ("admin", "school-admin", "he", "ducha")}
    assert seen == {"admin": 200, "school-admin": 404, "he": 404, "ducha": 404}
    assert "/machine/" in signed_in("admin").get("/account/").content.decode()
    assert "/machine/" not in signed_in("school-admin").get("/account/").content.decode()
    assert Client().get("/machine/").status_code == 302


def test_the_doctor_says_what_waits_since_when_and_what_falls_due_next() -> None:
    set_up()
    at = time.now()
    begin("a", length=2)
    with store.write():
        outbox.owe(to="account:x", template="t", context={}, about="test:a", key="a", at=at, channel="sms")
        GatewayStanding.objects.create(channel="sms", failures=5, open_since=at, probe_at=at)
    moment = f"{at:%Y-%m-%d %H:%M} UTC"
    with override("en"):
        now = {one.what: one.weight for one in owed.notices(at)}
        long_after = next(owed.notices(at + owed.LONG + dt.timedelta(seconds=1)))
        [limits] = owed.time_limits(at)
    assert now == {
        f"1 notice waits to be sent, owed since {moment}.": "good",
        f"Nothing goes out by short message: its gateway has not answered since {moment}.": "bad",
    }
    assert (long_after.weight, bool(long_after.remedy)) == ("note", True)
    assert limits.what.startswith("Running: 1; missed and still owed: 0. The next one")
