"""What a supervisor and a supervised office may read, and what the person reads of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.cases.actions.clockwork import SUBJECT as CASE
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.lists import FETCHED, next_clock
from huiyin.kernel import time
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import scope_filter
from huiyin.organisations.models import Post

from .actions import accounting, parts
from .models import Accountability, Measure, Sign, Supervision, TakeOver
from .models.accountability import Standing
from .models.signs import Reason
from .models.supervision import Status

PAGE = 25
SOON = dt.timedelta(days=3)
OPEN = parts.OPEN
OWED_KINDS = (parts.SUBJECT, accounting.SUBJECT)


@dataclass(frozen=True, slots=True)
class LateCase:
    """A row of the supervisor's page. `reasons`: every sign of the case with its day; `supervised`: one is open."""

    case: Case
    since: dt.datetime
    reasons: tuple[tuple[str, dt.datetime], ...]
    clock: ClockView | None
    supervised: str


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: the public id of the case from which the next page starts; empty on the last one."""

    rows: tuple[LateCase, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A supervision in a list, with the date that somebody owes next."""

    supervision: Supervision
    measure: Measure | None
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One supervision. `supervises`, `answers`: what the asker may do with it."""

    supervision: Supervision
    measures: tuple[Measure, ...]
    clock: ClockView | None
    records: tuple[Accountability, ...]
    supervises: bool
    answers: bool


def late_cases(actor: Actor, *, reason: str = "", newest: bool = False, after: str = "") -> Page:
    """What is late or badly handled below, the longest first; one index entry a row, whatever the number of cases."""
    if not may(actor, "supervise"):
        return Page(())
    reason = reason if reason in Reason.values else Reason.ANY
    found = Sign.objects.filter(scope=f"b{actor.organisation_id}", reason=reason)
    found = found.exclude(case__exclusions__post_id__in=actor.post_ids | {actor.post_id})
    start = found.filter(case__public_id=after).values_list("since", "case_id").first() if after else None
    if start is not None:
        since, key = start
        later = (
            Q(since__lt=since) | Q(since=since, case_id__lt=key)
            if newest
            else Q(since__gt=since) | Q(since=since, case_id__gt=key)
        )
        bound = Q(since__lte=since) if newest else Q(since__gte=since)
        found = found.filter(bound, later)
    order = ("-since", "-case_id") if newest else ("since", "case_id")
    keys = list(found.order_by(*order).values_list("case_id", "since")[: PAGE + 1])
    rows = _rows(actor, keys[:PAGE])
    return Page(rows, rows[-1].case.public_id if len(keys) > PAGE and rows else "")


def _rows(actor: Actor, keys: Sequence[tuple[int, dt.datetime]]) -> tuple[LateCase, ...]:
    ids = [key for key, _since in keys]
    cases = Case.objects.select_related(*FETCHED).prefetch_related("exclusions").in_bulk(ids)
    dates = of_subjects(CASE, [case.public_id for case in cases.values()])
    reasons: dict[int, list[tuple[str, dt.datetime]]] = {}
    own = Sign.objects.filter(scope=f"b{actor.organisation_id}", case_id__in=ids).exclude(reason=Reason.ANY)
    for sign in own.order_by("since"):
        reasons.setdefault(sign.case_id, []).append((sign.reason, sign.since))
    open_ones = Supervision.objects.filter(case_id__in=ids, status__in=OPEN).order_by("id")
    supervised = {one.case_id: one.public_id for one in open_ones}
    return tuple(
        LateCase(
            cases[key], since, tuple(reasons.get(key, ())), next_clock(dates.get(cases[key].public_id, ())), supervised.get(key, "")
        )
        for key, since in keys
    )  # fmt: skip


def supervisions(actor: Actor, *, side: str = "ours", done: bool = False) -> tuple[Row, ...]:
    """`ours`: those that the actor's office and what is below it supervise; `theirs`: those that it must answer."""
    found = Supervision.objects.filter(status__in=OPEN).order_by("id")
    if done:
        found = Supervision.objects.exclude(status__in=OPEN).order_by("-id")
    if side == "theirs":
        if not may(actor, "read_supervision"):
            return ()
        found = found.filter(case__organisation_id=actor.organisation_id).exclude(measures=None)
    else:
        reach = scope_filter(actor, "supervise")
        if reach.scope == "nothing":
            return ()
        found = found.filter(organisation__path__startswith=reach.path)
    rows = _fetched(found)[: PAGE * 4]
    seen = [one for one in rows if may_see(actor, one)][: PAGE * 2]
    dates = of_subjects(parts.SUBJECT, [one.public_id for one in seen])
    return tuple(_row(one, dates.get(one.public_id, ())) for one in seen)


