"""The list, one bulletin with what is owed, and what the next report begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.bulletins import law
from huiyin.bulletins.actions import doubting, parts, writing
from huiyin.bulletins.actions.receiving import LEVEL
from huiyin.bulletins.models import Bulletin, Decision, Doubt, Judgement, Level, Receipt, Report, Stage, Told
from huiyin.bulletins.rules import Finding
from huiyin.incidents.models import Incident
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may, scope_filter

LISTED = 50
WITH = ("organisation", "incident__organisation")


@dataclass(frozen=True, slots=True)
class Row:
    """A bulletin in a list. `clock`: the next that runs; `last`: the last report that went."""

    bulletin: Bulletin
    clock: ClockView | None
    last: Report | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A body, its clocks, and when it was told. Without a clock: told, though no rule asks for it."""

    body: str
    clocks: tuple[ClockView, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """An office above that has it, with what it acknowledged and what it owes."""

    level: Level
    receipts: tuple[Receipt, ...]
    clocks: tuple[ClockView, ...]

    @property
    def waiting(self) -> bool:
        return any(one.acknowledged_at is None for one in self.receipts)


@dataclass(frozen=True, slots=True)
class Page:
    """`owed`: whom to tell, the earliest first; `chain`: offices above that have it; `incident`: where the asker may read it;
    `superseded`: numbers of the last report that the head-count says otherwise by now; `doubts`: what an office above did not hold for true; `can`: what the asker may do."""

    bulletin: Bulletin
    kind: law.Kind
    clock: ClockView | None
    owed: tuple[Owed, ...]
    chain: tuple[Above, ...]
    reports: tuple[Report, ...]
    draft: Report | None
    written: ClockView | None
    incident: Incident | None
    superseded: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]
    can: frozenset[str]

    @property
    def last(self) -> Report | None:
        return self.reports[-1] if self.reports else None

    @property
    def watch_until(self) -> dt.date | None:
        """Until when numbers of dead and hurt that change are reported (R-05)."""
        if not self.kind.watch:
            return None
        return (self.bulletin.learned_at + dt.timedelta(days=self.kind.watch)).date()


def reads(actor: Actor, bulletin: Bulletin) -> bool:
    """Who reports it; of the offices above, whoever received it, and who supervises, where it is not closed."""
    if parts.reports(actor, bulletin) or (not bulletin.apart and may(actor, parts.read_verb(bulletin), bulletin)):
        return True
    return may(actor, "bulletin_receive") and bulletin.levels.filter(organisation_id=actor.organisation_id).exists()


def visible(actor: Actor, public_id: str) -> Bulletin:
    bulletin = Bulletin.objects.select_related(*WITH, "organisation__parent").filter(public_id=public_id).first()
    if bulletin is None or not reads(actor, bulletin):
        raise Refused
    return bulletin


def listed(actor: Actor) -> tuple[Row, ...]:
    """The own office's and those below, open ones first."""
    found = _readable(actor).select_related(*WITH).order_by("ended_at", "-id")
    open_ones = list(found.filter(ended_at=None)[:LISTED])
    return with_clocks([*open_ones, *found.exclude(ended_at=None).order_by("-ended_at")[:LISTED]])


def with_clocks(rows: Iterable[Bulletin]) -> tuple[Row, ...]:
    found = list(rows)
    running = clocks.queries.of_subjects(parts.BULLETIN, [one.public_id for one in found])
    last: dict[int, Report] = {}
    for report in Report.objects.filter(bulletin__in=found).exclude(sent_at=None).order_by("number"):
        last[report.bulletin_id] = report
    return tuple(Row(one, next(iter(running.get(one.public_id, ())), None), last.get(one.pk)) for one in found)


def page(actor: Actor, public_id: str) -> Page:
    bulletin = visible(actor, public_id)
    own = parts.reports(actor, bulletin)
    watched = clocks.queries.of_subject(parts.BULLETIN, bulletin.public_id)
    reports = list(bulletin.reports.order_by("number"))
    return Page(
        bulletin, law.kind(bulletin.kind), next((one for one in watched if one.status == "running"), None),
        _owed(bulletin, watched), _chain(bulletin), tuple(one for one in reports if one.sent_at is not None),
        next((one for one in reports if one.sent_at is None), None) if own else None,
        next((one for one in watched if one.name == parts.WRITTEN), None),
        bulletin.incident if bulletin.incident and may(actor, "incident_read", bulletin.incident) else None,
        _superseded(bulletin, reports) if own else (), doubts(bulletin), _can(actor, bulletin, own=own),
    )  # fmt: skip


def doubts(bulletin: Bulletin) -> tuple[Doubt, ...]:
    found = Doubt.objects.filter(report__bulletin=bulletin).select_related("report", "level__organisation")
    return tuple(found.order_by("id"))


def next_report(bulletin: Bulletin) -> Report:
    """What the form begins with: the draft, or what was said last. Nothing is written."""
    draft, last = bulletin.reports.filter(sent_at=None).first(), parts.last_sent(bulletin)
    if draft is not None or last is None:
        return draft or Report(bulletin=bulletin, number=1, stage=Stage.FIRST, saved_at=time.now())
    return Report(
        bulletin=bulletin, number=last.number + 1, stage=Stage.FOLLOW_UP, occurred_at=last.occurred_at, place=last.place,
        texts=dict(last.texts), numbers=dict(last.numbers), saved_at=time.now(),
    )  # fmt: skip


