"""What a post may read of requests for support, what the holder of a code reads, and what of it is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from huiyin.kernel import clocks, time, vault
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.posts import posts_of

from . import rules
from .actions import asking, parts
from .models import OPEN, Agreement, Line, Request, Status, Supporter, Visit

LAST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A request in the list of a post."""

    request: Request
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Lists:
    """`mine`: that this post answers for; `along`: that it was let in to; `closed`: of both."""

    mine: tuple[Row, ...]
    along: tuple[Row, ...]
    closed: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A line with what was said."""

    line: Line
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A visit or an agreement, with its words."""

    row: Visit | Agreement
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One request. `visit` and `agreement` wait for the person; `to_visit` was agreed to and waits to be held."""

    request: Request
    said: tuple[Said, ...]
    visit: Told | None
    to_visit: Told | None
    agreement: Told | None
    agreed: Told | None
    clock: ClockView | None
    kept: tuple[str, ...]
    openings: tuple[vault.OpeningLine, ...]
    let_in: tuple[Post, ...]
    held: bool

    @property
    def is_open(self) -> bool:
        return self.request.status in OPEN


def lists(actor: Actor) -> Lists:
    """Of this post alone; whoever is not let in has none."""
    found = Request.objects.filter(organisation_id=actor.organisation_id).exclude(status=Status.DESTROYED)
    found = found.filter(Q(post_id=actor.post_id) | Q(let_in__post_id=actor.post_id, let_in__until=None)).distinct()
    rows = [
        row for row in found.order_by("id").select_related("post__unit", "organisation") if parts.may_read(actor, row)
    ]
    watched = clocks.queries.of_subjects(parts.SUPPORT, [one.public_id for one in rows])
    drawn = [Row(one, owed_clock(watched.get(one.public_id, ()))) for one in rows]
    running = [one for one in drawn if one.request.status in OPEN]
    return Lists(
        mine=tuple(one for one in running if one.request.post_id == actor.post_id),
        along=tuple(one for one in running if one.request.post_id != actor.post_id),
        closed=tuple(one for one in reversed(drawn) if one.request.status == Status.CLOSED)[:LAST],
    )


def visible(actor: Actor, public_id: str) -> Request:
    found = Request.objects.filter(public_id=public_id).select_related("organisation", "post__unit").first()
    if found is None or not parts.may_read(actor, found):
        raise Refused
    return found


def page(actor: Actor, public_id: str) -> Page:
    """For a post that may read it."""
    return _page(visible(actor, public_id))


def seen(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """Those that this post may open."""
    rows = Request.objects.filter(public_id__in=public_ids).select_related("organisation")
    return [row.public_id for row in rows if parts.may_read(actor, row)]


def owed(actor: Actor, found: Iterable[Clock] | Iterable[ClockView]) -> list[tuple[Request, str]]:
    """Requests of these clocks that the post answers for, each once, with the name of its first clock."""
    names: dict[str, str] = {}
    for clock in found:
        if clock.name != parts.KEEP:
            names.setdefault(clock.subject_id, clock.name)
    rows = Request.objects.filter(public_id__in=names, post_id=actor.post_id, status__in=OPEN)
    return [(row, names[row.public_id]) for row in rows.select_related("organisation") if parts.may_read(actor, row)]


def told(typed: str) -> Page | None:
    """By the code alone."""
    row = asking.find(typed)
    return _page(row) if row is not None else None


def supporter(organisation_id: int) -> Supporter | None:
    named = Supporter.objects.filter(organisation_id=organisation_id, until=None)
    return named.select_related("organisation", "post__unit__organisation", "deputy__unit__organisation").first()


def there(post: Post) -> bool:
    """Whether somebody holds it today."""
    return is_held(post)


def offices() -> tuple[Organisation, ...]:
    """Where somebody was named; of these anybody asks."""
    named = Supporter.objects.filter(until=None).values("organisation_id")
    return tuple(Organisation.objects.filter(pk__in=named).order_by("path", "id"))


def office(public_id: str) -> Supporter:
    """Who supports there; `Refused` where nobody was named."""
    found = Organisation.objects.filter(public_id=public_id).first()
    named = supporter(found.pk) if found else None
    if named is None:
        raise Refused
    return named


def title_of(organisation_id: int, post_id: str) -> str:
    """Of an open post of the house; empty where it is none."""
    return dict(posts_of(organisation_id)).get(post_id, "").partition(" · ")[0]


def asked_in_a_year(organisation: Organisation) -> int | None:
    """How often somebody asked in the twelve months before this one, by whole handfuls."""
    zone = time.zone_of(organisation.zone)
    first, last = (dt.datetime.combine(day, dt.time(), zone) for day in rules.counted(time.today(organisation.zone)))
    asked = Request.objects.filter(organisation=organisation, asked_at__gte=first, asked_at__lt=last)
    return rules.by_handfuls(asked.count())


def _page(row: Request) -> Page:
    lines, visits, agreements = list(row.lines.all()), list(row.visits.all()), list(row.agreements.all())
    texts = _texts(row)
    identity = vault.SealedIdentity.objects.filter(public_id=row.identity).first() if row.identity else None
    watched = clocks.queries.of_subject(parts.SUPPORT, row.public_id, only_open=True)

    def last(rows: Iterable[Visit] | Iterable[Agreement], answer: str) -> Told | None:
        found = [one for one in rows if one.answer == answer]
        return Told(found[-1], texts.get(found[-1].text, "")) if found else None

    agreed_visits = (
        [one for one in visits if one.held_at is None] if any(one.name == parts.VISIT for one in watched) else []
    )
    return Page(
        request=row,
        said=tuple(Said(one, texts.get(one.text, "")) for one in reversed(lines)),
        visit=last(visits, ""), to_visit=last(agreed_visits, "yes"), agreement=last(agreements, ""),
        agreed=last(agreements, "yes"), clock=owed_clock(watched), kept=tuple(identity.kept) if identity else (),
        openings=tuple(vault.openings(identity)) if identity else (),
        let_in=tuple(one.post for one in row.let_in.filter(until=None).select_related("post")), held=there(row.post),
    )  # fmt: skip


def _texts(row: Request) -> dict[str, str]:
    found = vault.SealedText.objects.filter(case_key__about=row.reference).select_related("case_key")
    return {one.public_id: vault.read_text(one) for one in found if bytes(one.case_key.wrapped_key)}


def owed_clock(watched: Iterable[ClockView]) -> ClockView | None:
    """The open clock that says what is owed: an answer before all else; that somebody is told again says nothing to a reader."""
    found = [
        one for one in watched if one.status in ("running", "paused") and one.name not in (parts.STILL, parts.KEEP)
    ]
    return min(found, key=lambda one: (one.name != parts.ANSWER, one.due_at), default=None)
