"""Clocks under fault: consequences happen once, and what came late by the machine is no mark of the office.

Several workers on one clock: `kernel.clocks.tests`, `test_each_consequence_once_from_several_workers`.
"""

from __future__ import annotations

import datetime as dt
import threading
import time as machine
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import translation

from huiyin.kernel import clocks, ledger, time
from huiyin.kernel.calendars import actions as calendar_actions
from huiyin.kernel.clocks import jobs, queries, registry, words
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.tests.test_clocks import ZONE, act, at, begin, clock_file, notice  # noqa: F401  # fixtures among them
from huiyin.operations.jobs import JOBS
from huiyin.operations.worker import Runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def struck() -> Iterator[Counter[tuple[str, str]]]:
    """A room that counts what its clocks called for."""
    found: Counter[tuple[str, str]] = Counter()
    registry.on_miss("test", lambda clock, moment: found.update([("miss", clock.subject_id)]))
    registry.on_remind("test", lambda clock, moment: found.update([("remind", clock.subject_id)]))
    registry.on_move("test", lambda clock, old, moment: found.update([("move", clock.subject_id)]))
    yield found
    for known in (registry._on_miss, registry._on_remind, registry._on_move):
        known.pop("test")


def told(subject_id: str) -> str:
    [view] = queries.of_subject("test", subject_id)
    with translation.override("en"):
        return " ".join(line for row in words.rows(view.derivation, day=str, moment=str) for line in row.lines)


def test_a_worker_that_slept_for_a_week(at: Any, struck: Counter[tuple[str, str]]) -> None:  # noqa: F811
    """Two clocks, one done in time on paper meanwhile: each consequence once, and the delay is the machine's."""
    at(2026, 10, 9, 12)
    begin("late", reminders=(clocks.Reminder(3),))
    done = begin("done")
    at(2026, 12, 7, 12)
    jobs.sweep()
    at(2026, 12, 15, 12)
    assert jobs.sweep() == 2
    assert jobs.sweep() == 0
    assert struck == Counter({("remind", "late"): 1, ("miss", "late"): 1, ("miss", "done"): 1})
    assert "6 calendar days too late" in told("late")
    assert "by the machine, not by the office" in told("late")
    act(clocks.meet, done, at=dt.datetime(2026, 12, 8, 17, tzinfo=ZONE))
    [view] = queries.of_subject("test", "done")
    assert (view.late, view.late_days) == (False, 0)
    assert ledger.verify().ok


def test_a_sweep_that_came_by_in_time_says_nothing_of_itself(at: Any) -> None:  # noqa: F811
    at(2026, 10, 9, 12)
    begin("late")
    at(2026, 12, 9, 0, 0, 4)
    jobs.sweep()
    assert "too late" not in told("late")


def test_a_clock_that_jumps_a_year_ahead_and_back(at: Any, struck: Counter[tuple[str, str]]) -> None:  # noqa: F811
    at(2026, 10, 9, 12)
    clock = begin("ahead")
    at(2027, 10, 9, 12)
    jobs.sweep()
    at(2026, 10, 9, 13)
    assert jobs.sweep() == 0
    begin("next-day", length=1)
    at(2026, 10, 11, 0, 0, 1)
    assert jobs.sweep() == 1
    act(clocks.meet, clock, at=at(2026, 12, 8, 9))
    at(2026, 12, 9, 9)
    assert jobs.sweep() == 0
    assert struck == Counter({("miss", "ahead"): 1, ("miss", "next-day"): 1})
    [view] = queries.of_subject("test", "ahead")
    assert not view.late, "done by the day that it was owed on"


def test_a_consequence_that_failed_while_the_clock_was_ahead_is_not_put_off_for_a_year(
    at: Any,  # noqa: F811
    struck: Counter[tuple[str, str]],
) -> None:
    broken = [True]

    def fail(clock: Clock, moment: dt.datetime) -> None:
        if broken[0]:
            raise RuntimeError
        struck.update(["done"])

    at(2026, 10, 9, 12)
    begin("x", subject_kind="failing")
    registry.on_miss("failing", fail)
    try:
        at(2027, 10, 9, 12)
        jobs.sweep()
        broken[0] = False
        at(2026, 12, 8, 12)  # set right again, on its last day
        assert jobs.look_again_once() == 1
        assert jobs.look_again_once() == 0
        assert jobs.sweep() == 1
        assert not struck
        at(2026, 12, 9, 0, 0, 1)
        assert jobs.sweep() == 1
        assert struck == Counter({"done": 1})
    finally:
        registry._on_miss.pop("failing")


