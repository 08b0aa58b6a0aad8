"""What is told to a person at a higher office: which subjects offices below are competent for, and which office it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from huiyin.cases import taxonomy
from huiyin.cases.actions.levels import can_change
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.concern import Level
from huiyin.organisations import queries as competent
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import CompetenceRow, own_office, rows_below, who_is_competent

Subjects = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told, and what they want. `office`, `source`: as the row says; `open`: it can be changed."""

    concern: str
    office: str
    organisation: str
    source: str
    level: str
    acted: bool
    open: bool


def subjects_below(public_id: str, language: str) -> Subjects:
    """Category and words, for which offices under this one are competent; empty where there is none."""
    home = Organisation.objects.filter(public_id=public_id, closed_at=None).first()
    if home is None:
        return ()
    found = competent.subjects_below(home)
    titles = taxonomy.paths(language) if found else {}
    return tuple((code, titles.get(code, code).split(" › ")[-1]) for code in found)


def competent_below(actor: Actor) -> Subjects:
    """For a clerk at the counter: each row of an office below the own one, as one choice."""
    home = own_office(actor)
    titles = taxonomy.paths(get_language() or "zh-hans")
    rows = [row for row in rows_below(home) if row.category]
    rows.sort(key=lambda row: (row.name, row.category))
    return [(row.public_id, f"{row.name} · {titles.get(row.category, row.note)} · {row.source}") for row in rows]


def offices_below(public_id: str, category: str, words: str = "") -> tuple[CompetenceRow, ...]:
    """The lowest competent ones, where these are below; none where the office itself is as near."""
    home = Organisation.objects.filter(public_id=public_id, closed_at=None).first()
    if home is None or not category:
        return ()
    best = who_is_competent(home, category, words=words).best
    return best if all(row.where == "below" for row in best) else ()


def told_in(case: Case) -> list[Concern]:
    """The concerns of a case whose people were told of another office."""
    found = list(case.concerns.filter(told__isnull=False, left_at=None).select_related("told__organisation"))
    for concern in found:
        concern.case = case
    return found


def cases_that_wait(actor: Actor, most: int) -> list[Case]:
    """Cases of the post's own office in which somebody waits to be passed on or received jointly, the oldest first.

    Permission and exclusions as in every list: what may not be seen is not there.
    """
    scope = f"o{actor.organisation_id}"
    asking = Concern.objects.filter(
        case=OuterRef("pk"), level__in=[Level.PASSED, Level.JOINT], level_acted_at=None, left_at=None
    )
    found = (
        Case.objects.filter(Exists(asking), scopes__scope=scope, bucket__in=[Bucket.NEW, Bucket.OPEN, Bucket.WAITING])
        .exclude(kind=Kind.MISCONDUCT)
        .exclude(exclusions__post_id__in=actor.post_ids | {actor.post_id})
        .order_by("received_at")
    )
    return [case for case in found[:most] if may(actor, "sort", case)]


def told_of(concern: Concern) -> Told | None:
    """For the person's own page and the clerk's; None where nobody was told, or where nothing may lead anywhere."""
    row = concern.told
    if row is None or concern.case.kind == Kind.MISCONDUCT:
        return None
    office = row.organisation
    return Told(
        concern.public_id, office.name, office.public_id, row.source, concern.level,
        concern.level_acted_at is not None, can_change(concern),
    )  # fmt: skip
