"""What can be held back, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from huiyin.announcements.models import Announcement
from huiyin.archive.models import Holding
from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.prevention.models import Hazard
from huiyin.retention.models import Hold

Held = Case | Hazard | Announcement | Holding


@dataclass(frozen=True, slots=True)
class Holdable:
    """A kind of things by the first part of its reference. `page`: where one stands (`one`: with its public id)."""

    rows: QuerySet[Case] | QuerySet[Hazard] | QuerySet[Announcement] | QuerySet[Holding]
    reads: str
    page: str
    one: bool = True


HOLDABLE: Final[Mapping[str, Holdable]] = {
    "case": Holdable(Case.objects.select_related("organisation", "handler"), "read", "cases:case"),
    "hazard": Holdable(Hazard.objects.select_related("organisation", "owner"), "hazard_read", "prevention:hazard"),
    "announcement": Holdable(Announcement.objects.select_related("organisation"), "announcement_read", "announcements:notice"),
    "holding": Holdable(Holding.objects.select_related("organisation"), "archive_read", "archive:home", one=False),
}  # fmt: skip


def held(about: str, zone: str) -> bool:
    """Whether a hold is in force today."""
    today = time.today(zone)
    return Hold.objects.filter(Q(until=None) | Q(until__gte=today), about=about, ended_at=None).exists()


def thing_of(actor: Actor, about: str) -> Held:
    """What the post reads; else `Refused`."""
    kind, _colon, public_id = about.partition(":")
    known = HOLDABLE.get(kind)
    found = known.rows.filter(public_id=public_id).first() if known else None
    if known is None or found is None or not may(actor, known.reads, found):
        raise Refused
    return found
