"""The yearly work sheet of a post: what is due, what was done in person, with the record behind each. Nothing about petitioners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.kernel.clocks import words
from huiyin.kernel.errors import Refused
from huiyin.leaders.actions.appointing import URGING
from huiyin.leaders.models import LeaderStep, YearSheet
from huiyin.leaders.rules import DUTIES, DUTY_OF, LEADING_ROLES, by_duty, lines_of
from huiyin.leaders.wording import STEPS, URGED
from huiyin.organisations import duties
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.access.gate import scope_filter
from huiyin.organisations.duties import Done
from huiyin.organisations.models import GroupMember, Post
from huiyin.tasks.models import Task

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

MOST = 500
YEARS = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A duty as it is written. `where`: the leading group, or the article."""

    where: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """`done`: under each of the five duties. `kept_at`: since when it is fixed; None while the year runs."""

    post: Post
    title: str
    organisation: str
    year: int
    due: tuple[Due, ...]
    done: Mapping[str, list[Done]]
    kept_at: dt.datetime | None
    years: tuple[int, ...]


def sheet(actor: Actor, *, post: str = "", year: int | None = None) -> Sheet:
    """Of the actor's own post, or of one whose sheets the actor may read. `Refused` else."""
    owner = _whose(actor, post)
    home = owner.unit.organisation
    this = time.today(home.zone).year
    wanted = this if year is None else year
    if wanted > this or wanted < this - 50:
        raise Refused
    kept = YearSheet.objects.filter(post=owner, year=wanted).first()
    years = tuple(range(this, this - YEARS, -1))
    if kept is not None:
        due = tuple(Due(words.pick(where), words.pick(text)) for where, text in kept.due)
        return Sheet(owner, kept.title, home.name, wanted, due, _kept(kept), kept.kept_at, years)
    done = {duty: list(rows) for duty, rows in by_duty((one.duty, one) for one in done_in(owner, wanted)).items()}
    return Sheet(owner, owner.title, home.name, wanted, tuple(due_of(owner)), done, None, years)  # type: ignore[arg-type]


def posts_with_sheets(actor: Actor) -> list[Post]:
    """Whose sheets the actor may read besides the own one: of the own office for its head, of those below for supervision."""
    reach = scope_filter(actor, "read_work_sheets")
    if reach.scope == "nothing":
        return []
    posts = Post.objects.filter(unit__organisation_id__in=reach.organisation_ids, closed_at=None)
    rows = posts.select_related("unit__organisation").order_by("unit__organisation__path", "id")[:MOST]
    members = set(
        GroupMember.objects.filter(post__in=list(rows), group__closed_at=None).values_list("post_id", flat=True)
    )
    return [post for post in rows if has_sheet(post, member=post.pk in members)]


def has_sheet(post: Post, *, member: bool) -> bool:
    """Who leads, heads, or stands in a leading group with written duties."""
    return "administrator" not in post.roles and (member or bool(LEADING_ROLES & set(post.roles)))


def due_of(post: Post) -> Iterable[Due]:
    """The written duties of the leading groups, then what the law asks of who leads and of who heads."""
    rows = GroupMember.objects.filter(post=post, group__closed_at=None).select_related("group").order_by("group_id")
    for row in rows:
        written = [*lines_of(row.duties), *(lines_of(row.group.duties) if row.role == GroupMember.Role.LEADER else [])]
        yield from (Due(row.group.name, line) for line in written)
    if LEADING_ROLES & set(post.roles):
        yield Due(
            _("Regulation on petition work, art. 18 (no frequency is given)"),
            _(
                "Reads letters and web petitions, receives visitors, goes down to visit, takes on hard cases personally."
            ),
        )
    if post.is_head:
        yield Due(
            _("Regulation on petition work, art. 5: whoever is in charge answers"),
            _("Is first responsible for what is raised with the own office."),
        )


def done_in(post: Post, year: int) -> list[Done]:
    """Everything of the year, of every room that tells it."""
    return duties.done_by(post.reference, dt.date(year, 1, 1), dt.date(year, 12, 31))[:MOST]


def own_records(post_reference: str, first: dt.date, last: dt.date) -> Iterable[Done]:
    """For `organisations.duties`: this room's own records, steps and urgings."""
    steps = LeaderStep.objects.filter(actor=post_reference, on__gte=first, on__lte=last).select_related("lead__case")
    for step in steps.exclude(lead__case__kind=Kind.MISCONDUCT)[:MOST]:
        case = step.lead.case
        yield Done(
            DUTY_OF[step.kind], step.on, STEPS[step.kind], case.public_id, reverse("cases:case", args=[case.public_id])
        )
    given = Task.objects.filter(given_by=post_reference, origin=URGING).exclude(case__kind=Kind.MISCONDUCT)
    for task in given.filter(given_at__date__gte=first, given_at__date__lte=last)[:MOST]:
        on = time.zone_of(task.organisation.zone)
        yield Done(
            "deploy",
            task.given_at.astimezone(on).date(),
            URGED,
            task.public_id,
            reverse("tasks:task", args=[task.public_id]),
        )


def _kept(row: YearSheet) -> dict[str, list[Done]]:
    found: dict[str, list[Done]] = {duty: [] for duty in DUTIES}
    for one in row.done:
        on = dt.date.fromisoformat(one["on"])
        found[one["duty"]].append(Done(one["duty"], on, words.pick(one["what"]), one["number"], one["url"]))
    return found


def _whose(actor: Actor, public_id: str) -> Post:
    posts = Post.objects.select_related("unit__organisation")
    if not public_id:
        return posts.get(pk=actor.post_id)
    found = posts.filter(public_id=public_id).first()
    if found is None:
        raise Refused
    home = found.unit.organisation
    own = found.pk == actor.post_id
    if not own and not may(actor, "read_work_sheets", Place(home.pk, home.path, found.unit_id)):
        raise Refused
    return found