def test_a_clock_set_back_by_a_day_repeats_nothing(at: Any, struck: Counter[tuple[str, str]]) -> None:  # noqa: F811
    at(2026, 10, 9, 12)
    begin("x", reminders=(clocks.Reminder(1),))
    for moment in (
        (2026, 12, 7, 9),
        (2026, 12, 6, 9),
        (2026, 12, 7, 9),
        (2026, 12, 9, 1),
        (2026, 12, 8, 1),
        (2026, 12, 9, 1),
    ):
        at(*moment)
        jobs.sweep()
    assert struck == Counter({("remind", "x"): 1, ("miss", "x"): 1})
    assert ledger.verify().ok


def test_the_time_zone_of_the_machine_moves_no_date(
    at: Any,  # noqa: F811
    struck: Counter[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(2026, 10, 9, 12)
    clock = begin("x")
    try:
        for zone in ("Pacific/Kiritimati", "America/Adak"):
            monkeypatch.setenv("TZ", zone)
            machine.tzset()
            at(2026, 12, 8, 23, 59, 58)
            assert jobs.sweep() == 0
        at(2026, 12, 9, 0, 0, 1)
        assert jobs.sweep() == 1
    finally:
        monkeypatch.undo()
        machine.tzset()
    clock.refresh_from_db()
    assert clock.due_at == dt.datetime(2026, 12, 8, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert struck == Counter({("miss", "x"): 1})


def test_a_holiday_table_that_comes_after_the_date_takes_the_miss_back(
    at: Any,  # noqa: F811
    struck: Counter[tuple[str, str]],
) -> None:
    """90 days end on 7 January 2027; on the 8th it turns out that the 7th and 8th were rest days, and the 11th counts."""
    at(2026, 10, 9, 12)
    taken_back, still_missed = begin("back", length=90), begin("still", length=80, unit="days")
    at(2027, 1, 8, 10)
    jobs.sweep()
    assert struck == Counter({("miss", "back"): 1, ("miss", "still"): 1})
    calendar_actions.load_year(notice=notice("2027-01-01", "2027-01-07", "2027-01-08"), actor="system:test")
    assert jobs.recompute_once() == 0
    for clock in (taken_back, still_missed):
        clock.refresh_from_db()
    assert (taken_back.due_on, taken_back.missed_at) == (dt.date(2027, 1, 11), None)
    assert still_missed.missed_at is not None
    assert struck[("move", "back")] == 1
    [view] = queries.of_subject("test", "back")
    assert not view.late
    assert "until the holidays of the year were published" in told("back")
    at(2027, 1, 12, 0, 0, 1)
    jobs.sweep()
    assert struck[("miss", "back")] == 2, "once for each date that it had"
    assert ledger.verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_in_the_middle_and_comes_back(at: Any, struck: Counter[tuple[str, str]]) -> None:  # noqa: F811
    """The connection breaks inside the sweep's write: nothing of it is kept, and the next round does it once."""
    gone = [True]

    def cut(clock: Clock, moment: dt.datetime) -> None:
        if gone[0]:
            gone[0] = False
            connection.connection.close()
            Clock.objects.count()

    at(2026, 10, 9, 12)
    begin("first")
    cut_off = begin("cut", subject_kind="cut", started_at=dt.datetime(2026, 10, 9, 11, tzinfo=ZONE))
    registry.on_miss("cut", cut)
    try:
        at(2026, 12, 9, 9)
        worker = Runner(next(job for job in JOBS if job.name == "clocks.sweep"), threading.Event())
        worker._once()
        assert worker.failures == 1
        assert Clock.objects.filter(missed_at__isnull=False).count() == 0
        worker._once()
        assert worker.failures == 0
    finally:
        registry._on_miss.pop("cut")
    cut_off.refresh_from_db()
    assert cut_off.missed_at is not None
    assert struck == Counter({("miss", "first"): 2}), (
        "what came before the cut was done, undone with it, and done again"
    )
    assert ledger.Entry.objects.filter(verb="clocks.miss").count() == 2
    assert ledger.verify().ok
    assert time.now() > cut_off.missed_at
