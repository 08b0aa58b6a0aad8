"""The machine proposes which cases of an office may be about the same matter; a clerk decides.

Each new case is compared once, with the newest open ones of the same office, and the few that are most alike are proposed: bounded,
however many cases there are and however many people send the same words. What is compared are the masked words of the index, so
that a proposal never rests on who wrote.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby

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
    cases = list(Case.objects.filter(pk__gt=since).order_by("pk")[:BATCH])
    if not cases:
        return 0
    found = _alike([case for case in cases if case.bucket in RUNS])
    with store.write():
        _keep(found, at)
        LookedThrough.objects.update_or_create(pk=looked.pk if looked else 1, defaults={"case_key": cases[-1].pk})
    return len(cases)


def _alike(cases: list[Case]) -> list[tuple[Case, list[tuple[int, int]]]]:
    """Each case that has some, with (case, score) of the older ones that are alike enough."""
    earlier = _earlier(cases)
    matters = _matters({case.pk for case in cases}.union(*earlier.values()))
    found = []
    for case in cases:
        if (own := matters.get(case.pk)) is not None:
            scores = [(key, likeness(own, matters[key])) for key in earlier[case.pk] if key in matters]
            found.append((case, [(key, score) for key, score in scores if score >= ALIKE]))
    keys = {key for _case, scores in found for key, _score in scores}
    apart = set(Exclusion.objects.filter(case_id__in=keys).values_list("case_id", flat=True))
    return [(case, _most_alike(scores, apart)) for case, scores in found if scores]


def _earlier(cases: list[Case]) -> dict[int, list[int]]:
    """For each case the newest open ones of its office that are older than itself. `cases`: without a gap between them."""
    newest: dict[int, list[int]] = {}
    for office in {case.organisation_id for case in cases}:
        scope = CaseScope.objects.filter(scope=f"o{office}", bucket__in=RUNS, case_id__lt=cases[-1].pk)
        keys = scope.order_by("-case_id").values_list("case_id", flat=True)
        newest[office] = list(keys[: COMPARED + len(cases)])
    return {case.pk: [key for key in newest[case.organisation_id] if key < case.pk][:COMPARED] for case in cases}


def _most_alike(found: list[tuple[int, int]], apart: set[int]) -> list[tuple[int, int]]:
    """The first of those that are most alike: the others are like them. What not everybody may know of takes nobody's place."""
    ranked = sorted(found, key=lambda one: (-one[1], one[0]))
    known = [one for one in ranked if one[0] not in apart]
    return known[:PROPOSED] + [one for one in ranked if one[0] in apart][:PROPOSED]


def _matters(keys: set[int]) -> dict[int, Matter]:
    rows = SearchText.objects.filter(case_id__in=keys).values_list(
        "case_id", "words", "case__category_id", "case__received_at"
    )
    return {key: matter_of(words, category, received_at) for key, words, category, received_at in rows}


def _keep(found: list[tuple[Case, list[tuple[int, int]]]], at: dt.datetime) -> None:
    pairs = Likeness.objects.filter(newer__in=[case.pk for case, _others in found])
    there = set(pairs.values_list("older_id", "newer_id"))
    rows = Likeness.objects.bulk_create(
        Likeness(older_id=key, newer=case, organisation_id=case.organisation_id, score=score, found_at=at)
        for case, others in found
        for key, score in others
        if (key, case.pk) not in there
    )
    for case, own in groupby(rows, key=lambda row: row.newer):
        ledger.record(verb="cases.find-alike", actor="system:alike", about=case.reference, at=at, commits=own)
