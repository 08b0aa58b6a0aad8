"""A leader's board: by index, late first, a page at a time; and one led case for its leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from huiyin.cases.models import Case, CaseEvent
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.lists import FETCHED, next_clock
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView, of_kinds
from huiyin.kernel.counting import NOW, Count, ask
from huiyin.kernel.errors import BadInput, Refused
from huiyin.leaders.keeping import SUBJECT
from huiyin.leaders.models import Handover, Lead, LeaderStep, Stage
from huiyin.leaders.rules import LEADING_ROLES
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.models import Post

PAGE = 30
MOST = 99
SOON = dt.timedelta(days=7)
SHOWN = (
    "public_id", "title", "summary", "kind", "facts", "received_at", "refused_at", "unit", "handler__unit",
    "organisation__path", "organisation__zone", "worked_by__path",
)  # fmt: skip
CONTACT = ("leader_talk", "answer_message", "ask_person", "talk", "issue_reply", "reception_held")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A led case. `owed`: what the office owes the person next; `own`: the date of the leader's next step."""

    lead: Lead
    case: Case
    owed: ClockView | None
    own: ClockView | None
    contact_at: dt.datetime | None

    @property
    def late(self) -> bool:
        return any(clock is not None and clock.late for clock in (self.owed, self.own))


@dataclass(frozen=True, slots=True)
class Board:
    """`after`: from which lead the next page starts. `leaving`: lists of cases that are about to change hands, unsigned."""

    post: Post
    mine: bool
    rows: tuple[BoardRow, ...]
    after: str
    late: int
    soon: int
    extended: int
    aftercare: int
    silent_days: int | None
    leaving: tuple[Handover, ...]


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One led case for the post that leads it, or for the desk and the head. `steps`: also of who led it before.

    `leads`: every lead of the case, this one last, so that what a former leader urged is not lost.
    """

    row: BoardRow
    steps: tuple[LeaderStep, ...]
    leads: tuple[Lead, ...]
    mine: bool
    urges: bool


def boards_of(actor: Actor) -> list[Post]:
    """The leaders' posts of the own office, for its head. By post: whoever holds it."""
    if not may(actor, "read_boards"):
        return []
    posts = Post.objects.filter(unit__organisation_id=actor.organisation_id, closed_at=None).order_by("id")
    return [post for post in posts if LEADING_ROLES & set(post.roles) and "administrator" not in post.roles]


def board(actor: Actor, *, post: str = "", stage: str = Stage.HANDLING, after: str = "") -> Board:
    """The board of the actor's own post; of another one for the head of the office. `Refused` else."""
    owner = _whose(actor, post)
    found = Lead.objects.filter(post=owner, until=None, stage=stage)
    if after:
        start = _start(owner, after)
        found = found.filter(Q(due_at__gt=start.due_at) | Q(due_at=start.due_at, pk__gt=start.pk))
    taken = list(found.order_by("due_at", "id")[: PAGE + 1])
    for lead in taken:
        lead.post = owner
    rows = _rows(actor, taken[:PAGE], Case.objects.select_related("organisation", "worked_by", "handler").only(*SHOWN))
    late, aftercare = ask([Count(_late, (owner.pk,)), Count(_aftercare, (owner.pk,))])
    now = time.now()
    silent = [row.contact_at or row.case.received_at for row in rows]
    return Board(
        post=owner,
        mine=owner.pk == actor.post_id,
        rows=rows,
        after=taken[PAGE - 1].public_id if len(taken) > PAGE else "",
        late=late,
        soon=_soon(owner, now),
        extended=sum(1 for row in rows if row.case.facts.get("extensions")),
        aftercare=aftercare,
        silent_days=max(((now - at).days for at in silent), default=None),
        leaving=_leaving(owner),
    )


def late_count(actor: Actor) -> Count:
    """For the rail: led cases with something late."""
    return Count(_late, (actor.post_id,))


