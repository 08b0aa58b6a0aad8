"""Time of the month: what people do, in order, and between two of their acts every moment at which the worker would do something."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from zoneinfo import ZoneInfo

from huiyin.duty import jobs as duty_jobs
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
FIRST = dt.date(2026, 9, 21)  # with Mid-Autumn, the National Day weeks and their adjusted days


def moment(day: dt.date, hours: float) -> dt.datetime:
    """A time of day of the office's zone; more than 24 hours is a day that follows."""
    return dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.UTC) + dt.timedelta(seconds=round(hours * 3600))


class Days:
    """`later` puts an act on the list, `run` does them all; `now` is the moment of the act that runs."""

    def __init__(self) -> None:
        self.now = moment(FIRST, 0)
        self._acts: list[tuple[dt.datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        self.acts = self.wakes = 0

    def later(self, at: dt.datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._acts, (max(at, self.now), next(self._numbers), act))

    def run(self, until: dt.datetime) -> None:
        while self._acts and self._acts[0][0] < until:
            at, _number, act = heapq.heappop(self._acts)
            self._worker_until(at)
            with self.at(at):
                act()
            self.acts += 1
            with self.at(at):
                self._work()
        self._worker_until(until)

    @contextmanager
    def at(self, at: dt.datetime) -> Iterator[None]:
        """It is this moment."""
        self.now = at
        with time.moved(at - time.now()):
            yield

    def _worker_until(self, at: dt.datetime) -> None:
        """The worker asks each second; here it is asked in each minute in which a clock wakes."""
        while (wake := self._next_wake()) is not None and wake <= at:
            whole = wake.replace(second=0, microsecond=0) + MINUTE
            with self.at(max(min(whole, at), self.now)):
                self._work()
            self.wakes += 1

    def _next_wake(self) -> dt.datetime | None:
        return Clock.objects.filter(wake_at__isnull=False).order_by("wake_at").values_list("wake_at", flat=True).first()

    def _work(self) -> None:
        duty_jobs.look_at_shifts(time.now())
        jobs.sweep()
        failing = clocks.queries.failing()
        assert not failing, f"what a clock does when it strikes failed: {failing[0]}"
