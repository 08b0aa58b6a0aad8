"""What a post has to do today: late, due, new, and what waits for others. Limited, by index, never a total of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.actions.assigning import SUBJECT as ASSIGNED
from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.models import Case, CaseEvent, CaseScope, Consultation, ExtensionRequest, Reply, ResultReport
from huiyin.cases.models.assignment import Verdict
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.replies import ReplyStatus
from huiyin.kernel import time
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import UNIT
from huiyin.organisations.models import Post

from .lists import FETCHED, next_clock

LIMIT = 50
WITH = ("exclusions", "tracks", "messages", "consultations", "replies", "extension_requests", "passed_on__tracks")
SOON = dt.timedelta(days=3)
VIEWS = ("mine", "unit", "office")
OF_CASES = (SUBJECT, ASSIGNED)  # clocks whose subject is named like the case


@dataclass(frozen=True, slots=True)
class DayItem:
    """A case with the date that put it here. `waits`: a code of whom it waits for; `waits_since`: the day it was asked."""

    case: Case
    clock: ClockView | None
    waits: str = ""
    waits_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The groups of a day. `asked`: consultations of the post's own unit, or of its office."""

    late: tuple[DayItem, ...]
    soon: tuple[DayItem, ...]
    new: tuple[DayItem, ...]
    decide: tuple[DayItem, ...]
    asked: tuple[Consultation, ...]
    waiting: tuple[DayItem, ...]
    due_today: int

    @property
    def items(self) -> tuple[DayItem, ...]:
        """Every case of the day, once."""
        return (*self.late, *self.soon, *self.decide, *self.new, *self.waiting)

    @property
    def empty(self) -> bool:
        return not (self.items or self.asked)


def day_of(actor: Actor, view: str = "mine") -> Day:
    """The day of a post; with `view` unit or office, of the posts there whose cases the post may list.

    What each group holds is asked first; then the cases of all of them are fetched at once.
    """
    owners = _owners(actor, view)
    late = _most_pressing(clocks.late(owners, subject_kinds=OF_CASES, limit=LIMIT * 2))
    due_by = clocks.due_by(owners, _end_of_days(actor), subject_kinds=OF_CASES, limit=LIMIT * 2)
    due = _most_pressing(due_by)
    decide = _keys(_to_decide(actor), LIMIT)
    new = _new(actor)
    waiting = _keys([_own_open(actor, view)], LIMIT * 2)
    found = _Found(actor, [*late, *due, *decide, *new, *waiting])
    late_items, soon_items = found.dated(late), found.dated(due)
    decide_items, new_items = found.plain(decide), found.plain(new)
    today = time.today(actor.zone)
    return Day(
        late=late_items,
        soon=soon_items,
        new=new_items,
        decide=decide_items,
        asked=consultations(actor),
        waiting=found.waiting(waiting),
        due_today=sum(1 for item in soon_items if item.clock and item.clock.due_on <= today),
    )


class _Found:
    """The cases of a day that the post may read, each given out once."""

    def __init__(self, actor: Actor, names: Iterable[str]) -> None:
        rows = Case.objects.filter(public_id__in=set(names)).select_related(*FETCHED).prefetch_related(*WITH)
        self.cases = {case.public_id: case for case in rows if may(actor, "read", case)}
        self.seen: set[str] = set()
        self.clocks = clocks.of_subjects(SUBJECT, list(self.cases)) if self.cases else {}

    def dated(self, pressing: Mapping[str, ClockView]) -> tuple[DayItem, ...]:
        return tuple(DayItem(case, pressing[case.public_id]) for case in self._fresh(pressing))

    def plain(self, names: Iterable[str]) -> tuple[DayItem, ...]:
        return tuple(DayItem(case, self._next(case)) for case in self._fresh(names))

    def waiting(self, names: Iterable[str]) -> tuple[DayItem, ...]:
        """Those in which somebody else has the next word."""
        waits = {name: whom_it_waits_for(self.cases[name]) for name in names if name in self.cases}
        fresh = self._fresh(name for name, (whom, _since) in waits.items() if whom)
        return tuple(DayItem(case, self._next(case), *waits[case.public_id]) for case in fresh)

    def _fresh(self, names: Iterable[str]) -> list[Case]:
        wanted = (name for name in dict.fromkeys(names) if name in self.cases and name not in self.seen)
        fresh = [self.cases[name] for name in wanted][:LIMIT]
        self.seen |= {case.public_id for case in fresh}
        return fresh

    def _next(self, case: Case) -> ClockView | None:
        return next_clock(self.clocks.get(case.public_id, ()))


