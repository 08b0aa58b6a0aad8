"""The list of hazards and the page of one, with what the asker can do now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Case, IntegerField, QuerySet, Value, When

from huiyin.cases.models import Concern
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.own_view import during, stays_of
from huiyin.incidents.models import Incident
from huiyin.kernel import clocks, files, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may, scope_filter
from huiyin.organisations.posts import posts_of
from huiyin.plans.models import Plan
from huiyin.prevention.actions import parts
from huiyin.prevention.actions.keeping import CHECK
from huiyin.prevention.actions.mending import may_look
from huiyin.prevention.actions.rounds import ROUND
from huiyin.prevention.models import OWED, Hazard, HazardEvent, Rectification, Report, ReportStatus, Severity, Status
from huiyin.prevention.rules import SEVERITIES

from .reports import sorts

PAGE, LINKABLE = 50, 20
View = Literal["open", "mine", "late", "check", "ended"]
VIEWS: tuple[View, ...] = ("open", "mine", "late", "check", "ended")
WITH = ("organisation", "owner")
OWED_KINDS = (parts.HAZARD, ROUND, CHECK)  # clocks of this room that a post owes


@dataclass(frozen=True, slots=True)
class Row:
    """A hazard in a list, with the day that runs or the last one."""

    hazard: Hazard
    clock: ClockView | None
    days: int  # since it was found or came back, until it ended


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows. `place`: exactly this one; `below`: offices below too, for who reads them."""

    view: View = "open"
    severity: str = ""
    place: str = ""
    below: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    rows: tuple[Row, ...]
    more: str  # public id of the last row, where there are older ones
    reads_below: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One hazard. `can`: verbs of this room; `why_not`: why the asker is not who looks at it."""

    hazard: Hazard
    clock: ClockView | None
    events: tuple[HazardEvent, ...]
    rectifications: tuple[Rectification, ...]
    pictures: tuple[Attachment, ...]
    reports: tuple[Report, ...]
    can: frozenset[str]
    posts: tuple[tuple[str, str], ...]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    own_work: bool
    same_place: tuple[Hazard, ...]
    days: int


def listed(actor: Actor, filters: Filters) -> Listed:
    """Graver ones first, then the older ones; what is over, the newest first."""
    reach = scope_filter(actor, "hazard_read")
    reads_below = len(reach.organisation_ids) > 1
    offices = reach.organisation_ids if filters.below and reads_below else (actor.organisation_id,)
    found = _of_view(Hazard.objects.filter(organisation_id__in=offices), actor, filters.view)
    if filters.severity in Severity.values:
        found = found.filter(severity=filters.severity)
    if filters.place:
        found = found.filter(place=filters.place)
    ended = filters.view == "ended"
    if filters.before and ended:
        last = Hazard.objects.filter(public_id=filters.before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=last or 0)
    found = found.order_by("-id") if ended else found.annotate(weight=weight()).order_by("weight", "id")
    rows = list(found.select_related(*WITH)[: PAGE + 1])
    more = rows[PAGE - 1].public_id if len(rows) > PAGE and ended else ""
    return Listed(with_clocks(rows[: PAGE if ended else None]), more, reads_below)


def page(actor: Actor, public_id: str) -> Page:
    """The hazard; `Refused` where it is not there or may not be read."""
    hazard = visible(actor, public_id)
    rectifications = tuple(hazard.rectifications.order_by("-id"))
    waiting = next((row for row in rectifications if row.passed is None), None)
    can = frozenset(_can(actor, hazard, waiting))
    reports = tuple(hazard.reports.select_related("spot"))
    posts = posts_of(actor.organisation_id) if "hand_to" in can else ()
    return Page(
        hazard=hazard,
        clock=_shown(clocks.queries.of_subject(parts.HAZARD, public_id)),
        events=tuple(hazard.events.order_by("-id")),
        rectifications=rectifications,
        pictures=pictures_of(hazard, reports),
        reports=reports,
        can=can,
        posts=tuple(one for one in posts if one[0] != hazard.owner.public_id),
        links=linkable(actor) if "link" in can else {},
        own_work=waiting is not None and "check" not in can and may(actor, "hazard_check", hazard),
        same_place=tuple(
            Hazard.objects.filter(organisation=hazard.organisation, place=hazard.place).exclude(pk=hazard.pk)[:5]
        ),
        days=_days(hazard),
    )


def pictures_of(hazard: Hazard, reports: Iterable[Report]) -> tuple[Attachment, ...]:
    """Its own, and those of who reported it."""
    abouts = [*(one.reference for one in reports), hazard.reference]
    return tuple(one for about in abouts for one in files.of(about))


def linkable(actor: Actor) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What of the own house a hazard may have come of: the last incidents and exercises, and its plans."""
    incidents = Incident.objects.filter(organisation_id=actor.organisation_id).order_by("-id")[:LINKABLE]
    plans = Plan.objects.filter(organisation_id=actor.organisation_id, retired_at=None, current__isnull=False)
    return {
        "incident": tuple((one.public_id, f"{one.number} {one.title}") for one in incidents),
        "plan": tuple((one.public_id, one.title) for one in plans.order_by("id")),
    }


def visible(actor: Actor, public_id: str) -> Hazard:
    found = Hazard.objects.select_related(
        "organisation",
        "owner__unit",
        "case__organisation",
        "incident__organisation",
        "plan__organisation",
        "told_up",
        "on_map",
    )
    hazard = found.filter(public_id=public_id).first()
    if hazard is None or not may(actor, "hazard_read", hazard):
        raise Refused
    return hazard


