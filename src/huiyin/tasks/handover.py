"""What lies on a post when its holder leaves: how many tasks, and the next day. Never which ones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.organisations.handover import OpenWork, register

from .models import OPEN, Task


def open_tasks(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. Of sealed cases none is counted."""
    found = Task.objects.filter(post__public_id=post_reference.removeprefix("post:"), status__in=OPEN)
    days = list(found.exclude(case__kind=Kind.MISCONDUCT).order_by("due_on").values_list("due_on", flat=True))
    return [OpenWork(_("tasks"), len(days), days[0] if days else None)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_tasks)
