"""What the machine can say of itself in numbers: for the operator's page and for a monitor alike. Sums alone: no case, no person."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from huiyin.confidential.rules import SUBJECT as SEALED
from huiyin.kernel.clocks.models import Clock, Status
from huiyin.kernel.ledger.models import Unsequenced
from huiyin.kernel.outbox import queries as outbox
from huiyin.kernel.outbox import standings
from huiyin.kernel.outbox.models import OPEN, GatewayStanding, Notice
from huiyin.support.actions.parts import SUPPORT

from . import queries
from .watching import telling
from .watching.looking import Found


@dataclass(frozen=True, slots=True)
class Figures:
    """As things stand at `at`. Moments are None where there is none; `found` is None where the watcher gives no sign."""

    at: datetime
    notices_waiting: int
    notices_given_up: int
    oldest_notice: datetime | None
    unsequenced: int
    clocks_running: int
    clocks_owed_late: int
    consequences_failing: int
    next_clock: datetime | None
    disk_free: int
    disk_size: int
    last_backup: datetime | None
    watched: datetime | None
    found: tuple[Found, ...] | None
    jobs: tuple[queries.JobState, ...]
    away: tuple[GatewayStanding, ...]

    @property
    def sign_of_life(self) -> datetime | None:
        """The newest sign of any job."""
        return max((job.at for job in self.jobs if job.at is not None), default=None)


def of_the_machine(now: datetime) -> Figures:
    """Half a dozen short questions."""
    waiting = outbox.waiting()
    clocks = _clocks()
    disk = shutil.disk_usage(settings.HUIYIN_HOME)
    installation, look = queries.installation(), telling.last()
    return Figures(
        at=now,
        notices_waiting=sum(waiting.get(state, 0) for state in OPEN),
        notices_given_up=waiting.get("dead", 0),
        oldest_notice=Notice.objects.filter(state__in=OPEN).aggregate(oldest=Min("owed_at"))["oldest"],
        unsequenced=Unsequenced.objects.count(),
        clocks_running=clocks["running"],
        clocks_owed_late=clocks["late"],
        consequences_failing=clocks["failing"],
        next_clock=_told().filter(wake_at__isnull=False).aggregate(next=Min("wake_at"))["next"],
        disk_free=disk.free,
        disk_size=disk.total,
        last_backup=installation.last_backup_at if installation else None,
        watched=look.at if look else None,
        found=look.found if look and look.is_fresh(now) else None,
        jobs=tuple(queries.job_states(now)),
        away=tuple(standings.left_alone()),
    )


def _clocks() -> dict[str, int]:
    counted: dict[str, int] = (
        _told()
        .filter(ended_at__isnull=True)
        .aggregate(
            running=Count("id", filter=Q(status=Status.RUNNING)),
            late=Count("id", filter=Q(missed_at__isnull=False)),
        )
    )
    failing = Clock.objects.filter(ended_at__isnull=True, failed_at__isnull=False)
    return {**counted, "failing": failing.count()}


def _told() -> QuerySet[Clock]:
    """Without those of sealed things: a number that grew by one would say that there is one. What fails is counted all the same."""
    return Clock.objects.exclude(subject_kind__in=(SEALED, SUPPORT))
