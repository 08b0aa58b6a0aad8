"""The one clock. Nothing else in Huiyin asks the system what time it is."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings


def now() -> dt.datetime:
    """The present moment, aware, in UTC.

    Under settings ``test`` alone the file named by ``HUIYIN_TEST_CLOCK`` holds seconds to add, so that a test can
    fast-forward every process of a running installation by writing one number.
    """
    moment = dt.datetime.now(dt.UTC)  # noqa: TID251  # the one place
    if getattr(settings, "MOCKED_TIME_ALLOWED", False):
        moment += _test_offset()
    return moment


def today(zone: str) -> dt.date:
    """The calendar day that it is now in `zone`."""
    return now().astimezone(zone_of(zone)).date()


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name (`Asia/Shanghai`)."""
    return ZoneInfo(name)


def _test_offset() -> dt.timedelta:
    path = os.environ.get("HUIYIN_TEST_CLOCK", "")
    if not path:
        return dt.timedelta(0)
    try:
        return dt.timedelta(seconds=float(Path(path).read_text() or 0))
    except FileNotFoundError:
        return dt.timedelta(0)
