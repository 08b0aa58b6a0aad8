"""The outside dead-man's switch, against a real HTTP server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.operations.testing.outside import Outside
from huiyin.operations.watching import switch
from huiyin.settings.ping_url import ping_address


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


def test_it_is_told_well_or_not_and_nothing_else(outside: Outside) -> None:
    switch.tell(f"{outside.address}/ping/secret?create=1", well=True)
    switch.tell(f"{outside.address}/ping/secret/?create=1", well=False)
    assert outside.asked == ["GET /ping/secret?create=1", "GET /ping/secret/fail?create=1"]
    assert {name.lower() for name in outside.headers} <= {"host", "user-agent", "accept-encoding", "connection"}


@pytest.mark.parametrize("path", ["/elsewhere", "/broken"])
def test_an_answer_leads_nowhere_and_a_failure_names_no_secret(outside: Outside, path: str) -> None:
    """/elsewhere is redirected to /reached, /broken is an error 500."""
    with pytest.raises(switch.NotToldError) as raised:
        switch.tell(f"{outside.address}{path}", well=True)
    assert outside.asked == [f"GET {path}"]
    assert path not in str(raised.value)


def test_a_switch_that_is_not_there_names_no_secret(outside: Outside) -> None:
    outside.close()
    with pytest.raises(switch.NotToldError) as raised:
        switch.tell(f"{outside.address}/secret", well=True)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.cn/x", "example.cn/x", "http:///x", "https://a:b@example.cn/"]
)
def test_only_web_addresses_are_taken(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        ping_address("HUIYIN_PING_WORKER", address)
