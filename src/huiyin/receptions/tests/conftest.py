"""The district and a case, as the casework room's own tests have them; and a reception day at the bureau."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from huiyin.cases.tests.conftest import Office, as_, county, days, forward, office
from huiyin.kernel import time
from huiyin.receptions.actions.days import Series, publish_days
from huiyin.receptions.models import ReceptionDay

__all__ = ["as_", "county", "days", "forward", "office"]


@pytest.fixture
def in_the_morning(office: Office, forward: Callable[[float], None]) -> None:
    """The next nine o'clock: a day that goes on long enough for what is done on it, whenever the tests run."""
    now = time.now().astimezone(time.zone_of("Asia/Shanghai"))
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    forward(((nine - now) % dt.timedelta(days=1)).total_seconds())


@pytest.fixture
def tomorrow(office: Office) -> ReceptionDay:
    """The deputy head receives, two places."""
    return days_of(office, "bureau/分管副局长", ahead=1)


def days_of(office: Office, post: str, *, ahead: int) -> ReceptionDay:
    """One day of a post of the bureau, so many days from now."""
    [day] = publish_days(
        actor=office.example.actors["liang"],
        series=Series(
            post=office.example.posts[post].public_id,
            first=time.today("Asia/Shanghai") + dt.timedelta(days=ahead),
            starts_at=dt.time(9),
            ends_at=dt.time(10),
            slot_minutes=30,
            place="县教育局一楼接待室",
        ),
    )
    return day