def may_see(actor: Actor, supervision: Supervision) -> bool:
    """The supervising side; or the office whose case it is, once something was asked of it."""
    if may(actor, "supervise", supervision):
        return True
    asked = supervision.status != Status.WAITING and bool(supervision.measures.all())
    return asked and may(actor, "read_supervision", supervision.case)


def whole(actor: Actor, public_id: str) -> Whole:
    """The supervision, if the post may see it; `Refused` else, and where there is none."""
    supervision = _fetched(Supervision.objects.filter(public_id=public_id)).first()
    if supervision is None or not may_see(actor, supervision):
        raise Refused
    dates = of_subjects(parts.SUBJECT, [public_id])
    return Whole(
        supervision=supervision,
        measures=tuple(supervision.measures.all()),
        clock=_date(dates.get(public_id, ())),
        records=records_of(actor, supervision),
        supervises=may(actor, "supervise", supervision),
        answers=supervision.status == Status.ASKED and may(actor, "answer_supervision", supervision.case),
    )


def of_case(actor: Actor, case: Case) -> tuple[Row, ...]:
    """Those of one case that the post may see, the newest first."""
    rows = [one for one in _fetched(case.supervisions.order_by("-id")) if may_see(actor, one)]
    dates = of_subjects(parts.SUBJECT, [one.public_id for one in rows])
    return tuple(_row(one, dates.get(one.public_id, ())) for one in rows)


def told_to_person(case: Case) -> tuple[Row, ...]:
    """What the person reads: that it is looked at, and what came of it. What a rule proposed is no news until it is taken up."""
    rows = _fetched(case.supervisions.order_by("-id"))
    shown = [
        one
        for one in rows
        if (one.status in (Status.WAITING, Status.DECLINED) and one.person_asked_at is not None)
        or one.status in (Status.ASKED, Status.ANSWERED, Status.CLOSED)
    ]
    dates = of_subjects(parts.SUBJECT, [one.public_id for one in shown])
    return tuple(_row(one, dates.get(one.public_id, ())) for one in shown)


def taken_over(case: Case) -> TakeOver | None:
    """The take-over that runs now."""
    if case.worked_by_id is None:
        return None
    return case.take_overs.select_related("organisation", "handler").filter(ended_at=None).first()


