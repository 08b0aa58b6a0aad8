"""What runs by itself: dossiers that were asked for are made; packages that have lain their day go."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.models import Case
from huiyin.kernel.errors import HuiyinError

from .actions import making
from .dossiers import case, incident, packing, paper
from .dossiers.content import Content
from .models import Dossier


def make(now: dt.datetime) -> int:
    """One dossier from beginning to end; answers how many."""
    dossier = making.begin(now)
    if dossier is None:
        return 0
    try:
        content = _gathered(dossier)
        making.heard(dossier=dossier, stage="setting")
        pdf = paper.pdf(content)
        making.heard(dossier=dossier, stage="packing")
        packed = packing.packed(content, pdf, dossier.public_id, dossier.asked_at)
        sealed = making.seal(dossier, packed.content)
    except HuiyinError as error:
        making.give_up(dossier=dossier, error=error)
        return 1
    making.take_over(dossier=dossier, packed=packed, sealed=sealed, originals=len(content.originals))
    return 1


def _gathered(dossier: Dossier) -> Content:
    if dossier.incident is not None:
        return incident.gather(dossier.incident)
    assert dossier.case is not None  # a constraint of the table
    return case.gather(Case.objects.select_related("organisation", "category").get(pk=dossier.case.pk))


def forget(now: dt.datetime) -> int:
    return making.forget(now)
