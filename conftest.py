"""What every test needs."""

from __future__ import annotations

import gc
import os
import zlib
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    """Tests that commit for real have their database emptied afterwards, which the ledger's triggers refuse: lift them just for that."""
    from django.test import TransactionTestCase
    from hypothesis import settings

    from huiyin.operations.testing.emptying import empty_quickly

    settings.register_profile("huiyin", deadline=None)  # a busy machine is no failure of a property
    settings.load_profile("huiyin")
    empty_quickly(TransactionTestCase)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """Each test begins in the default language, whatever the one before had switched on."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the database, by mark or by a fixture that asks for it: that part runs on PostgreSQL too.

    What takes longest goes first, with processes of its own or through the whole house: else one process ends the run alone with it.
    """
    for item in items:
        asks = set(getattr(item, "fixturenames", ())) & {"db", "transactional_db", "live_server"}
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")
    items.sort(key=_how_short)
    second = config.getoption("--second-database")
    if second:
        left_out = [item for item in items if not _goes_on_a_second_database(item)]
        items[:] = [item for item in items if _goes_on_a_second_database(item)]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What has been loaded stays: looking through a million things for garbage, again and again, is a twentieth of the run."""
    if session.config.getoption("--make-ready"):
        from huiyin.operations.testing.migrated_once import make_ready

        make_ready(session.config)
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # as the server does


def _how_short(item: pytest.Item) -> int:
    if item.get_closest_marker("whole") or item.get_closest_marker("browser"):
        return 0
    return 1 if item.nodeid.startswith("tests/") else 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="every test of the kernel and of the whole house, and of the rooms' every other one (HUIYIN_WHOLE=1: all)",
    )
    parser.addoption(
        "--make-ready",
        action="store_true",
        help="with --collect-only: keep what the processes of a run would each have to wait for",
    )


def _goes_on_a_second_database(item: pytest.Item) -> bool:
    """What the database itself decides is in the kernel; a room's tests are drawn, the same ones each time."""
    if os.environ.get("HUIYIN_WHOLE") or not item.nodeid.startswith("src/") or "/kernel/" in item.nodeid:
        return True
    return zlib.crc32(item.nodeid.encode()) % 2 == 0


pytest_plugins = [
    "huiyin.operations.testing.migrated_once",
    "huiyin.operations.testing.fixtures",
    "huiyin.web.testing.browser",
]