def views_of(actor: Actor) -> tuple[str, ...]:
    """Which views a post has: who lists one unit alone has no office."""
    scope = widest_scope(actor, "list")
    if scope is None:
        return ("mine",)
    return VIEWS[:2] if scope == UNIT else VIEWS


def waiting_count(actor: Actor) -> Count:
    """How many cases wait for the post, for the rail."""
    return Count(_waiting, (actor, _end_of_days(actor)), once=True)


def _waiting(actor: Actor, end: dt.datetime) -> list[QuerySet[Any, Any]]:
    """A date that it owes tells nothing of a case that the post must not know."""
    hidden = Case.objects.filter(_unknown(actor))
    owed = _owed((actor.reference,)).filter(due_at__lte=end)
    found: list[QuerySet[Any, Any]] = [
        owed.exclude(Exists(hidden.filter(public_id=OuterRef("subject_id")))).values_list("subject_id"),
        *(
            rows.exclude(Exists(hidden.filter(pk=OuterRef("pk")))).values_list("public_id")
            for rows in _to_decide(actor)
        ),
        _consulted(actor).values_list("case__public_id"),
    ]
    if may(actor, "sort"):
        found.append(_scope(actor, Bucket.NEW).values_list("case__public_id"))
    return found


def consultations(actor: Actor) -> tuple[Consultation, ...]:
    """What the post's own unit or office was asked and has not answered; none of a case that the post must not know."""
    related = ("unit", "case__organisation", "case__worked_by")
    rows = _consulted(actor).select_related(*related).prefetch_related("case__exclusions").order_by("asked_at")
    return tuple(row for row in rows[:LIMIT] if not _barred(actor, row.case))


def _consulted(actor: Actor) -> QuerySet[Consultation]:
    asked = Q()
    if may(actor, "answer_consultation"):
        asked |= Q(unit_id=actor.unit_id)
    if may(actor, "answer_asked"):
        asked |= Q(organisation_id=actor.organisation_id)
    if not asked:
        return Consultation.objects.none()
    rows = Consultation.objects.filter(asked, answered_at=None).exclude(case__kind=Kind.MISCONDUCT)
    return rows.exclude(case__exclusions__post_id__in=actor.post_ids)


def _barred(actor: Actor, case: Case) -> bool:
    return any(case.excludes(post) for post in actor.post_ids | {actor.post_id})


def _owners(actor: Actor, view: str) -> tuple[str, ...]:
    if view == "mine" or view not in views_of(actor):
        return (actor.reference,)
    posts = Post.objects.filter(closed_at=None)
    posts = (
        posts.filter(unit_id=actor.unit_id)
        if view == "unit"
        else posts.filter(unit__organisation_id=actor.organisation_id)
    )
    return tuple(post.reference for post in posts)


def _most_pressing(found: Iterable[ClockView]) -> dict[str, ClockView]:
    """One date a case, the most pressing; the person's own dates are no work."""
    first: dict[str, ClockView] = {}
    for clock in found:
        if clock.waits_on != "petitioner":
            first.setdefault(clock.subject_id, clock)
    return first


def _to_decide(actor: Actor) -> list[QuerySet[Case]]:
    """Cases with a draft that this post may decide about and did not write, with such a request for time, and with the
    result of what was assigned to an office below: asked apart, so that each is found by what waits and not by the case.
    """
    waits: list[QuerySet[Any, Any]] = []
    if may(actor, "approve_reply"):
        drafts = Reply.objects.filter(status=ReplyStatus.SUBMITTED).exclude(drafted_by=actor.reference)
        requests = ExtensionRequest.objects.filter(approved_at=None, refused_at=None).exclude(asked_by=actor.reference)
        waits += [drafts.values("case_id"), requests.values("case_id")]
    if may(actor, "judge_report"):
        reports = ResultReport.objects.filter(verdict=Verdict.WAITING)
        waits.append(reports.values("assignment__case__origin_id"))
    return [Case.objects.filter(pk__in=found, organisation_id=actor.organisation_id) for found in waits]


