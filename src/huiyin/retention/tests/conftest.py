"""A bureau with cases that ended long ago, and what the worker does with them."""

from __future__ import annotations

import pytest

from huiyin.archive.tests.conftest import office  # noqa: F401  # the fixture itself
from huiyin.cases.tests.conftest import Office, as_  # noqa: F401  # the fixture itself
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs as clocks
from huiyin.organisations.actions import two_hands
from huiyin.organisations.tests.conftest import forward  # noqa: F401  # the fixture itself
from huiyin.prevention.tests.conftest import school  # noqa: F401  # the fixture itself
from huiyin.retention import jobs
from huiyin.retention.actions import registering, scheduling
from huiyin.retention.models import Item, Register, Schedule

RULE = "本单位自定"


def night() -> None:
    """The worker, until it finds nothing more."""
    while clocks.sweep_once():
        pass
    for _round in range(10):
        if not jobs.look(time.now()):
            break
    while jobs.destroy(time.now()):
        pass


def scheduled(office: Office, kind: str = "claim", years: int | None = 1, **more: bool) -> Schedule:  # noqa: F811
    head = office.example.actors["he"]
    return scheduling.set_schedule(actor=head, kind=kind, years=years, authority=RULE, **more)


def by_two(office: Office, register: Register) -> None:  # noqa: F811
    asked = registering.ask_destruction(
        actor=office.example.actors["tang"], register_id=register.public_id, reason="保管期限已满"
    )
    two_hands.confirm(actor=office.example.actors["he"], public_id=asked.public_id)


@pytest.fixture
def later(forward):  # noqa: F811
    """Time passes, and each month the worker looks."""

    def pass_(days: int) -> None:
        forward(days * 86400)

    return pass_


def states() -> list[str]:
    return list(Item.objects.order_by("id").values_list("state", flat=True))
