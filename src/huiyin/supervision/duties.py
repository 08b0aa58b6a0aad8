"""What the holder of a post did in person in this room, for the yearly work sheet: what it ordered of an office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.organisations.duties import Done

from .models import Measure

ORDERED = _("Supervised how a case is handled")
MOST = 200  # in a year


def own_records(post_reference: str, first: dt.date, last: dt.date) -> Iterable[Done]:
    """For `organisations.duties`, through the supervisions of the post's own office."""
    found = Measure.objects.filter(
        by=post_reference, supervision__organisation__units__posts__public_id=post_reference.removeprefix("post:")
    )
    known = found.exclude(supervision__case__kind=Kind.MISCONDUCT).select_related("supervision__organisation")
    for one in known.filter(at__date__gte=first, at__date__lte=last)[:MOST]:
        chase = one.supervision
        on = one.at.astimezone(time.zone_of(chase.organisation.zone)).date()
        yield Done("inspect", on, ORDERED, chase.public_id, reverse("supervision:one", args=[chase.public_id]))
