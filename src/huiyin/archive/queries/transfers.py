"""What is due to go to the archive, what was prepared, what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from huiyin.archive import rules
from huiyin.archive.models import OPEN, Dossier, State, Transfer, TransferItem
from huiyin.cases.models import Case
from huiyin.cases.models.case import Bucket
from huiyin.cases.queries.lists import scope_of
from huiyin.incidents.models import Incident
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.queries import own_office

from .dossiers import listed, with_things

PAGE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A case that ended long enough ago and is on no list. `dossier`: the newest one that is made, if any."""

    case: Case
    ended_at: dt.datetime
    dossier: Dossier | None


@dataclass(frozen=True, slots=True)
class Desk:
    """`days`: the office's own number. `ready`: made dossiers on no list, of emergencies too; `emergencies`: those that ended and have none."""

    days: int
    due: tuple[Due, ...]
    ready: tuple[Dossier, ...]
    transfers: tuple[Transfer, ...]
    emergencies: tuple[Incident, ...]


def desk(actor: Actor) -> Desk:
    """The page of the desk. Cases that the post may not list are on none of its lists."""
    office = own_office(actor)
    days = office.own_number(rules.DUE_KEY, rules.DUE_DAYS)
    made = Dossier.objects.filter(organisation=office, state=State.MADE).filter(listed(actor))
    ready = with_things(made.exclude(items__held=True))
    found = Transfer.objects.filter(organisation=office)[:PAGE]
    ended = Incident.objects.filter(organisation=office, status__in=rules.ENDED_INCIDENT)
    without = ended.exclude(dossiers__state__in=(*OPEN, State.MADE))[:PAGE]
    due = _due(actor, time.now() - dt.timedelta(days=days))
    return Desk(days, due, tuple(_newest(ready)), tuple(found), tuple(without))


def transfer(actor: Actor, public_id: str) -> tuple[Transfer, tuple[TransferItem, ...]]:
    """The list, with those of its dossiers that the post may list."""
    row = Transfer.objects.select_related("organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "archive_read", row):
        raise Refused
    dossiers = Dossier.objects.filter(organisation_id=row.organisation_id).filter(listed(actor))
    items = row.items.filter(dossier__in=dossiers)
    if row.called_off_at is None:
        items = items.filter(held=True)  # the others were taken off, because their case was sealed or erased
    items = items.select_related("dossier__case__category", "dossier__incident")
    return row, tuple(items)


def given_out(case: Case) -> tuple[tuple[Transfer, ...], tuple[Dossier, ...]]:
    """Lists with a dossier of it that an archive has signed, and made dossiers on none of these: whoever took one has it."""
    signed = Transfer.objects.filter(items__dossier__case=case, items__held=True, recorded_at__isnull=False).distinct()
    others = Dossier.objects.filter(case=case, state=State.MADE).exclude(items__transfer__in=signed)
    return tuple(signed), tuple(others)


def _due(actor: Actor, until: dt.datetime) -> tuple[Due, ...]:
    found = (
        Case.objects.filter(organisation_id=actor.organisation_id, bucket=Bucket.DONE, scopes__scope=scope_of(actor))
        .exclude(exclusions__post_id__in=actor.post_ids)
        .exclude(dossiers__items__held=True)
        .annotate(ended_at=Max("tracks__entered_at"))
        .filter(ended_at__lte=until)
        .order_by("ended_at", "id")[:PAGE]
    )
    made: dict[int, Dossier] = {}
    for row in Dossier.objects.filter(case__in=[one.pk for one in found], state=State.MADE).order_by("id"):
        made[row.case_id or 0] = row
    return tuple(Due(case, case.ended_at, made.get(case.pk)) for case in found)


def _newest(rows: Iterable[Dossier]) -> list[Dossier]:
    """Of several of the same thing the newest alone."""
    newest: dict[tuple[int | None, int | None], Dossier] = {}
    for row in rows:
        newest.setdefault((row.case_id, row.incident_id), row)
    return list(newest.values())[:PAGE]
