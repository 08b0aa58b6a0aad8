"""The machine proposes which cases of an office may be about the same matter; a clerk decides.

Each new case is compared once, with the newest open ones of the same office, and the few that are most alike are proposed: bounded,
however many cases there are and however many people send the same words. What is compared are the masked words of the index, so
that a proposal never rests on who wrote.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from huiyin.cases.models import Case, CaseScope, Exclusion, Likeness, LookedThrough, SearchText
from huiyin.cases.models.case import Bucket
from huiyin.cases.sameness import ALIKE, Matter, likeness, matter_of
from huiyin.kernel import ledger, store

BATCH = 20  # new cases in one go
COMPARED = 150  # newest open cases of the office
PROPOSED = 5  # of these for one case: enough to find the group that it belongs to
RUNS = (Bucket.NEW, Bucket.OPEN, Bucket.WAITING)


def propose(at: dt.datetime) -> int:
    """Look through the next new cases. Answers how many were looked at."""
    looked = LookedThrough.objects.first()
    since = looked.case_key if looked else 0
    cases = list(Case.objects.filter(pk__gt=since).select_related("organisation").order_by("pk")[:BATCH])
    if not cases:
        return 0
    matters: dict[int, Matter] = {}
    found = [(case, _alike(case, matters)) for case in cases if case.bucket in RUNS]
    with store.write():
        for case, others in found:
            _keep(case, others, at)
        LookedThrough.objects.update_or_create(pk=looked.pk if looked else 1, defaults={"case_key": cases[-1].pk})
    return len(cases)


def _alike(case: Case, matters: dict[int, Matter]) -> list[tuple[int, int]]:
    """(case, score) of the older ones that are alike enough."""
    scope = CaseScope.objects.filter(scope=f"o{case.organisation_id}", bucket__in=RUNS, case_id__lt=case.pk)
    keys = list(scope.order_by("-case_id").values_list("case_id", flat=True)[:COMPARED])
    _read([case.pk, *keys], matters)
    own = matters.get(case.pk)
    if own is None:
        return []
    scores = [(key, likeness(own, matters[key])) for key in keys if key in matters]
    return _most_alike([(key, score) for key, score in scores if score >= ALIKE])


def _most_alike(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first of those that are most alike: the others are like them. What not everybody may know of takes nobody's place."""
    apart = set(Exclusion.objects.filter(case_id__in=[key for key, _score in found]).values_list("case_id", flat=True))
    ranked = sorted(found, key=lambda one: (-one[1], one[0]))
    known = [one for one in ranked if one[0] not in apart]
    return known[:PROPOSED] + [one for one in ranked if one[0] in apart][:PROPOSED]


def _read(keys: list[int], matters: dict[int, Matter]) -> None:
    missing = [key for key in keys if key not in matters]
    rows = SearchText.objects.filter(case_id__in=missing).annotate(
        category=F("case__category_id"), received_at=F("case__received_at")
    )
    for row in rows.values_list("case_id", "words", "category", "received_at"):
        matters[row[0]] = matter_of(row[1], row[2], row[3])


def _keep(case: Case, others: list[tuple[int, int]], at: dt.datetime) -> None:
    there = set(Likeness.objects.filter(newer=case).values_list("older_id", flat=True)) if others else ()
    rows = Likeness.objects.bulk_create(
        Likeness(older_id=key, newer=case, organisation_id=case.organisation_id, score=score, found_at=at)
        for key, score in others
        if key not in there
    )
    if rows:
        ledger.record(verb="cases.find-alike", actor="system:alike", about=case.reference, at=at, commits=rows)
