"""The one clock. Nothing else in Huiyin asks the system what time it is."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

_moved: ContextVar[dt.timedelta] = ContextVar("moved", default=dt.timedelta(0))


def now() -> dt.datetime:
    """The present moment, aware, in UTC.

    Under settings ``test`` alone the file named by ``HUIYIN_TEST_CLOCK`` holds seconds to add, so that a test can
    fast-forward every process of a running installation by writing one number.
    """
    moment = dt.datetime.now(dt.UTC)  # noqa: TID251  # the one place
    if getattr(settings, "MOCKED_TIME_ALLOWED", False):
        moment += _moved.get() + _test_offset()
    return moment


def today(zone: str) -> dt.date:
    """The calendar day that it is now in `zone`."""
    return now().astimezone(zone_of(zone)).date()


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name (`Asia/Shanghai`)."""
    return ZoneInfo(name)


@contextmanager
def moved(by: dt.timedelta) -> Iterator[None]:
    """For building the example (settings `example`) and tests alone: what happens inside happened at another time."""
    if not getattr(settings, "MOCKED_TIME_ALLOWED", False):
        raise RuntimeError("time is moved under the settings `example` and `test` alone")
    token = _moved.set(by)
    try:
        yield
    finally:
        _moved.reset(token)


def _test_offset() -> dt.timedelta:
    path = os.environ.get("HUIYIN_TEST_CLOCK", "")
    if not path:
        return dt.timedelta(0)
    try:
        return dt.timedelta(seconds=float(Path(path).read_text() or 0))
    except FileNotFoundError:
        return dt.timedelta(0)
