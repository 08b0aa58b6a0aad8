"""The district and a case, as the casework room's own tests have them; and a reception day at the bureau."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.tests.conftest import Office, as_, county, days, forward, office
from huiyin.kernel import time
from huiyin.receptions.actions.days import Series, publish_days
from huiyin.receptions.models import ReceptionDay

__all__ = ["as_", "county", "days", "forward", "office"]


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