def of_incident(actor: Actor, incident: Incident) -> list[Bulletin]:
    """Those that were begun from it and that the asker may read."""
    return [one for one in incident.bulletins.select_related(*WITH) if reads(actor, one)]


def seen(actor: Actor, public_ids: Iterable[str]) -> list[Bulletin]:
    rows = Bulletin.objects.filter(public_id__in=list(public_ids)).select_related(*WITH)
    return [one for one in rows if reads(actor, one)]


def came(actor: Actor) -> tuple[tuple[Level, ClockView | None], ...]:
    """What lies at the own office and is not acknowledged, or neither passed on nor ended."""
    if not may(actor, "bulletin_receive"):
        return ()
    rows = list(_lying(actor.organisation_id).select_related("bulletin__organisation")[:LISTED])
    running = clocks.queries.of_subjects(LEVEL, [one.public_id for one in rows]) if rows else {}
    return tuple((one, next(iter(running.get(one.public_id, ())), None)) for one in rows)


def day(owed: Iterable[Clock]) -> tuple[Row, ...]:
    """What a post owes, the earliest first: one row a bulletin."""
    first: dict[str, ClockView] = {}
    for clock in owed:
        if clock.subject_id not in first:
            first[clock.subject_id] = clocks.queries.view(clock, time.now())
    if not first:
        return ()
    rows = {one.public_id: one for one in Bulletin.objects.filter(public_id__in=first).select_related(*WITH)}
    return tuple(Row(rows[key], clock, None) for key, clock in first.items())


def waiting(actor: Actor) -> Count:
    """For the rail: what this post owes, and what came and waits at its office."""
    return Count(_waiting, (actor.reference, actor.organisation_id if may(actor, "bulletin_receive") else 0))


def _waiting(reference: str, organisation_id: int) -> list[QuerySet[Any, Any]]:
    owed = Clock.objects.filter(owner=reference, ended_at=None, subject_kind=parts.BULLETIN)
    return [owed, _lying(organisation_id)]


def _lying(organisation_id: int) -> QuerySet[Level]:
    unread = Receipt.objects.filter(level=OuterRef("pk"), acknowledged_at=None)
    return Level.objects.filter(organisation_id=organisation_id).filter(Q(decision=Decision.OPEN) | Exists(unread))


def _readable(actor: Actor) -> QuerySet[Bulletin]:
    """As `reads`, in SQL."""
    wanted = Q(organisation_id=actor.organisation_id, begun_by=actor.reference)
    for verb, closed in (("bulletin_read", False), ("bulletin_closed_read", True)):
        wanted |= Q(organisation_id__in=scope_filter(actor, verb).organisation_ids, closed=closed, apart=False)
    if may(actor, "bulletin_receive"):
        wanted |= Q(pk__in=Level.objects.filter(organisation_id=actor.organisation_id).values("bulletin_id"))
    return Bulletin.objects.filter(wanted)


def _superseded(bulletin: Bulletin, reports: list[Report]) -> tuple[Finding, ...]:
    last = next((one for one in reversed(reports) if one.sent_at is not None), None)
    found = writing.findings(bulletin, last, time.now()) if last is not None and bulletin.incident is not None else ()
    return tuple(one for one in found if one.key == "record_differs")


def _can(actor: Actor, bulletin: Bulletin, *, own: bool) -> frozenset[str]:
    """`tell`, `write`, `answer` in the office that reports; `acknowledge`, `pass_on`, `end_here`, `doubt`, `judge` at one that received it."""
    can = {"tell", "write"} if own else set()
    if own and doubting.unanswered(bulletin) is not None:
        can.add("answer")
    level = bulletin.levels.filter(organisation_id=actor.organisation_id).select_related("organisation").first()
    if level is not None and may(actor, "bulletin_receive"):
        if level.receipts.filter(acknowledged_at=None).exists():
            can.add("acknowledge")
        if level.decision == Decision.OPEN:
            can |= {"end_here"} if level.organisation.parent_id is None else {"end_here", "pass_on"}
    if level is not None and may(actor, "bulletin_judge"):
        open_one = level.doubts.filter(judgement=Judgement.OPEN).select_related("report__bulletin").first()
        if open_one is None and level.receipts.exists():
            can.add("doubt")
        elif open_one is not None and doubting.may_be_judged(open_one):
            can.add("judge")
    return frozenset(can)


def _chain(bulletin: Bulletin) -> tuple[Above, ...]:
    levels = list(bulletin.levels.select_related("organisation", "sender").order_by("id"))
    running = clocks.queries.of_subjects(LEVEL, [one.public_id for one in levels], only_open=False)
    receipts: dict[int, list[Receipt]] = {}
    for one in Receipt.objects.filter(level__in=levels).select_related("report").order_by("report__number"):
        receipts.setdefault(one.level_id, []).append(one)
    return tuple(Above(one, tuple(receipts.get(one.pk, ())), running.get(one.public_id, ())) for one in levels)


def _owed(bulletin: Bulletin, watched: Iterable[ClockView]) -> tuple[Owed, ...]:
    by_body: dict[str, list[ClockView]] = {}
    for clock in sorted(watched, key=lambda one: one.due_at):
        if body := parts.body_of(clock.name):
            by_body.setdefault(body, []).append(clock)
    told: dict[str, list[Told]] = {}
    for one in bulletin.told.order_by("at", "id"):
        told.setdefault(one.body, []).append(one)
    bodies = dict.fromkeys([*by_body, *told])
    return tuple(Owed(body, tuple(by_body.get(body, ())), tuple(told.get(body, ()))) for body in bodies)
