"""What lies on a post when its holder leaves: how many supervisions and records, and the next day. Never which ones.

They are owed by the post, so whoever holds it next owes them from the first moment; while nobody does, its superior.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.case import Kind
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations import duties
from huiyin.organisations.handover import OpenWork, on_change, register

from .actions import accounting, parts
from .actions.handing_over import when_empty
from .duties import own_records
from .models import Supervision


def open_work(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    owed = Clock.objects.filter(
        owner=post_reference, subject_kind__in=(parts.SUBJECT, accounting.SUBJECT), ended_at=None
    )
    sealed = Supervision.objects.filter(case__kind=Kind.MISCONDUCT).values("public_id")
    rows = owed.exclude(subject_id__in=sealed).order_by("due_at").values_list("subject_id", "due_on")
    found = list(rows)
    next_due = found[0][1] if found else None
    return [OpenWork(_("supervisions"), len({subject for subject, _due in found}), next_due)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_work)
    duties.register(own_records)
    on_change(when_empty)