def _new(actor: Actor) -> list[str]:
    """At the desk: what came in. For who handles: what was just given to them."""
    came: list[str] = []
    if may(actor, "sort"):
        rows = _scope(actor, Bucket.NEW).order_by("case_id").values_list("case__public_id", flat=True)
        came = list(rows[:LIMIT])
    touched = CaseEvent.objects.filter(case=OuterRef("pk"), actor=actor.reference)
    mine = Case.objects.filter(handler_id=actor.post_id, bucket=Bucket.OPEN).exclude(Exists(touched))
    return [*came, *_keys([mine], LIMIT)]


def _scope(actor: Actor, bucket: str) -> QuerySet[CaseScope]:
    """Of those that the office works on itself: what it merely reads along is no work of its desk."""
    office = actor.organisation_id
    found = CaseScope.objects.filter(scope=f"o{office}", bucket=bucket)
    found = found.filter(Q(case__organisation_id=office) | Q(case__worked_by_id=office))
    return found.exclude(case__exclusions__post_id__in=actor.post_ids)


def _own_open(actor: Actor, view: str) -> QuerySet[Case]:
    """Own open cases; with `view` unit those of the unit."""
    own = Case.objects.filter(handler_id=actor.post_id)
    if view == "unit" and view in views_of(actor):
        own = Case.objects.filter(unit_id=actor.unit_id)
    return own.filter(bucket__in=(Bucket.OPEN, Bucket.WAITING))


def _keys(sets: Iterable[QuerySet[Case]], most: int) -> list[str]:
    """Their public ids, oldest first."""
    found = {row for rows in sets for row in rows.order_by("id").values_list("id", "public_id")[:most]}
    return [name for _key, name in sorted(found)[:most]]


def whom_it_waits_for(case: Case) -> tuple[str, dt.datetime | None]:
    """Who has the next word: the person asked, another unit, the approver, the head, or whom the procedure names."""
    waits: list[tuple[str, dt.datetime]] = [
        *(("person", one.at) for one in case.messages.all() if one.asks and one.answered_at is None),
        *(("unit", one.asked_at) for one in case.consultations.all() if one.answered_at is None),
        *(("approver", one.updated_at) for one in case.replies.all() if one.status == ReplyStatus.SUBMITTED),
        *(
            ("head", one.asked_at)
            for one in case.extension_requests.all()
            if not one.approved_at and not one.refused_at
        ),
    ]
    if waits:
        return waits[0]
    return ("procedure", None) if case.bucket == Bucket.WAITING else ("", None)


def _end_of_days(actor: Actor) -> dt.datetime:
    """Midnight at the end of the third day from today."""
    day = time.today(actor.zone) + SOON
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=time.zone_of(actor.zone))


def _owed(owners: Collection[str]) -> QuerySet[Clock]:
    """Running dates of these posts."""
    return Clock.objects.filter(owner__in=owners, subject_kind__in=OF_CASES, ended_at=None, status="running")


def _known(actor: Actor, public_ids: Iterable[str]) -> set[str]:
    """Of some cases those that the post may know of: a date that it owes tells nothing of a case that it must not know."""
    ids = set(public_ids)
    hidden = Case.objects.filter(_unknown(actor), public_id__in=ids)
    return ids - set(hidden.values_list("public_id", flat=True))


def _unknown(actor: Actor) -> Q:
    """Cases that the post must not know of."""
    sealed = Q(kind=Kind.MISCONDUCT) & ~Q(handler_id__in=actor.post_ids)
    return sealed | Q(exclusions__post_id__in=actor.post_ids)


def next_due(actor: Actor, view: str = "mine") -> dt.date | None:
    """The next date of these posts at all, for the empty page."""
    rows = list(
        _owed(_owners(actor, view))
        .filter(due_at__gte=time.now())
        .order_by("due_at")
        .values_list("subject_id", "due_on")[:LIMIT]
    )
    known = _known(actor, (subject for subject, _due in rows))
    return next((due for subject, due in rows if subject in known), None)
