"""One look at the database for all who follow: what is new in which incident, drawn once for each kind of reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import close_old_connections
from django.db.models import Max

from huiyin.incidents.models import Incident, LogEntry

from .lines import Line, Reader, after


@dataclass(frozen=True, slots=True)
class Wanted:
    """The earliest line that somebody has, and the readers for whom lines are drawn."""

    after: int
    readers: frozenset[Reader]


@dataclass(frozen=True, slots=True)
class New:
    """New lines of one incident, for each reader."""

    incident: Incident
    lines: Mapping[Reader, list[Line]]


def look(wanted: Mapping[int, Wanted]) -> dict[int, New]:
    """One small question where nothing is new. Positions have no gap and are given under a lock, so none can appear later below another."""
    last = (
        LogEntry.objects.filter(incident__in=wanted).order_by().values_list("incident").annotate(last=Max("position"))
    )
    changed = [incident for incident, position in last if position > wanted[incident].after]
    if not changed:
        return {}
    rows = Incident.objects.select_related("organisation").filter(pk__in=changed)
    return {incident.pk: _drawn(incident, wanted[incident.pk]) for incident in rows}


def look_from_thread(wanted: Mapping[int, Wanted]) -> dict[int, New]:
    """The same in a thread that serves no request: a connection that broke is not kept."""
    close_old_connections()
    return look(wanted)


def _drawn(incident: Incident, wanted: Wanted) -> New:
    return New(incident, {reader: after(incident, wanted.after, reader) for reader in wanted.readers})
