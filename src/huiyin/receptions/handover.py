"""What lies on a post of this room when its holder leaves: days on which it receives. Numbers and days only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.organisations.handover import OpenWork, register

from .models import DayStatus, ReceptionDay


def reception_days(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    rows = ReceptionDay.objects.filter(
        post__public_id=post_reference.removeprefix("post:"), status=DayStatus.PUBLISHED, on__gte=time.now().date()
    ).order_by("on")
    days = list(rows.values_list("on", flat=True)[:200])
    return [OpenWork(_("reception days"), len(days), days[0] if days else None)]


def offer() -> None:
    """Called when the room is ready."""
    register(reception_days)
