"""What is counted of supervision, for the figures: by the worker, never by person, and of no case that somebody must not know."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from huiyin.cases.models import Exclusion
from huiyin.cases.models.case import Kind

from . import rules
from .models import Mark, Measure

Numbers = dict[str, int]


def patterns(since: dt.datetime) -> dict[int, dict[str, dict[str, Numbers]]]:
    """Organisation -> {"office": {"": {pattern: cases}}, "steps": {step: {pattern: cases}}}, of what happened since then."""
    barred = Exclusion.objects.filter(case=OuterRef("case"))
    marks = Mark.objects.filter(at__gte=since).exclude(case__kind=Kind.MISCONDUCT).exclude(Exists(barred)).order_by()
    found: dict[int, dict[str, dict[str, Numbers]]] = {}
    for organisation, step, pattern, number in marks.values_list("case__organisation_id", "step", "pattern").annotate(
        number=Count("case")
    ):
        found.setdefault(organisation, {}).setdefault("steps", {}).setdefault(step, {})[pattern] = number
    whole = marks.values_list("case__organisation_id", "pattern").annotate(number=Count("case", distinct=True))
    for organisation, pattern, number in whole:
        found.setdefault(organisation, {}).setdefault("office", {}).setdefault("", {})[pattern] = number
    return found


def ordered(begins: dt.datetime, ends: dt.datetime) -> dict[int, Numbers]:
    """Of each supervising organisation: cases supervised, improvements and accountability proposed, adopted (art. 41)."""
    barred = Exclusion.objects.filter(case=OuterRef("supervision__case"))
    rows = Measure.objects.filter(at__gte=begins, at__lt=ends).exclude(supervision__case__kind=Kind.MISCONDUCT)
    proposal = Q(kind__in=rules.PROPOSALS)
    counted = (
        rows.exclude(Exists(barred))
        .order_by()
        .values_list("supervision__organisation_id")
        .annotate(
            supervised=Count("supervision__case", distinct=True),
            proposed=Count("pk", filter=proposal),
            adopted=Count("pk", filter=proposal & Q(adopted__in=("yes", "partly"))),
        )
    )
    return {
        organisation: {"supervised": supervised, "proposed": proposed, "adopted": adopted}
        for organisation, supervised, proposed, adopted in counted
    }
