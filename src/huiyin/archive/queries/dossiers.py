"""Dossiers as a post may see them: only of what it may read itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.archive import rules
from huiyin.archive.models import Dossier
from huiyin.cases.models import Case
from huiyin.cases.queries.lists import scope_of, visible_case
from huiyin.incidents.models import Incident
from huiyin.incidents.queries import visible
from huiyin.organisations.access import Actor, require

PAGE = 50


@dataclass(frozen=True, slots=True)
class OfOne:
    """The dossiers of one case or emergency, newest first. `may_ask`: it has ended and none is being made."""

    title: str
    thing: Case | Incident
    dossiers: tuple[Dossier, ...]
    ended: bool
    may_ask: bool


def of_case(actor: Actor, public_id: str) -> OfOne:
    """`Refused` for who may not read the case, or not have its dossier."""
    case = visible_case(actor, public_id)
    require(actor, "dossier", case)
    return _of_one(case, case.title, tuple(Dossier.objects.filter(case=case)), ended=rules.case_may(case.bucket))


def of_incident(actor: Actor, public_id: str) -> OfOne:
    incident = visible(actor, public_id)
    require(actor, "dossier_incident", incident)
    rows = tuple(Dossier.objects.filter(incident=incident))
    return _of_one(incident, f"{incident.number} {incident.title}", rows, ended=rules.incident_may(incident.status))


def latest(actor: Actor) -> tuple[Dossier, ...]:
    """The newest of the office. A sealed case's is listed for nobody: it is found on the page of its case."""
    found = Dossier.objects.filter(organisation_id=actor.organisation_id).filter(listed(actor))
    return tuple(with_things(found)[:PAGE])


def listed(actor: Actor) -> Q:
    """Which dossiers stand in lists of this post: of emergencies, and of cases that stand in its list of cases."""
    of_cases = Q(
        case__in=Case.objects.filter(scopes__scope=scope_of(actor)).exclude(exclusions__post_id__in=actor.post_ids)
    )
    return Q(case=None) | of_cases


def with_things(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return found.select_related("case", "incident", "organisation")


def _of_one(thing: Case | Incident, title: str, rows: tuple[Dossier, ...], *, ended: bool) -> OfOne:
    return OfOne(title, thing, rows, ended, ended and not any(row.open for row in rows))
