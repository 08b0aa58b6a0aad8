"""What the holder of a post did in person in this room, for the yearly work sheet: days on which it received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.duties import Done

from .models import DayStatus, Reception, ReceptionDay

RECEIVED = _("Received on a reception day")
MOST = 200  # in a year


def own_records(post_reference: str, first: dt.date, last: dt.date) -> Iterable[Done]:
    """For `organisations.duties`: published days on which somebody was received. The record is the day, no reception."""
    post = post_reference.removeprefix("post:")
    days = ReceptionDay.objects.filter(post__public_id=post, status=DayStatus.PUBLISHED, on__gte=first, on__lte=last)
    held = Reception.objects.filter(day__in=days, begun_at__isnull=False).values("day")
    for day in days.filter(pk__in=held).order_by("on")[:MOST]:
        yield Done("handle", day.on, RECEIVED, day.public_id, reverse("receptions:desk", args=[day.public_id]))
