"""How an office reports: in time, late, not at all, corrected, false; and how it passes on what comes from below. Counted by office."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from huiyin.bulletins.actions import parts
from huiyin.bulletins.actions.doubting import DOUBT
from huiyin.bulletins.actions.receiving import LEVEL
from huiyin.bulletins.models import Bulletin, Doubt, Judgement, Level, Report
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock, Status
from huiyin.organisations.access import Actor, scope_filter
from huiyin.organisations.models import Organisation

DAYS = 365


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one office, or of several together. `owed`: times by which somebody was to be told or a report to be written."""

    bulletins: int = 0
    owed: int = 0
    in_time: int = 0
    late: int = 0
    missed: int = 0
    corrected: int = 0
    false: int = 0
    received: int = 0
    received_late: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Table:
    """The last twelve months: each office in reach that reported or received, and all of them together."""

    since: dt.datetime
    rows: tuple[tuple[Organisation, Figures], ...]
    together: Figures


def table(actor: Actor) -> Table:
    reach = scope_filter(actor, "bulletin_figures").organisation_ids
    since = time.now() - dt.timedelta(days=DAYS)
    found = of_offices(reach, since, seen_from=actor.organisation_id)
    offices = {one.pk: one for one in Organisation.objects.filter(pk__in=found)}
    rows = sorted(((offices[key], one) for key, one in found.items()), key=lambda row: row[0].path)
    return Table(since, tuple(rows), sum((one for _office, one in rows), Figures()))


def of_offices(organisation_ids: Iterable[int], since: dt.datetime, seen_from: int = 0) -> dict[int, Figures]:
    """What was begun since then. What an office above owes counts there, not below. An office does not count what it must not know of."""
    ids = tuple(organisation_ids)
    counts: dict[int, Counter[str]] = {}

    def count(office: int, name: str) -> None:
        counts.setdefault(office, Counter())[name] += 1

    known = Bulletin.objects.filter(organisation_id__in=ids, begun_at__gte=since).exclude(
        apart=True, organisation_id=seen_from
    )
    begun = dict(known.values_list("public_id", "organisation_id"))
    for office in begun.values():
        count(office, "bulletins")
    for subject, how in _judged(parts.BULLETIN, begun):
        for name in ("owed", how):
            count(begun[subject], name)
    corrected = Report.objects.filter(bulletin__public_id__in=begun).exclude(sent_at=None).exclude(corrects=[])
    for office in corrected.values_list("bulletin__organisation_id", flat=True):
        count(office, "corrected")
    untrue = Doubt.objects.filter(report__bulletin__public_id__in=begun, judgement=Judgement.FALSE)
    for office in untrue.values_list("report__bulletin__organisation_id", flat=True):
        count(office, "false")
    levels = dict(Level.objects.filter(organisation_id__in=ids, came_at__gte=since).values_list("public_id", "organisation_id"))  # fmt: skip
    for office in levels.values():
        count(office, "received")
    for subject, how in _judged(LEVEL, levels):
        if how in ("late", "missed"):
            count(levels[subject], "received_late")
    return {office: _figures(found) for office, found in counts.items()}


def _figures(found: Mapping[str, int]) -> Figures:
    return Figures(*(found.get(name, 0) for name in Figures.__slots__))


def _judged(kind: str, subjects: Iterable[str]) -> Iterable[tuple[str, str]]:
    """(subject, in_time, late, missed or still_time) of each clock; an answer to a doubt is no report. A telephone call that was written down later counts at its own time."""
    now = time.now().replace(microsecond=0)
    rows = Clock.objects.filter(subject_kind=kind, subject_id__in=list(subjects)).exclude(status=Status.STOPPED)
    rows = rows.exclude(name__startswith=f"{DOUBT}-")
    for subject, due, met in rows.values_list("subject_id", "due_at", "met_at"):
        if met is not None:
            yield subject, "in_time" if met.replace(microsecond=0) <= due else "late"
        else:
            yield subject, "missed" if now > due else "still_time"
