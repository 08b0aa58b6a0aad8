"""A school behind one address, and somebody there who floods: everybody gets in, within the wait that they are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string

from huiyin.cases.models import Concern, Draft
from huiyin.kernel import time
from huiyin.kernel.limits.tests.test_limits import solve
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import Example, build_example_district

from .test_public_raise import code_on, go, pages

SCHOOL = "203.0.113.7"


@pytest.fixture
def district(db) -> Example:
    return built_once("district", build_example_district)


@pytest.fixture
def forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves time forward, from the start of a window of ten minutes."""
    file = tmp_path / "clock"
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(file))
    offset = 600 - time.now().timestamp() % 600
    file.write_text(str(offset))

    def move(seconds: float) -> None:
        nonlocal offset
        offset += seconds
        file.write_text(str(offset))

    return move


def somebody(address: str = SCHOOL) -> Client:
    """A browser that has opened the page: by its cookie it is told from the others there."""
    client = Client(REMOTE_ADDR=address)
    client.cookies["huiyin_csrf"] = get_random_string(32)
    return client


def begin(client: Client | None = None, **more: str) -> tuple[Client, int, str]:
    client = client or somebody()
    answer = client.post("/raise/about", {"staff": "no", **more})
    return client, answer.status_code, answer.content.decode()


def field(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def flooded(settings, times: int = 60) -> None:
    """Somebody at the school has begun all that a network may, and goes on."""
    settings.PUBLIC_FORMS_PER_HOUR = 60
    for _number in range(times):
        begin()


def test_four_hundred_pupils_behind_one_address_get_in_within_minutes(district, forward):
    for number in range(400):
        client, status, _page = begin()
        assert status == 302, number
        forward(0.5)
    assert Draft.objects.count() == 400
    go(client, pages(district))
    assert code_on(client)


def test_who_floods_makes_a_line_and_nobody_is_turned_away(district, forward, settings):
    flooded(settings)
    assert Draft.objects.count() == 10
    person, status, page = begin()
    assert status == 429
    waits = int(re.search(r'data-seconds="(\d+)"', page)[1])
    assert 10 <= waits <= 600
    place = field(page, "line_place")
    for _number in range(100):
        begin()
    _client, status, early = begin(person, line_place=place)
    assert status == 429
    assert field(early, "line_place") == place, "too early keeps the place"
    again = re.search(r'http-equiv="refresh" content="\d+; url=([^"]+)"', page)[1].replace("&amp;", "&")
    assert field(person.get(again).content.decode(), "line_place") == place, "the page that looks again by itself"
    forward(waits)
    turn = person.get(again).content.decode()
    _client, status, _page = begin(
        person, staff=field(turn, "staff"), line_place=field(turn, "line_place"), line_answer=""
    )
    assert status == 302, "whatever others did meanwhile"
    go(person, pages(district))
    assert code_on(person)
    assert Concern.objects.count() == 1
    _other, status, _page = begin(line_place=place)
    assert status == 429, "a place counts once"


def test_the_longest_wait_holds_however_many_come(district, forward, settings):
    flooded(settings, 1400)
    _client, status, page = begin()
    assert status == 429
    assert int(re.search(r'data-seconds="(\d+)"', page)[1]) == 600
    assert begin(somebody("198.51.100.9"))[1] == 302, "elsewhere nobody notices"


def test_with_script_the_sum_goes_through_at_once_and_once(district, forward, settings):
    flooded(settings)
    person, _status, page = begin()
    nonce, bits, parts = (re.search(rf'data-{name}="([^"]+)"', page)[1] for name in ("puzzle", "bits", "parts"))
    shown = {"line_place": field(page, "line_place"), "line_answer": solve(nonce, int(bits), int(parts))}
    assert begin(person, **shown)[1] == 302
    assert begin(**shown)[1] == 429, "nobody else goes through with it"


def test_a_right_code_gets_in_while_somebody_tries_thousands(district, forward, monkeypatch):
    from huiyin.cases.views import public_parts

    person = Client(REMOTE_ADDR=SCHOOL)
    go(person, pages(district))
    code = code_on(person)
    monkeypatch.setattr(public_parts, "TRIES_OF_AN_ADDRESS", (5, 600.0))
    for _number in range(10):
        Client(REMOTE_ADDR=SCHOOL).post("/s", {"code": "7KQ4M2XD9RTB"})
    answer = Client(REMOTE_ADDR=SCHOOL).post("/s", {"code": code})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    waits = int(re.search(r'data-seconds="(\d+)"', page)[1])
    assert waits <= 60
    forward(waits)
    answer = Client(REMOTE_ADDR=SCHOOL).post(
        "/s", {"code": field(page, "code"), "line_place": field(page, "line_place"), "line_answer": ""}
    )
    assert answer.headers["Location"] == "/status/"


def test_behind_a_proxy_everybody_is_somebody_else(district, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.PUBLIC_FORMS_PER_HOUR = 6

    def come(address: str) -> int:
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address)
        return client.post("/raise/about", {"staff": "no"}).status_code

    assert [come("203.0.113.7"), come("203.0.113.8"), come("198.51.100.1")] == [302, 429, 302]


def test_what_is_counted_tells_nobody_who_came(district, forward, settings):
    flooded(settings, 20)
    with connection.cursor() as cursor:
        for table in ("limits_count", "limits_backoff"):
            cursor.execute(f"SELECT * FROM {table}")
            assert SCHOOL.rpartition(".")[0] not in str(cursor.fetchall())


def test_handing_in_asks_nothing_of_it(district, settings):
    """The way of the last page is as it was: no statement about limits or lines."""
    client = Client(REMOTE_ADDR=SCHOOL)
    go(client, pages(district), upto="reach")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.post("/raise/check", {"true": "on"}).status_code == 302
    assert not [one["sql"] for one in asked if "limits_" in one["sql"]]
