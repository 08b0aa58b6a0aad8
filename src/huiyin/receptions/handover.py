"""What lies on a post of this room when its holder leaves: days on which it receives, and dates that it owes. Numbers and days only."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations import duties
from huiyin.organisations.handover import OpenWork, on_change, register

from .actions import parts
from .actions.handing_over import when_empty
from .duties import own_records
from .models import Booking, BookingStatus, DayStatus, ReceptionDay


def reception_days(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`. Receptions of sealed cases have no dates any more."""
    rows = ReceptionDay.objects.filter(
        post__public_id=post_reference.removeprefix("post:"), status=DayStatus.PUBLISHED, on__gte=time.now().date()
    ).order_by("on")
    days = list(rows.values_list("on", flat=True)[:200])
    booked = Booking.objects.filter(day__in=rows, status=BookingStatus.BOOKED).count()
    owed = Clock.objects.filter(owner=post_reference, ended_at=None).order_by("due_at")
    return [
        OpenWork(_("reception days"), len(days), days[0] if days else None),
        OpenWork(_("places booked on them"), booked, days[0] if days and booked else None),
        _dates(_("receptions that wait for it"), owed.filter(subject_kind=parts.SUBJECT)),
        _dates(_("invitations to joint receptions"), owed.filter(subject_kind=parts.INVITED)),
    ]


def _dates(kind: object, owed: QuerySet[Clock]) -> OpenWork:
    days = list(owed.values_list("due_on", flat=True))
    return OpenWork(kind, len(days), days[0] if days else None)  # type: ignore[arg-type]


def offer() -> None:
    """Called when the room is ready."""
    register(reception_days)
    duties.register(own_records)
    on_change(when_empty)