def _late(post_id: int) -> list[QuerySet[Lead]]:
    return [Lead.objects.filter(post_id=post_id, until=None, stage=Stage.HANDLING, due_at__lt=NOW)]


def _aftercare(post_id: int) -> list[QuerySet[Lead]]:
    return [Lead.objects.filter(post_id=post_id, until=None, stage=Stage.AFTERCARE)]


def lead_page(actor: Actor, public_id: str) -> LeadPage:
    """One led case. `Refused` where the post neither leads it nor urges for its office, and where it may not read the case."""
    lead = Lead.objects.select_related("post").filter(public_id=public_id, until=None).first()
    if lead is None:
        raise Refused
    rows = _rows(actor, [lead], Case.objects.select_related(*FETCHED).prefetch_related("tracks"))
    mine = lead.post_id == actor.post_id and may(actor, "lead")
    urges = bool(rows) and (mine or may(actor, "urge", rows[0].case))
    if not rows or not (urges or may(actor, "read_boards", rows[0].case)):
        raise Refused
    leads = Lead.objects.filter(case=lead.case).select_related("post").order_by("id")
    return LeadPage(rows[0], steps_of(lead.case), tuple(leads), mine, urges)


def steps_of(case: Case, most: int | None = None) -> tuple[LeaderStep, ...]:
    """What its leaders did in person, the latest first; who led it before included."""
    steps = LeaderStep.objects.filter(lead__case=case).select_related("lead__case__organisation")
    return tuple(steps.order_by("-on", "-id")[:most])


def of_case(case: Case) -> Lead | None:
    """The running lead of a case that the reader may read."""
    return Lead.objects.select_related("post__unit__organisation").filter(case=case, until=None).first()


def _whose(actor: Actor, public_id: str) -> Post:
    posts = Post.objects.select_related("unit__organisation")
    if not public_id:
        return posts.get(pk=actor.post_id)
    found = posts.filter(public_id=public_id).first()
    if found is None:
        raise Refused
    home = found.unit.organisation
    if found.pk != actor.post_id and not may(actor, "read_boards", Place(home.pk, home.path)):
        raise Refused
    return found


def _start(owner: Post, public_id: str) -> Lead:
    found = Lead.objects.filter(post=owner, public_id=public_id).first()
    if found is None:
        raise BadInput("after", "", "")
    return found


def _rows(actor: Actor, leads: Sequence[Lead], cases: QuerySet[Case]) -> tuple[BoardRow, ...]:
    """With their cases, dates and last contact: a fixed number of queries for a page."""
    wanted = cases.filter(pk__in=[lead.case_id for lead in leads]).prefetch_related("exclusions", "involvements")
    found = {case.pk: case for case in wanted}
    dates = of_kinds(("case", SUBJECT), [case.public_id for case in found.values()])
    said = CaseEvent.objects.filter(case__in=list(found), verb__in=CONTACT).values_list("case_id")
    contact = dict(said.annotate(Max("at")))
    rows = []
    for lead in leads:
        case = found[lead.case_id]
        if case.kind == Kind.MISCONDUCT or not may(actor, "read", case):
            continue
        lead.case = case
        owed = [clock for clock in dates.get(("case", case.public_id), ()) if clock.waits_on == "office"]
        own = dates.get((SUBJECT, case.public_id), ())
        rows.append(BoardRow(lead, case, next_clock(owed), next_clock(own), contact.get(case.pk)))
    return tuple(rows)


def _soon(owner: Post, now: dt.datetime) -> int:
    """Counted no further than `MOST`."""
    soon = Lead.objects.filter(post=owner, until=None, stage=Stage.HANDLING, due_at__gte=now, due_at__lte=now + SOON)
    return soon[:MOST].count()


def _leaving(owner: Post) -> tuple[Handover, ...]:
    rows = Handover.objects.filter(post=owner, ended_at=None).select_related("to_post", "post", "leaving__account")
    return tuple(rows.order_by("id")[:5])
