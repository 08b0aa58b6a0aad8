"""What lies on a post when its holder leaves: how many cases it leads, and the next day. Never which ones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.organisations.handover import OpenWork

from .models import NO_DATE, Lead


def led_cases(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. Of sealed cases none is led."""
    found = Lead.objects.filter(post__public_id=post_reference.removeprefix("post:"), until=None)
    rows = list(found.exclude(case__kind=Kind.MISCONDUCT).values_list("due_at", "case__organisation__zone"))
    days = sorted(due.astimezone(time.zone_of(zone)).date() for due, zone in rows if due < NO_DATE)
    return [OpenWork(_("cases that it answers for as leader"), len(rows), days[0] if days else None)]
