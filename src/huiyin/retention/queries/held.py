"""What can be held back, and whether it is."""

from __future__ import annotations

from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.prevention.models import Hazard
from huiyin.retention.models import Hold


def held(about: str, zone: str) -> bool:
    """Whether a hold is in force today."""
    today = time.today(zone)
    return Hold.objects.filter(Q(until=None) | Q(until__gte=today), about=about, ended_at=None).exists()


def thing_of(actor: Actor, about: str) -> Case | Hazard:
    """The case or hazard that the post reads; else `Refused`."""
    kind, _colon, public_id = about.partition(":")
    found: Case | Hazard | None = None
    if kind == "case":
        found = Case.objects.select_related("organisation", "handler").filter(public_id=public_id).first()
    elif kind == "hazard":
        found = Hazard.objects.select_related("organisation", "owner").filter(public_id=public_id).first()
    if found is None or not may(actor, "read" if isinstance(found, Case) else "hazard_read", found):
        raise Refused
    return found
