"""What a post has to do today: late, due, new, and what waits for others. Limited, by index, never a total of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.models import Case, CaseEvent, CaseScope, Consultation, ExtensionRequest, Reply
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.replies import ReplyStatus
from huiyin.kernel import time
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import UNIT
from huiyin.organisations.models import Post

from .lists import FETCHED, next_clock

LIMIT = 50
WITH = ("exclusions", "tracks", "messages", "consultations", "replies", "extension_requests", "passed_on__tracks")
SOON = dt.timedelta(days=3)
VIEWS = ("mine", "unit", "office")


@dataclass(frozen=True, slots=True)
class DayItem:
    """A case with the date that put it here. `waits`: a code of whom it waits for; `waits_since`: the day it was asked."""

    case: Case
    clock: ClockView | None
    waits: str = ""
    waits_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The groups of a day. `asked`: consultations of the post's own unit."""

    late: tuple[DayItem, ...]
    soon: tuple[DayItem, ...]
    new: tuple[DayItem, ...]
    decide: tuple[DayItem, ...]
    asked: tuple[Consultation, ...]
    waiting: tuple[DayItem, ...]
    due_today: int
    next_due: dt.date | None

    @property
    def items(self) -> tuple[DayItem, ...]:
        """Every case of the day, once."""
        return (*self.late, *self.soon, *self.decide, *self.new, *self.waiting)

    @property
    def empty(self) -> bool:
        return not (self.items or self.asked)


def day_of(actor: Actor, view: str = "mine") -> Day:
    """The day of a post; with `view` unit or office, of the posts there whose cases the post may list."""
    owners = _owners(actor, view)
    late = clocks.late(owners, limit=LIMIT * 2)
    due = clocks.due_by(owners, _end_of_days(actor), limit=LIMIT * 2)
    seen: set[str] = set()
    late_items = _items(actor, late, seen)
    soon_items = _items(actor, due, seen)
    decide = _decisions(actor, seen)
    new = _new(actor, view, seen)
    waiting = _waiting(actor, view, seen)
    today = time.today(actor.zone)
    return Day(
        late=late_items,
        soon=soon_items,
        new=new,
        decide=decide,
        asked=consultations(actor),
        waiting=waiting,
        due_today=sum(1 for item in soon_items if item.clock and item.clock.due_on <= today),
        next_due=_next_due(actor, owners),
    )


def views_of(actor: Actor) -> tuple[str, ...]:
    """Which views a post has: who lists one unit alone has no office."""
    scope = widest_scope(actor, "list")
    if scope is None:
        return ("mine",)
    return VIEWS[:2] if scope == UNIT else VIEWS


def waiting_count(actor: Actor, most: int = 99) -> int:
    """How much waits for the post, for the rail: counted no further than `most`, by index."""
    owed = _owed((actor.reference,)).filter(due_at__lte=_end_of_days(actor))
    found = set(owed[:most].values_list("subject_id", flat=True))
    found |= set(_to_decide(actor)[:most].values_list("public_id", flat=True))
    found |= set(_consulted(actor)[:most].values_list("case__public_id", flat=True))
    known = _known(actor, found) if found else set()
    if may(actor, "sort"):
        known |= set(_scope(actor, Bucket.NEW)[:most].values_list("case__public_id", flat=True))
    return min(len(known), most)


def consultations(actor: Actor) -> tuple[Consultation, ...]:
    """What the post's own unit was asked and has not answered; none of a case that the post must not know."""
    rows = _consulted(actor).select_related("unit", "case__organisation").order_by("asked_at")
    return tuple(row for row in rows[:LIMIT] if not _barred(actor, row.case))


def _consulted(actor: Actor) -> QuerySet[Consultation]:
    if not may(actor, "answer_consultation"):
        return Consultation.objects.none()
    rows = Consultation.objects.filter(unit_id=actor.unit_id, answered_at=None)
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


def _items(actor: Actor, found: Iterable[ClockView], seen: set[str]) -> tuple[DayItem, ...]:
    """One line a case, by its most pressing date; the person's own dates are no work."""
    first: dict[str, ClockView] = {}
    for clock in found:
        if clock.subject_kind == SUBJECT and clock.waits_on != "petitioner" and clock.subject_id not in seen:
            first.setdefault(clock.subject_id, clock)
    readable = {case.public_id: case for case in _readable(actor, Case.objects.filter(public_id__in=list(first)))}
    items = tuple(DayItem(readable[name], clock) for name, clock in first.items() if name in readable)[:LIMIT]
    seen |= {item.case.public_id for item in items}
    return items


def _decisions(actor: Actor, seen: set[str]) -> tuple[DayItem, ...]:
    return _plainly(actor, _to_decide(actor).order_by("id")[:LIMIT], seen)


