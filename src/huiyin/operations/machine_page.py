"""The operator's page: what a monitor reads as numbers, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.web import dates

from .figures import Figures
from .models import Backup

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTHING = gettext_lazy("none")


def rows(it: Figures) -> Iterator[tuple[str, StrOrPromise]]:
    """What it is, and how it stands."""
    yield _("The worker’s last sign of life"), _moment(it.sign_of_life)
    yield _("The watcher’s last look"), _moment(it.watched)
    yield _("Notices that wait to be sent"), str(it.notices_waiting)
    yield _("The oldest notice that is owed, since"), _moment(it.oldest_notice)
    yield _("Notices that were given up"), str(it.notices_given_up)
    yield _("Gateways that do not answer"), _(", ").join(one.get_channel_display() for one in it.away) or NOTHING
    yield _("Time limits that run"), str(it.clocks_running)
    yield _("Time limits that were missed and are still owed"), str(it.clocks_owed_late)
    yield _("The next time limit or reminder falls due"), _moment(it.next_clock)
    yield _("Consequences that failed and are tried again"), str(it.consequences_failing)
    yield _("Entries that wait for their place in the ledger’s tree"), str(it.unsequenced)
    size = {"free": it.disk_free / 1e9, "size": it.disk_size / 1e9}
    yield _("Room on the disk"), _("{free:.1f} GB free of {size:.1f} GB").format(**size)
    yield _("The last backup"), _moment(it.last_backup)


def jobs(it: Figures) -> Iterator[tuple[str, StrOrPromise, StrOrPromise]]:
    """Each job: its name, how it does, its last round."""
    for job in it.jobs:
        state = _("gives no sign") if job.silent else job.last_error if job.failing else _("well")
        yield job.name, state, _moment(job.at)


def pages() -> list[tuple[str, int, str]]:
    """Which pages were asked for how often, and how long they took; where a monitor is let in, for only then they are counted."""
    if not settings.METRICS:
        return []
    from . import metering  # loads a library that is not needed before

    return [(route, times, f"{seconds * 1000:.0f}") for route, times, seconds in metering.by_route()]


def nights(backups: Iterable[Backup]) -> Iterator[tuple[StrOrPromise, str, str]]:
    """Each backup of the last nights: when it was begun, how large it is, how it went."""
    for one in backups:
        size = filesizeformat(one.size) if one.size is not None else ""
        yield dates.moment_text(one.begun_at), size, _how(one)


def _how(one: Backup) -> str:
    if one.trouble:
        return _("failed: {why}").format(why=_(one.trouble))
    if one.ended_at is None:
        return _("is being made")
    tried = _("restored on trial, and verified") if one.proved_at else _("not tried")
    return _("{tried}; put away, newer ones stand for it").format(tried=tried) if one.removed_at else tried


def _moment(moment: datetime | None) -> StrOrPromise:
    return dates.moment_text(moment) if moment is not None else NOTHING
