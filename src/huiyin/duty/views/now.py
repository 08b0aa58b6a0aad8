"""Who is on duty now: the page, and the sheet for the wall."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.duty.queries import boards, books, mine
from huiyin.duty.queries.boards import Now
from huiyin.kernel import time
from huiyin.organisations.access import StaffRequest, may, needs


@needs("duty_read")
@require_safe
def now(request: StaffRequest) -> HttpResponse:
    """Who is here before any table; gaps; the month."""
    found = boards.now(request.actor, request.GET.get("office", ""))
    first = _month(request, found)
    can_publish = may(request.actor, "duty_publish") and found.office.pk == request.actor.organisation_id
    context = {
        "found": found, "zone": found.office.zone, "today": found.at.astimezone(time.zone_of(found.office.zone)).date(),
        "weeks": boards.month(found.office, first), "first": first, "before": first - dt.timedelta(days=1),
        "after": (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1),
        "own": found.office.pk == request.actor.organisation_id,
        "unsigned": books.unsigned(found.office.pk) if can_publish else (), "to_say": mine.to_say(request.actor),
        "can_make": may(request.actor, "duty_roster"),
    }  # fmt: skip
    return render(request, "duty/now.html", context)


@needs("duty_read")
@require_safe
def printed(request: StaffRequest) -> HttpResponse:
    """One sheet: who is here now with the number to ring, and the next seven days."""
    found = boards.now(request.actor, request.GET.get("office", ""))
    return render(request, "duty/printed.html", {"found": found, "zone": found.office.zone})


def _month(request: StaffRequest, found: Now) -> dt.date:
    """The month that is asked for, or the present one."""
    try:
        return dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return found.at.astimezone(time.zone_of(found.office.zone)).date().replace(day=1)