def _to_decide(actor: Actor) -> QuerySet[Case]:
    """Cases with a draft or a request for time that this post may decide about and did not write."""
    if not may(actor, "approve_reply"):
        return Case.objects.none()
    drafts = Reply.objects.filter(status=ReplyStatus.SUBMITTED).exclude(drafted_by=actor.reference)
    requests = ExtensionRequest.objects.filter(approved_at=None, refused_at=None).exclude(asked_by=actor.reference)
    here = Case.objects.filter(organisation_id=actor.organisation_id)
    return here.filter(Q(pk__in=drafts.values("case_id")) | Q(pk__in=requests.values("case_id")))


def _new(actor: Actor, view: str, seen: set[str]) -> tuple[DayItem, ...]:
    """At the desk: what came in. For who handles: what was just given to them."""
    keys: list[int] = []
    if may(actor, "sort"):
        keys += list(_scope(actor, Bucket.NEW).order_by("case_id").values_list("case_id", flat=True)[:LIMIT])
    touched = CaseEvent.objects.filter(case=OuterRef("pk"), actor=actor.reference)
    mine = Case.objects.filter(handler_id=actor.post_id, bucket=Bucket.OPEN).exclude(Exists(touched))
    keys += list(mine.order_by("id").values_list("pk", flat=True)[:LIMIT])
    return _plainly(actor, Case.objects.filter(pk__in=keys).order_by("id"), seen)


def _scope(actor: Actor, bucket: str) -> QuerySet[CaseScope]:
    scope = f"o{actor.organisation_id}"
    return CaseScope.objects.filter(scope=scope, bucket=bucket).exclude(case__exclusions__post_id__in=actor.post_ids)


def _waiting(actor: Actor, view: str, seen: set[str]) -> tuple[DayItem, ...]:
    """Own open cases in which somebody else has the next word."""
    own = Case.objects.filter(handler_id=actor.post_id)
    if view == "unit" and view in views_of(actor):
        own = Case.objects.filter(unit_id=actor.unit_id)
    open_cases = own.filter(bucket__in=(Bucket.OPEN, Bucket.WAITING)).order_by("id")
    items = []
    for case in _readable(actor, open_cases[: LIMIT * 2]):
        waits, since = whom_it_waits_for(case)
        if waits and case.public_id not in seen:
            items.append(DayItem(case, None, waits, since))
    return _with_clocks(items[:LIMIT])


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


def _plainly(actor: Actor, found: QuerySet[Case], seen: set[str]) -> tuple[DayItem, ...]:
    fresh = [DayItem(case, None) for case in _readable(actor, found) if case.public_id not in seen]
    seen |= {item.case.public_id for item in fresh}
    return _with_clocks(fresh[:LIMIT])


def _with_clocks(items: Sequence[DayItem]) -> tuple[DayItem, ...]:
    views = clocks.of_subjects(SUBJECT, [item.case.public_id for item in items])
    return tuple(
        DayItem(item.case, next_clock(views.get(item.case.public_id, ())), item.waits, item.waits_since)
        for item in items
    )


def _readable(actor: Actor, found: QuerySet[Case]) -> list[Case]:
    rows = found.select_related(*FETCHED).prefetch_related(*WITH)
    return [case for case in rows if may(actor, "read", case)]


def _end_of_days(actor: Actor) -> dt.datetime:
    """Midnight at the end of the third day from today."""
    day = time.today(actor.zone) + SOON
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=time.zone_of(actor.zone))


def _owed(owners: Collection[str]) -> QuerySet[Clock]:
    """Running dates of these posts."""
    return Clock.objects.filter(owner__in=owners, subject_kind=SUBJECT, ended_at=None, status="running")


def _known(actor: Actor, public_ids: Iterable[str]) -> set[str]:
    """Of some cases those that the post may know of: a date that it owes tells nothing of a case that it must not know."""
    ids = set(public_ids)
    sealed = Q(kind=Kind.MISCONDUCT) & ~Q(handler_id__in=actor.post_ids)
    hidden = Case.objects.filter(Q(public_id__in=ids), sealed | Q(exclusions__post_id__in=actor.post_ids))
    return ids - set(hidden.values_list("public_id", flat=True))


def _next_due(actor: Actor, owners: Collection[str]) -> dt.date | None:
    """The next date of these posts at all, for the empty page."""
    rows = list(
        _owed(owners).filter(due_at__gte=time.now()).order_by("due_at").values_list("subject_id", "due_on")[:LIMIT]
    )
    known = _known(actor, (subject for subject, _due in rows))
    return next((due for subject, due in rows if subject in known), None)
