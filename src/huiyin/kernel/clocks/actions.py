"""What is done to a clock: private parts of other rooms' actions, all inside `store.write()`.

Each returns the clock as it now stands, and the calling action must commit it with its own ledger entry
(`ledger.record(..., commits=(..., clock))`). A clock that is handed in is read again under its row's lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ParamSpec

from django.utils.translation import gettext as _

from huiyin.kernel import inserting, store
from huiyin.kernel.calendars import tables
from huiyin.kernel.errors import Conflict

from . import facts, rules
from .facts import Allowance, Extension, Length, Pause, Reminder, Term, Unit
from .models import OPEN, Clock, Status

Told = ParamSpec("Told")


def planned(
    *,
    subject_kind: str,
    subject_id: str,
    name: str,
    title: Mapping[str, str],
    owner: str,
    started_at: dt.datetime,
    length: int,
    unit: Unit,
    region: str,
    zone: str,
    roll: bool,
    start_fact: Mapping[str, str] | None = None,
    track: str = "",
    waits_on: str = "office",
    law: Mapping[str, str] | None = None,
    article: str = "",
    verified: str = "",
    own_rule: bool = False,
    consequence: Mapping[str, str] | None = None,
    ceiling: Length | None = None,
    terms: Iterable[Term] = (),
    reminders: Iterable[Reminder] = (),
) -> Clock:
    """A clock with its date, not kept yet: may be made ready outside of the write. Raises BadInput for a bad length.

    A reminder whose moment lies before the start is not given.
    """
    clock = Clock(
        subject_kind=subject_kind,
        subject_id=subject_id,
        track=track,
        name=name,
        title=dict(title),
        owner=owner,
        waits_on=waits_on,
        started_at=started_at,
        start_fact=dict(start_fact or {}),
        length=length,
        unit=unit,
        region=region,
        zone=zone,
        roll=roll,
        ceiling=[ceiling.length, ceiling.unit] if ceiling else None,
        terms=[facts.term_to_json(term) for term in terms],
        law=dict(law or {}),
        article=article,
        verified=verified,
        own_rule=own_rule,
        consequence=dict(consequence or {}),
        reminders=[[reminder.before, reminder.unit] for reminder in reminders],
        reminded_until=started_at,
    )
    reckon(clock)
    return clock


def keep(clocks: Sequence[Clock]) -> None:
    """Start those that were planned, all with one statement."""
    inserting.insert(clocks)


def _started(plan: Callable[Told, Clock]) -> Callable[Told, Clock]:
    def started(*args: Told.args, **kwargs: Told.kwargs) -> Clock:
        store.require_write()
        clock = plan(*args, **kwargs)
        keep([clock])
        return clock

    return started


start = _started(planned)  # a clock that starts at once; arguments as of `planned`


def pause(clock: Clock, *, at: dt.datetime, reason: str = "") -> Clock:
    """Let the clock stand still. One that stands still or is late already stays as it is: what is owed stays owed."""
    _open(clock)
    if clock.status == Status.PAUSED or clock.missed_at or not rules.in_time(at, clock.due_at):
        return clock
    clock.pauses = [*clock.pauses, facts.pause_to_json(Pause(at, None, reason))]
    clock.status, clock.wake_at = Status.PAUSED, None
    return _save(clock, "pauses", "status", "wake_at")


def resume(clock: Clock, *, at: dt.datetime) -> Clock:
    """Let it run on; the days at whose end it stood still are not counted. A running clock stays as it is."""
    _open(clock)
    if clock.status != Status.PAUSED:
        return clock
    _end_pause(clock, at)
    clock.status = Status.RUNNING
    reckon(clock)
    return _save(clock, "pauses", "status", *RECKONED)


def extend(clock: Clock, *, extension: Extension, allowance: Allowance | None, at: dt.datetime) -> Clock:
    """Give more time, within what the procedure allows. Raises `rules.CannotExtend` with the reason otherwise."""
    _lock(clock)
    rules.check_extension(
        facts=clock.facts, due_at=clock.due_at, is_open=clock.is_open, extension=extension, allowance=allowance, at=at
    )
    clock.extensions = [*clock.extensions, facts.extension_to_json(extension)]
    reckon(clock)
    return _save(clock, "extensions", *RECKONED)


def told_of_extension(clock: Clock, *, on: dt.date) -> Clock:
    """The person was told of the last extension; it shows in the derivation."""
    _open(clock)
    if not clock.extensions:
        raise Conflict(_("This time limit was not extended."))
    clock.extensions = [*clock.extensions[:-1], {**clock.extensions[-1], "told_on": on.isoformat()}]
    return _save(clock, "extensions")


def meet(clock: Clock, *, at: dt.datetime, because: str = "") -> Clock:
    """What was owed was done at `at`. `because` names the act.

    Done too late before the sweep came by, the miss is recorded here too: it counts and shows, but its consequence would
    ask for what has just been done, and is not called.
    """
    _open(clock)
    if clock.missed_at is None and clock.status == Status.RUNNING and not rules.in_time(at, clock.due_at):
        clock.missed_at = max(at, rules.missed_from(clock.due_at))
    clock.met_at = at
    return _end(clock, Status.MET, at, because)


def stop(clock: Clock, *, at: dt.datetime, because: str = "") -> Clock:
    """It has lost its object (the case was merged, withdrawn, passed on). A miss stays recorded."""
    _open(clock)
    return _end(clock, Status.STOPPED, at, because)


def hand_over(clock: Clock, *, owner: str) -> Clock:
    """Another post answers for it from now on."""
    _open(clock)
    clock.owner = owner
    return _save(clock, "owner")


RECKONED = ("due_on", "due_at", "provisional", "reckoning", "calendar_version", "wake_at")


def reckon(clock: Clock) -> None:
    """Set the date and what depends on it by the calendar as it stands; saves nothing."""
    calendar, version = tables.snapshot(clock.region)
    reckoning = rules.reckon(calendar, clock.facts)
    clock.due_on, clock.due_at, clock.provisional = reckoning.due_on, reckoning.due_at, reckoning.provisional
    clock.reckoning = facts.reckoning_to_json(reckoning)
    clock.calendar_version = version
    clock.wake_at = None
    if clock.status == Status.RUNNING and clock.missed_at is None:
        moments = rules.reminder_moments(calendar, reckoning, clock.reminder_list, clock.zone)
        clock.wake_at = rules.next_wake(reckoning.due_at, moments, clock.reminded_until)


def _end(clock: Clock, status: Status, at: dt.datetime, because: str) -> Clock:
    if clock.status == Status.PAUSED:
        _end_pause(clock, at)
    clock.status, clock.ended_at, clock.ended_because, clock.wake_at = status, at, because, None
    clock.failures, clock.failed_at, clock.last_failure = 0, None, ""
    return _save(
        clock,
        "status",
        "ended_at",
        "ended_because",
        "met_at",
        "missed_at",
        "pauses",
        "wake_at",
        "failures",
        "failed_at",
        "last_failure",
    )


def _end_pause(clock: Clock, at: dt.datetime) -> None:
    last = facts.pause_from_json(clock.pauses[-1])
    ended = Pause(last.since, max(at, last.since), last.reason)
    clock.pauses = [*clock.pauses[:-1], facts.pause_to_json(ended)]


def _open(clock: Clock) -> None:
    _lock(clock)
    if clock.status not in OPEN:
        raise Conflict(_("This time limit is closed."), _("Load the page again to see how it ended."))


def _lock(clock: Clock) -> None:
    """Read the row again under its lock: the sweep may have come by since it was read."""
    store.require_write()
    clock.refresh_from_db(from_queryset=Clock.objects.select_for_update())


def _save(clock: Clock, *fields: str) -> Clock:
    clock.save(update_fields=fields)
    return clock


def failed(clock_id: int, *, failures: int, due_at: dt.datetime, at: dt.datetime, failure: str) -> None:
    """A consequence failed again after `failures` failures: look later, but no later than the first moment too late."""
    store.require_write()
    retry, end = at + rules.retry_after(failures + 1), rules.missed_from(due_at)
    Clock.objects.filter(pk=clock_id).update(
        failures=min(failures + 1, 1000),
        failed_at=at,
        last_failure=failure[:200],
        wake_at=min(retry, end) if end > at else retry,
    )


def carry(clock: Clock, *, subject_id: str, track: str, owner: str) -> Clock:
    """The same time limit belongs to another subject from now on, whole: start, pauses, extensions, a miss. It only moves."""
    _open(clock)
    clock.subject_id, clock.track, clock.owner = subject_id, track, owner
    return _save(clock, "subject_id", "track", "owner")


def copied(clock: Clock, *, subject_id: str, track: str) -> Clock:
    """The same time limit for one more subject: what was promised to one of several holds when they go on alone."""
    store.require_write()
    fields = {field.attname: getattr(clock, field.attname) for field in clock._meta.concrete_fields}
    for own in ("id", "public_id"):
        del fields[own]
    twin = Clock(**{**fields, "subject_id": subject_id, "track": track})
    keep([twin])
    return twin