def workers(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Posts of the actor's office that can work on a case that it takes over."""
    posts = Post.objects.filter(unit__organisation_id=actor.organisation_id, closed_at=None).select_related("unit")
    return [
        (post.public_id, f"{post.title} · {post.unit.name}")
        for post in posts
        if "handler" in post.roles and "administrator" not in post.roles and not case.excludes(post.pk)
    ]


def posts_of(case: Case) -> list[tuple[str, str]]:
    """Posts of the office whose case it is: who can have to answer for something."""
    posts = Post.objects.filter(unit__organisation_id=case.organisation_id).select_related("unit").order_by("id")
    return [(post.public_id, f"{post.title} · {post.unit.name}") for post in posts if "administrator" not in post.roles]


def may_see_record(actor: Actor, record: Accountability) -> bool:
    """The supervising side, and whom it is about: the post; the head and leaders of the office. Nobody else."""
    if may(actor, "supervise", record.supervision):
        return True
    return accounting.may_be_heard(actor, record) or may(actor, "answer_supervision", record.case)


def record(actor: Actor, public_id: str) -> tuple[Accountability, ClockView | None]:
    """One record; `Refused` where the post may not see it, and where there is none."""
    found = _records(Accountability.objects.filter(public_id=public_id)).first()
    if found is None or not may_see_record(actor, found):
        raise Refused
    return found, _date(of_subjects(accounting.SUBJECT, [public_id]).get(public_id, ()))


def records_of(actor: Actor, supervision: Supervision) -> tuple[Accountability, ...]:
    rows = _records(Accountability.objects.filter(supervision=supervision))
    return tuple(one for one in rows.order_by("id") if may_see_record(actor, one))


def records(actor: Actor, *, done: bool = False) -> tuple[tuple[Accountability, ClockView | None], ...]:
    """The records that the post may see: of the offices below it, of its own office, of itself."""
    reach = scope_filter(actor, "supervise")
    own = Q(organisation_id=actor.organisation_id) | Q(post_id=actor.post_id)
    if reach.scope != "nothing":
        own |= Q(supervision__organisation__path__startswith=reach.path)
    standing = (Standing.HEARING, Standing.ORDERED)
    found = Accountability.objects.filter(own)
    found = (
        found.exclude(standing__in=standing).order_by("-id")
        if done
        else found.filter(standing__in=standing).order_by("id")
    )
    seen = [one for one in _records(found)[: PAGE * 4] if may_see_record(actor, one)][: PAGE * 2]
    dates = of_subjects(accounting.SUBJECT, [one.public_id for one in seen])
    return tuple((one, _date(dates.get(one.public_id, ()))) for one in seen)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a post owes in this room: a supervision, or a record of accountability, with its date."""

    supervision: Supervision
    record: Accountability | None
    clock: ClockView


def owed_by(actor: Actor) -> tuple[Owed, ...]:
    """For the day of this very post: what is late, and what is due in three days. By the index of who owes what."""
    first: dict[tuple[str, str], ClockView] = {}
    for view in clocks.owed_by(actor.reference, time.now() + SOON, subject_kinds=OWED_KINDS):
        first.setdefault((view.subject_kind, view.subject_id), view)
    named = [[name for kind, name in first if kind == one] for one in OWED_KINDS]
    ours = {one.public_id: one for one in _fetched(Supervision.objects.filter(public_id__in=named[0]))}
    about = {one.public_id: one for one in _records(Accountability.objects.filter(public_id__in=named[1]))}
    found = []
    for (_kind, name), view in first.items():
        if name in ours and may_see(actor, ours[name]):
            found.append(Owed(ours[name], None, view))
        elif name in about and may_see_record(actor, about[name]):
            found.append(Owed(about[name].supervision, about[name], view))
    return tuple(found)


def waiting(actor: Actor) -> Count:
    """How many supervisions wait for the actor's office to look, for the rail."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Supervision]]:
    if not may(actor, "supervise"):
        return []
    own = Supervision.objects.filter(
        organisation_id=actor.organisation_id, status__in=(Status.WAITING, Status.ANSWERED)
    )
    hidden = Q(case__exclusions__post_id__in=actor.post_ids) | Q(case__kind=Kind.MISCONDUCT)
    return [own.exclude(hidden)]


def _fetched(found: QuerySet[Supervision]) -> QuerySet[Supervision]:
    related = ("organisation__head_post", "case__organisation", "case__worked_by", "case__handler", "case__leader")
    return found.select_related(*related).prefetch_related("measures", "case__exclusions")


def _records(found: QuerySet[Accountability]) -> QuerySet[Accountability]:
    related = (
        "organisation",
        "post",
        "case__organisation",
        "case__handler",
        "supervision__organisation",
        "supervision__case",
    )
    return found.select_related(*related).prefetch_related("case__exclusions", "supervision__case__exclusions")


def _row(supervision: Supervision, dates: Iterable[ClockView]) -> Row:
    measures = list(supervision.measures.all())
    return Row(supervision, measures[-1] if measures else None, _date(dates))


def _date(dates: Iterable[ClockView]) -> ClockView | None:
    """What is owed next; what is late stays in sight before what was started after it."""
    return min(dates, key=lambda clock: clock.due_at, default=None)
