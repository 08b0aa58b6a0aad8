"""What the installation can say about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.kernel import reading, statements, store
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.models import Organisation, Post

from .jobs import JOBS
from .models import Backup, Heartbeat, Installation

SILENT_AFTER = timedelta(seconds=90)
FAILING_AFTER = 3  # in a row
NIGHTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class JobState:
    """How one job does. `silent` = it gave no sign when it should have; `failing` = again and again."""

    name: str
    at: datetime | None
    silent: bool
    failing: bool
    last_error: str


def job_states(now: datetime) -> list[JobState]:
    """Every job of the list, those that never ran too."""
    beats = {beat.job: beat for beat in Heartbeat.objects.all()}
    return [_state(job.name, job.every, beats.get(job.name), now) for job in JOBS]


def _state(name: str, every: float, beat: Heartbeat | None, now: datetime) -> JobState:
    if beat is None:
        return JobState(name, None, silent=True, failing=False, last_error="")
    patience = SILENT_AFTER + timedelta(seconds=every)
    return JobState(
        name,
        beat.at,
        silent=now - beat.at > patience or beat.at > now + SILENT_AFTER,
        failing=beat.failures >= FAILING_AFTER,
        last_error=beat.last_error,
    )


_SIGNS = f"SELECT 1 FROM {Heartbeat._meta.db_table} WHERE at BETWEEN %s AND %s LIMIT 1"  # noqa: S608  # asked for each page of staff


def worker_is_alive(now: datetime) -> bool:
    """Whether some job gave a sign lately. Without a worker nothing is sent and no missed date is noticed.

    A sign from the future is none: the clock was set back since, and a worker that lives gives a new one at once.
    """
    lately = [store.database().ops.adapt_datetimefield_value(at) for at in (now - SILENT_AFTER, now + SILENT_AFTER)]
    return bool(statements.run(_SIGNS, lately))


def runs_the_machine(actor: Actor | None) -> bool:
    """An administrator above whom no office has one: whose machine it is. Offices above may use it without running it."""
    if actor is None or not may(actor, "view_machine"):
        return False
    above = [int(key) for key in actor.organisation_path.strip("/").split("/")][:-1]
    posts = Post.objects.filter(unit__organisation_id__in=above, closed_at=None) if above else ()
    return not any(ADMINISTRATOR in post.roles for post in posts)


def installation() -> Installation | None:
    """The installation's row; None while nothing is set up."""
    return reading.first(Installation, id=1)


def was_interrupted() -> bool:
    """Whether making the example, or setting up, ended half-way: there is an office, and nothing says what for."""
    return installation() is None and Organisation.objects.exists()


def last_backup() -> Backup | None:
    """The last one that was begun."""
    return Backup.objects.first()


def backups() -> list[Backup]:
    """Those of the last nights, the newest first."""
    return list(Backup.objects.all()[:NIGHTS_SHOWN])
