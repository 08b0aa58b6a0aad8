"""What should have happened by now and has not: questions to the database, in SQL of its own, that read sums alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huiyin.operations.jobs import JOBS, Job

PATIENCE = dt.timedelta(minutes=2)  # for the sweep, which comes by each second
FOR_NOTICES = dt.timedelta(minutes=5)  # so many may become due at once
FOR_SIGNS = dt.timedelta(seconds=90)  # for the worker's signs of life
A_DAY = dt.timedelta(days=1)
FOR_BACKUPS = dt.timedelta(hours=36)  # a night, and half a day for a large one
WORKER = "worker"

_CONSEQUENCES = """
    SELECT count(*), min(due_at) FROM clocks_clock
    WHERE ended_at IS NULL AND status = 'running' AND missed_at IS NULL AND due_at < %s"""
_REMINDERS = """
    SELECT count(*), min(wake_at) FROM clocks_clock
    WHERE ended_at IS NULL AND status = 'running' AND missed_at IS NULL AND wake_at < %s AND due_at >= %s"""
# A consequence that failed is tried again later than its moment: it is late, and counted above, but it is watched; unless it
# failed at a moment still to come, because the clock was set back since.
_UNWATCHED = """
    SELECT count(*), min(due_at) FROM clocks_clock
    WHERE ended_at IS NULL AND status = 'running' AND missed_at IS NULL
    AND (failed_at > %s OR failed_at IS NULL AND (wake_at IS NULL OR {too_late}))"""
_TOO_LATE = {
    "sqlite": "julianday(wake_at) > julianday(due_at) + 2 / 86400.0",
    "postgresql": "wake_at > due_at + interval '2 seconds'",
}
# `+ 0` as in `outbox.leasing`. What waits behind an earlier notice to the same recipient is not due yet, nor what waits for a gateway that is left alone
# until a next look that is not late itself. No pause is as long as a day.
_NOTICES = """
    SELECT count(*), min(next_attempt_at) FROM outbox_notice AS late
    WHERE state IN ('owed', 'leased') AND (next_attempt_at < %s OR next_attempt_at > %s) AND NOT EXISTS (
        SELECT 1 FROM outbox_notice AS earlier
        WHERE earlier."to" = late."to" AND earlier.alarm = late.alarm
        AND earlier.state IN ('owed', 'leased') AND earlier.id + 0 < late.id)
    AND NOT EXISTS (
        SELECT 1 FROM outbox_gatewaystanding AS away
        WHERE away.channel = late.channel AND away.open_since IS NOT NULL
        AND away.probe_at > %s AND away.probe_at < %s)"""
# An alarm is to go out by whatever way is open: what holds it up is no excuse.
_ALARMS = """
    SELECT count(*), min(owed_at) FROM outbox_notice
    WHERE state IN ('owed', 'leased') AND alarm AND owed_at < %s"""
# Asked of the call-outs themselves, not of their clocks: one that lost its clock would wait for ever.
_CALLOUTS = "SELECT count(*), min(next_at) FROM callouts_callout WHERE status = 'running' AND next_at < %s"
_BACKUPS = """
    SELECT set_up_at, (SELECT max(ended_at) FROM operations_backup WHERE trouble = '')
    FROM operations_installation WHERE NOT example_data"""
_SIGNS = "SELECT job, at FROM operations_heartbeat"


@dataclass(frozen=True, slots=True)
class Found:
    """`what`: consequences, reminders, unwatched, alarms, callouts, notices, backup, worker or jobs. `since` when the oldest; `names` of jobs."""

    what: str
    number: int
    since: dt.datetime
    names: tuple[str, ...] = ()


def look(now: dt.datetime, *, watching_since: dt.datetime) -> list[Found]:
    """Everything that should have happened by `now`. Empty: all has."""
    late, untried, ahead = _asked(now - PATIENCE), _asked(now - FOR_NOTICES), _asked(now + A_DAY)
    found = [
        *_summed("consequences", _CONSEQUENCES, late),
        *_summed("reminders", _REMINDERS, late, late),
        *_summed("unwatched", _UNWATCHED.format(too_late=_TOO_LATE[connection.vendor]), _asked(now + PATIENCE)),
        *_summed("alarms", _ALARMS, late),
        *_summed("callouts", _CALLOUTS, late),
        *_summed("notices", _NOTICES, untried, ahead, untried, ahead),
    ]
    return [*found, *_without_backup(now), *silent(dict(_rows(_SIGNS)), now, watching_since)]


def _without_backup(now: dt.datetime) -> Iterator[Found]:
    """A real installation of which no whole one was made for longer than a night. Example data needs none."""
    for set_up_at, made_at in _rows(_BACKUPS):
        last = _moment(made_at or set_up_at)
        if now - last > FOR_BACKUPS:
            yield Found("backup", 1, last)


def silent(signs: Mapping[str, Any], now: dt.datetime, watching_since: dt.datetime) -> Iterator[Found]:
    """The worker as a whole, else those of its jobs that stand still.

    Who began to watch a moment ago waits first: both may just have been started. A sign from the future is none, for the
    clock was set back since.
    """
    told = {name: moment for name, at in signs.items() if (moment := _moment(at)) <= now + FOR_SIGNS}
    latest = max(told.values(), default=watching_since)
    if now - max(latest, watching_since) > FOR_SIGNS:
        yield Found(WORKER, 1, latest)
        return
    last = {job: max(told.get(job.name, watching_since), watching_since) for job in JOBS}
    late = {job.name: since for job, since in last.items() if _late(job, since, now)}
    if late:
        yield Found("jobs", len(late), min(late.values()), tuple(late))


def _late(job: Job, since: dt.datetime, now: dt.datetime) -> bool:
    return now - since > FOR_SIGNS + dt.timedelta(seconds=job.every)


def _summed(what: str, question: str, *values: Any) -> Iterator[Found]:
    [(number, since)] = _rows(question, *values)
    if number:
        yield Found(what, number, _moment(since))


def _rows(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _asked(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _moment(stored: Any) -> dt.datetime:
    """SQLite keeps moments in UTC without saying so, and gives sums of them as text."""
    moment: dt.datetime = dt.datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
