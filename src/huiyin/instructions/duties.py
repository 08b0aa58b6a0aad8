"""What the holder of a post did in person in this room, for the yearly work sheet: instructions given, hard cases answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.organisations.duties import Done

from .models import Hop, HopStatus, Instruction

GAVE, ANSWERED = _("Gave an instruction"), _("Answered a hard case")
MOST = 200  # of a kind in a year


def own_records(post_reference: str, first: dt.date, last: dt.date) -> Iterable[Done]:
    """For `organisations.duties`. What was sealed has lost its words, and is left out."""
    post = post_reference.removeprefix("post:")
    given = Instruction.objects.filter(superior__public_id=post, dated_on__gte=first, dated_on__lte=last)
    for one in given.exclude(subject="")[:MOST]:
        yield Done(
            "deploy", one.dated_on, GAVE, one.public_id, reverse("instructions:instruction", args=[one.public_id])
        )
    hops = Hop.objects.filter(to__public_id=post, status=HopStatus.ANSWERED).exclude(
        hard_case__case__kind=Kind.MISCONDUCT
    )
    for hop in hops.filter(answered_at__date__gte=first, answered_at__date__lte=last).select_related(
        "hard_case__organisation"
    )[:MOST]:
        hard = hop.hard_case
        assert hop.answered_at is not None
        on = hop.answered_at.astimezone(time.zone_of(hard.organisation.zone)).date()
        yield Done("solve", on, ANSWERED, hard.public_id, reverse("instructions:hard-case", args=[hard.public_id]))
