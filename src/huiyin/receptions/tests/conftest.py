"""The district and a case, as the casework room's own tests have them; and a reception day at the bureau."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.tests.conftest import Office, days, forward, office
from huiyin.kernel import time
from huiyin.receptions.actions.days import Series, publish_days
from huiyin.receptions.models import ReceptionDay

__all__ = ["days", "forward", "office"]


@pytest.fixture
def tomorrow(office: Office) -> ReceptionDay:
    """The deputy head receives, two places."""
    [day] = publish_days(
        actor=office.example.actors["liang"],
        series=Series(
            post=office.example.posts["bureau/分管副局长"].public_id,
            first=time.today("Asia/Shanghai") + dt.timedelta(days=1),
            starts_at=dt.time(9),
            ends_at=dt.time(10),
            slot_minutes=30,
            place="县教育局一楼接待室",
        ),
    )
    return day
