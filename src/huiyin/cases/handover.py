"""What lies on a post when its holder leaves: how many cases, and the next day. Never which ones; sealed ones are not counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import OpenWork, register

from .actions.clockwork import SUBJECT
from .models import Case
from .models.case import Bucket, Kind


def open_cases(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. `post_reference`: ``post:<public_id>``."""
    handled = Case.objects.filter(handler__public_id=post_reference.removeprefix("post:")).exclude(bucket=Bucket.DONE)
    public_ids = list(handled.exclude(kind=Kind.MISCONDUCT).values_list("public_id", flat=True))
    owed = Clock.objects.filter(owner=post_reference, subject_kind=SUBJECT, subject_id__in=public_ids, ended_at=None)
    next_due = owed.order_by("due_at").values_list("due_on", flat=True).first()
    return [OpenWork(_("cases"), len(public_ids), next_due)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_cases)
