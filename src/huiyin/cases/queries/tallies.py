"""What became of the cases of each organisation, counted in two passes: for the figures, by the worker, never by person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.models.case import AgreedBy, Bucket, Kind
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import done_in_time, missed_indeed

OFFICE = "office"  # whose turn it is: what the office owes


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one organisation. Answered = in time + late; of these agreed, not agreed, or nothing said."""

    came_in: int = 0
    in_time: int = 0
    late: int = 0
    before: int = 0
    agreed_own_word: int = 0
    agreed_signed_slip: int = 0
    not_settled: int = 0
    checked_kept: int = 0
    checked_not_kept: int = 0


@dataclass(frozen=True, slots=True)
class StepTally:
    """The time limits of one name in one organisation that have ended, or are late and still open."""

    organisation: int
    name: str
    in_time: int
    late: int


def of_cases() -> dict[int, Tally]:
    """By organisation. A missed date of the office makes an answer late, whichever it was."""
    of_office = Clock.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("public_id"), waits_on=OFFICE)
    missed = of_office.filter(missed_indeed())
    answered = Q(handled_at__isnull=False)
    rows = (
        _countable()
        .annotate(was_late=Exists(missed))
        .values("organisation_id")
        .annotate(
            came_in=Count("pk"),
            in_time=Count("pk", filter=answered & Q(was_late=False)),
            late=Count("pk", filter=answered & Q(was_late=True)),
            before=Count("pk", filter=Q(bucket=Bucket.BEFORE)),
            agreed_own_word=Count("pk", filter=answered & Q(agreed_by=AgreedBy.PETITIONER)),
            agreed_signed_slip=Count("pk", filter=answered & Q(agreed_by=AgreedBy.SIGNED_SLIP)),
            not_settled=Count("pk", filter=answered & Q(refused_at__isnull=False)),
            checked_kept=Count("pk", filter=Q(checked_result="kept")),
            checked_not_kept=Count("pk", filter=Q(checked_result__in=("partly", "not-kept", "not-reached"))),
        )
    )
    names = [field.name for field in fields(Tally)]
    counted = rows.order_by().values_list("organisation_id", *names)
    return {organisation: Tally(*numbers) for organisation, *numbers in counted}


def of_steps() -> list[StepTally]:
    """Each named time limit of the office, met in time or late. What was stopped, or still runs in time, is in neither."""
    owner = _countable().filter(public_id=OuterRef("subject_id")).values("organisation_id")
    rows = (
        Clock.objects.filter(subject_kind=SUBJECT, waits_on=OFFICE)
        .filter(Q(met_at__isnull=False) | Q(missed_at__isnull=False))
        .annotate(organisation=Subquery(owner))
        .filter(organisation__isnull=False)
        .values("organisation", "name")
        .annotate(in_time=Count("pk", filter=done_in_time()), late=Count("pk", filter=missed_indeed()))
    )
    return [StepTally(**row) for row in rows.order_by("organisation", "name")]


def of_year(begins: dt.datetime, ends: dt.datetime) -> dict[int, dict[str, dict[str, int]]]:
    """Of each organisation what it received in that time: by field, by channel, by the unit that had it; what it sent on, and what it
    assigned to an office below with a day for the result.

    Keys are codes and ids; a case without a field or a unit stands under "".
    """
    found: dict[int, dict[str, dict[str, int]]] = {}
    received = _countable().filter(received_at__gte=begins, received_at__lt=ends).order_by()
    field = Coalesce("category__parent__parent__code", "category__parent__code", "category__code")
    for name, key in (("fields", field), ("channels", F("channel")), ("units", F("unit__public_id"))):
        rows = received.annotate(key=key).values_list("organisation_id", "key").annotate(number=Count("pk"))
        for organisation, one, number in rows:
            found.setdefault(organisation, {}).setdefault(name, {})[one or ""] = number
    handed_on = received.filter(origin__isnull=False).values_list("origin__organisation_id")
    of_a_day = Q(assignment__isnull=False)
    ways = handed_on.annotate(sent=Count("pk", filter=~of_a_day), assigned=Count("pk", filter=of_a_day))
    for organisation, sent, assigned in ways:
        found.setdefault(organisation, {}).update({"sent": {"": sent}, "assigned": {"": assigned}})
    return found


def _countable() -> QuerySet[Case]:
    """Neither sealed ones nor those of which somebody must not know: a count that moves would tell."""
    return Case.objects.exclude(kind=Kind.MISCONDUCT).exclude(Exists(Exclusion.objects.filter(case=OuterRef("pk"))))


def titles() -> dict[str, dict[str, str]]:
    """How the time limits are called, from the newest clock of each name."""
    found: dict[str, dict[str, str]] = {}
    names = Clock.objects.filter(subject_kind=SUBJECT, waits_on=OFFICE).values_list("name", flat=True).distinct()
    for name in names.order_by("name"):
        newest = Clock.objects.filter(subject_kind=SUBJECT, name=name).order_by("-pk").values_list("title", flat=True)
        found[name] = dict(newest[0])
    return found
