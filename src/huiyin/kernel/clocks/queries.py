"""Every read of clocks. Whose clocks an asker may see is decided by the room that owns the subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from huiyin.kernel import time

from . import rules
from .explaining import Derivation, derivation, is_late, late_days
from .facts import Words
from .models import Clock, Status


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as lists show it. `late`: owed beyond its day, or met too late. `late_days` as in the derivation."""

    public_id: str
    subject_kind: str
    subject_id: str
    track: str
    name: str
    title: Words
    owner: str
    waits_on: str
    status: str
    due_on: dt.date
    due_at: dt.datetime
    provisional: bool
    missed_at: dt.datetime | None
    met_at: dt.datetime | None
    late: bool
    late_days: int
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Failing:
    """A consequence that failed `failures` times in a row and is tried again at `next_try`."""

    public_id: str
    about: str
    name: str
    failures: int
    failure: str
    next_try: dt.datetime | None


def open_rows(
    subject_kind: str, subject_id: str, *, track: str | None = None, names: Collection[str] | None = None
) -> list[Clock]:
    """Running and paused clocks of a subject, for actions that meet, stop or pause them; the earliest due first."""
    found = Clock.objects.filter(subject_kind=subject_kind, subject_id=subject_id, ended_at__isnull=True)
    if track is not None:
        found = found.filter(track=track)
    if names is not None:
        found = found.filter(name__in=names)
    return list(found.order_by("due_at", "id"))


def of_subject(subject_kind: str, subject_id: str, *, only_open: bool = False) -> tuple[ClockView, ...]:
    """Every clock of a subject, the open ones first, then by due date."""
    return of_subjects(subject_kind, (subject_id,), only_open=only_open).get(subject_id, ())


def of_subjects(
    subject_kind: str, subject_ids: Iterable[str], *, only_open: bool = True
) -> dict[str, tuple[ClockView, ...]]:
    """The same for a page of subjects, in one query."""
    found = of_kinds((subject_kind,), subject_ids, only_open=only_open)
    return {subject_id: views for (_kind, subject_id), views in found.items()}


def of_kinds(
    subject_kinds: Collection[str], subject_ids: Iterable[str], *, only_open: bool = True
) -> dict[tuple[str, str], tuple[ClockView, ...]]:
    """The same where several things have one name (a case, and who leads it): by kind and name, in one query."""
    found = Clock.objects.filter(subject_kind__in=tuple(subject_kinds), subject_id__in=tuple(subject_ids))
    if only_open:
        found = found.filter(ended_at__isnull=True)
    grouped: dict[tuple[str, str], list[ClockView]] = {}
    now = time.now()
    for clock in sorted(found, key=lambda clock: (not clock.is_open, clock.due_at, clock.pk)):
        grouped.setdefault((clock.subject_kind, clock.subject_id), []).append(view(clock, now))
    return {subject: tuple(views) for subject, views in grouped.items()}


def late(owners: Iterable[str], *, subject_kinds: Collection[str], limit: int = 50) -> tuple[ClockView, ...]:
    """What these posts owe of a room's own things beyond its day, the latest first."""
    now = time.now()
    found = _owed(owners).filter(subject_kind__in=tuple(subject_kinds), due_at__lt=now.replace(microsecond=0))
    return _views(found.order_by("due_at", "id")[:limit], now)


def due_by(
    owners: Iterable[str], until: dt.datetime, *, subject_kinds: Collection[str], limit: int = 50
) -> tuple[ClockView, ...]:
    """What these posts owe of a room's own things from now until `until`, the next one first."""
    now = time.now()
    found = _owed(owners).filter(
        subject_kind__in=tuple(subject_kinds), due_at__gte=now.replace(microsecond=0), due_at__lte=until
    )
    return _views(found.order_by("due_at", "id")[:limit], now)


def owed_by(
    owner: str, until: dt.datetime, *, subject_kinds: Collection[str], limit: int = 100
) -> tuple[ClockView, ...]:
    """What this post owes of a room's own things until then, late ones among them, the earliest first."""
    found = _owed((owner,)).filter(subject_kind__in=tuple(subject_kinds), due_at__lte=until)
    return _views(found.order_by("due_at", "id")[:limit], time.now())


def owed_until(
    owners: Iterable[str], last: dt.date, *, subject_kinds: Collection[str], limit: int
) -> tuple[ClockView, ...]:
    """What these posts owe of such things by the end of a day, late ones among them, the earliest first."""
    found = _owed(owners).filter(subject_kind__in=tuple(subject_kinds), due_on__lte=last)
    return _views(found.order_by("due_at", "id")[:limit], time.now())


def rows_owed_by(owner: str, *, subject_kinds: Collection[str]) -> list[Clock]:
    """Rows of what this post owes of a room's own things, the earliest first: to be handed on when it falls empty."""
    found = Clock.objects.filter(owner=owner, ended_at=None, subject_kind__in=tuple(subject_kinds))
    return list(found.order_by("due_at", "id"))


def missed_indeed() -> Q:
    """For counts: missed, and not done in time after all. What was done by its day and came into the machine later (it was
    off, it came on paper) is no mark of the office, whenever the sweep came by."""
    return Q(missed_at__isnull=False) & ~_done_in_time()


def done_in_time() -> Q:
    """For counts: done by its last moment, however late that was written down."""
    return Q(met_at__isnull=False) & (Q(missed_at__isnull=True) | _done_in_time())


def failing(*, limit: int = 50) -> tuple[Failing, ...]:
    """Consequences that do not work, for `doctor` and the day list of whoever runs the machine."""
    found = Clock.objects.filter(failed_at__isnull=False).order_by("-failures", "id")[:limit]
    return tuple(
        Failing(clock.public_id, clock.about, clock.name, clock.failures, clock.last_failure, clock.wake_at)
        for clock in found
    )


def oldest_unswept() -> dt.datetime | None:
    """The moment that the sweep should have looked at and has not; None when it keeps up."""
    return Clock.objects.filter(wake_at__lt=time.now()).order_by("wake_at").values_list("wake_at", flat=True).first()


def view(clock: Clock, now: dt.datetime) -> ClockView:
    """The read model of one row."""
    return ClockView(
        public_id=clock.public_id,
        subject_kind=clock.subject_kind,
        subject_id=clock.subject_id,
        track=clock.track,
        name=clock.name,
        title=clock.title,
        owner=clock.owner,
        waits_on=clock.waits_on,
        status=clock.status,
        due_on=clock.due_on,
        due_at=clock.due_at,
        provisional=clock.provisional and clock.is_open,
        missed_at=clock.missed_at,
        met_at=clock.met_at,
        late=is_late(clock, now),
        late_days=late_days(clock, now),
        derivation=derivation(clock, now),
    )


def _done_in_time() -> Q:
    return Q(met_at__lt=F("due_at") + rules.ONE_SECOND)


def _owed(owners: Iterable[str]) -> QuerySet[Clock]:
    return Clock.objects.filter(owner__in=tuple(owners), ended_at__isnull=True, status=Status.RUNNING)


def _views(clocks: Iterable[Clock], now: dt.datetime) -> tuple[ClockView, ...]:
    return tuple(view(clock, now) for clock in clocks)
