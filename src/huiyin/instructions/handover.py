"""What lies on a post when its holder leaves: instructions it answers for, hard cases that wait for it. Numbers and days alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.organisations import duties
from huiyin.organisations.handover import OpenWork, on_change, register

from .actions.handing_over import when_empty
from .duties import own_records
from .models import Hop, HopStatus, Instruction, InstructionStatus


def open_here(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. What was sealed is closed, so it is not counted."""
    post = post_reference.removeprefix("post:")
    owed = Instruction.objects.filter(answers__public_id=post).exclude(status=InstructionStatus.CLOSED)
    days = list(owed.order_by("due_on").values_list("due_on", flat=True))
    hops = Hop.objects.filter(to__public_id=post, status=HopStatus.WAITING).count()
    return [OpenWork(_("instructions"), len(days), days[0] if days else None), OpenWork(_("hard cases"), hops)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_here)
    duties.register(own_records)
    on_change(when_empty)
