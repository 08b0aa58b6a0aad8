"""The sweep: wakes due clocks in batches, from any number of workers; and the recomputing after a calendar arrived."""

from __future__ import annotations

import datetime as dt
import logging
import time as stopwatch

from django.db import transaction
from django.db.models import QuerySet

from huiyin.kernel import ledger, reading, store, time, updating
from huiyin.kernel.calendars import tables
from huiyin.kernel.errors import described

from . import actions, recomputing, registry, rules
from .models import Clock

logger = logging.getLogger(__name__)

BATCH = 20  # clocks that one write looks at: about what it has time for
LONGEST_WRITE = 0.035  # seconds of work in one write, so that nobody waits for the sweep
ACTOR = "system:clocks"


def sweep_once(most: int = BATCH) -> int:
    """Wake `most` clocks whose moment has come, in one write. Answers how many were looked at; 0: none is due.

    A clock is taken by its row's lock (PostgreSQL, others skip it) or by the write lock (SQLite), and what it does and
    that it has done so are one transaction: once in effect, whoever dies when.
    """
    now = time.now()
    if not _due(now).exists():  # asked without a lock: most of the time nothing is due
        return 0
    began, done = stopwatch.monotonic(), 0
    with store.write():
        for clock in _due(now).order_by("wake_at").select_for_update(skip_locked=True)[:most]:
            _wake(clock, now)
            done += 1
            if stopwatch.monotonic() - began > LONGEST_WRITE:
                break
    return done


def sweep() -> int:
    """Every clock that is due now. Answers how many were looked at."""
    total, most = 0, BATCH
    while done := sweep_once(most):
        total, most = total + done, min(BATCH, done + 2)  # what one write has no time for need not be read
    return total


def recompute_once() -> int:
    """One batch of provisional clocks that were reckoned by an older calendar. Answers how many; 0: none is left.

    Usually `calendar load` has done it; this finishes what was broken off or started in the same moment, and follows a
    new edition of the library of other regions.
    """
    if not recomputing.stale().exists():
        return 0
    return recomputing.recompute_batch(recomputing.stale(), recomputing.newest_calendar()).looked_at


def look_again_once() -> int:
    """Consequences that failed at a moment still to come: the clock was set back since, and nobody waits so long. Answers how many.

    Each is looked at by the next sweep, which sets the moment after that by the clock as it goes now.
    """
    now = time.now()
    ahead = Clock.objects.filter(failed_at__gt=now)
    if not ahead.exists():
        return 0
    with store.write():
        return ahead.update(failed_at=now, wake_at=now)


def _due(now: dt.datetime) -> QuerySet[Clock]:
    return Clock.objects.filter(wake_at__lte=now)


def _wake(clock: Clock, now: dt.datetime) -> None:
    """Do what the moment asks for; a failure undoes this clock's part alone and is tried again."""
    act = _remind if rules.in_time(now, clock.due_at) else _miss
    failures = clock.failures
    try:
        with transaction.atomic():  # noqa: TID251  # a savepoint inside the sweep's write
            act(clock, now)
    except Exception as error:
        failure = described(error)
        logger.error("clock %s of %s: %s failed: %s", clock.name, clock.about, act.__name__.strip("_"), failure)
        actions.failed(clock.pk, failures=failures, due_at=clock.due_at, at=now, failure=failure)


def _miss(clock: Clock, now: dt.datetime) -> None:
    missed_from = rules.missed_from(clock.due_at)
    clock.missed_at, clock.woken_late_by = now, int((now - missed_from).total_seconds())
    clock.wake_at = None
    clock.failures, clock.failed_at, clock.last_failure = 0, None, ""
    updating.update(clock, "missed_at", "woken_late_by", "wake_at", "failures", "failed_at", "last_failure")
    registry.missed(clock, now)
    as_it_stands = reading.rows(Clock, pk=clock.pk)  # the consequence may have changed it by another instance
    ledger.record(verb="clocks.miss", actor=ACTOR, about=clock.about, at=now, commits=as_it_stands)


def _remind(clock: Clock, now: dt.datetime) -> None:
    """One reminder for all whose moments passed together. It states no fact, so the ledger has no entry of it."""
    calendar, _version = tables.snapshot(clock.region)
    moments = rules.reminder_moments(calendar, clock.reckoned, clock.reminder_list, clock.zone)
    come = any(clock.reminded_until < moment <= now for moment in moments)
    clock.reminded_until = now
    clock.wake_at = rules.next_wake(clock.due_at, moments, now)
    clock.failures, clock.failed_at, clock.last_failure = 0, None, ""
    clock.save(update_fields=("reminded_until", "wake_at", "failures", "failed_at", "last_failure"))
    if come:
        registry.remind(clock, now)
