"""What every test needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    """Tests that commit for real have their database emptied afterwards, which the ledger's triggers refuse: lift them just for that.

    Django's flush ends with `post_migrate`, which puts the triggers back before the next test.
    """
    from django.test import TransactionTestCase
    from hypothesis import settings

    from huiyin.kernel.ledger.flushing import lift_before_flush

    settings.register_profile("huiyin", deadline=None)  # a busy machine is no failure of a property
    settings.load_profile("huiyin")
    lift_before_flush(TransactionTestCase)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """Each test begins in the default language, whatever the one before had switched on."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, by mark or by a fixture that asks for it: that part runs on PostgreSQL too."""
    for item in items:
        asks = set(getattr(item, "fixturenames", ())) & {"db", "transactional_db", "live_server"}
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")


pytest_plugins = [
    "huiyin.operations.testing.migrated_once",
    "huiyin.operations.testing.fixtures",
    "huiyin.web.testing.browser",
]
