"""What lies on a post when its holder leaves: meetings to come of cases that it handles. Numbers and days only.

They belong to the case; who handles it next holds them, and finds them on the page of the case.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.organisations.handover import OpenWork, register

from .models import OPEN, Meeting


def meetings(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. Of sealed cases there is none to come."""
    post = post_reference.removeprefix("post:")
    held = Meeting.objects.filter(case__handler__public_id=post, review=None) | Meeting.objects.filter(
        review__handler__public_id=post
    )
    rows = held.filter(status__in=OPEN).exclude(case__kind=Kind.MISCONDUCT).select_related("organisation")
    days = [one.meets_at.astimezone(time.zone_of(one.organisation.zone)).date() for one in rows.order_by("meets_at")]
    return [OpenWork(_("mediations and hearings"), len(days), days[0] if days else None)]


def offer() -> None:
    """Called when the room is ready."""
    register(meetings)