def seen(actor: Actor, public_ids: Iterable[str]) -> list[Hazard]:
    """Those that the asker may read."""
    rows = Hazard.objects.filter(public_id__in=list(public_ids)).select_related(*WITH)
    return [row for row in rows if may(actor, "hazard_read", row)]


def of_case(actor: Actor, case_id: int) -> tuple[Row, ...]:
    """What came of a case that the asker reads already."""
    rows = Hazard.objects.filter(case_id=case_id).select_related(*WITH)
    return with_clocks([row for row in rows if may(actor, "hazard_read", row)])


def told(concern: Concern) -> tuple[Row, ...]:
    """For the person: hazards that came of their case while it was theirs. A sealed case has none."""
    rows = Hazard.objects.filter(during(stays_of(concern), "found_at")).exclude(case__kind=Kind.MISCONDUCT)
    return with_clocks(list(rows.select_related(*WITH)[:PAGE]))


def of_plan(actor: Actor, plan_id: int) -> tuple[Row, ...]:
    """What is still dangerous of what a plan speaks of."""
    rows = Hazard.objects.filter(plan_id=plan_id, status__in=OWED).select_related(*WITH)
    return with_clocks([row for row in rows if may(actor, "hazard_read", row)])


def day(owed: Iterable[Clock]) -> tuple[Row, ...]:
    """What a post owes: to mend, or to see that somebody looks. `owed`: its open clocks."""
    ids = {one.subject_id for one in owed if one.subject_kind == parts.HAZARD and one.name != parts.STILL}
    rows = Hazard.objects.filter(public_id__in=ids).select_related(*WITH).annotate(weight=weight())
    return with_clocks(list(rows.order_by("weight", "id")[:PAGE]))


def waiting(actor: Actor) -> Count:
    """For the rail: what this post owes, and what was reported and waits for who sorts it."""
    return Count(_waiting, (actor.reference, actor.organisation_id if sorts(actor) else 0))


def _waiting(reference: str, organisation_id: int) -> list[QuerySet[Any, Any]]:
    names = (parts.MEND, parts.CHECK)
    reported = Report.objects.filter(organisation_id=organisation_id, status=ReportStatus.WAITING)
    return [reported, Clock.objects.filter(owner=reference, ended_at=None, subject_kind=parts.HAZARD, name__in=names)]


def places_of(organisation_id: int) -> tuple[str, ...]:
    """Places that were written before, the latest first, to be chosen again: so that the same place has one name."""
    found = Hazard.objects.filter(organisation_id=organisation_id).order_by("-id").values_list("place", flat=True)
    return tuple(dict.fromkeys(found[:300]))[:30]


def may_mark(actor: Actor, hazard: Hazard) -> bool:
    """Whether the asker may say where on a drawing it is."""
    return hazard.status in OWED and may(actor, "hazard_register", hazard)


def _of_view(found: QuerySet[Hazard], actor: Actor, view: View) -> QuerySet[Hazard]:
    if view == "ended":
        return found.exclude(status__in=OWED)
    if view == "check":
        return found.filter(status=Status.MENDED)
    if view == "mine":
        return found.filter(status__in=OWED, owner_id=actor.post_id)
    if view == "late":
        return beyond_their_day(found.filter(status__in=OWED))
    return found.filter(status__in=OWED)


def beyond_their_day(owed: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Those of which the mending or the look at it is late. The last second is in time (decision 0001)."""
    late = Clock.objects.filter(
        subject_kind=parts.HAZARD, name__in=(parts.MEND, parts.CHECK), ended_at=None, due_at__lt=time.now().replace(microsecond=0)
    )  # fmt: skip
    return owed.filter(public_id__in=late.values_list("subject_id", flat=True))


def weight() -> Case:
    """By which the gravest come first."""
    return Case(
        *(When(severity=severity, then=Value(place)) for place, severity in enumerate(SEVERITIES)),
        output_field=IntegerField(),
    )


def with_clocks(found: list[Hazard]) -> tuple[Row, ...]:
    watched = clocks.queries.of_subjects(parts.HAZARD, [one.public_id for one in found])
    return tuple(Row(one, _shown(watched.get(one.public_id, ())), _days(one)) for one in found)


def _shown(watched: Iterable[ClockView]) -> ClockView | None:
    """The day that runs: of the mending, then of the look; at the end none."""
    return next((one for one in watched if one.name != parts.STILL and one.status == "running"), None)


def _days(hazard: Hazard) -> int:
    return max(((hazard.ended_at or time.now()) - hazard.open_since) // dt.timedelta(days=1), 0)


def _can(actor: Actor, hazard: Hazard, waiting: Rectification | None) -> Iterable[str]:
    if hazard.status in OWED and may(actor, "hazard_register", hazard):
        yield from ("guard", "add")
    if may_mark(actor, hazard):
        yield "mark"
    if hazard.status == Status.OPEN:
        if may(actor, "hazard_mend", hazard) or parts.owes(actor, hazard):
            yield "mend"
        if may(actor, "hazard_sort", hazard):
            yield from ("regrade", "hand_to", "drop")
    if may(actor, "hazard_sort", hazard):
        yield "link"
    if waiting is not None and may_look(actor, waiting):
        yield "check"
    if hazard.status not in OWED and may(actor, "hazard_register", hazard):
        yield "reopen"
