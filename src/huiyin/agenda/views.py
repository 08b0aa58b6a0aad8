"""The page of a week, and its sheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.kernel import time
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web import clock_chips
from huiyin.web.components import Item, Tag

from . import queries
from .sources import Due


@needs("agenda_read")
@require_safe
def week(request: StaffRequest) -> HttpResponse:
    """What is late, then day by day."""
    return render(request, "agenda/week.html", _context(request))


@needs("agenda_read")
@require_safe
def printed(request: StaffRequest) -> HttpResponse:
    """One sheet for the wall or the meeting."""
    return render(request, "agenda/printed.html", _context(request))


def _context(request: StaffRequest) -> dict[str, Any]:
    own = request.GET.get("mine") == "1"
    found = queries.week(request.actor, _first(request), own=own)
    step = dt.timedelta(days=queries.DAYS)
    return {
        "found": found,
        "zone": found.office.zone,
        "late": [_item(due) for due in found.late],
        "days": [(day, [_item(due) for due in day.dues]) for day in found.days],
        "here": _address(found.first, own=own, name="printed"),
        "before": _address(found.first - step, own=own),
        "after": _address(found.first + step, own=own),
        "present": "" if found.first <= found.today <= found.last else _address(None, own=own),
        "everybody": _address(found.first, own=False),
        "mine": _address(found.first, own=True),
    }


def _first(request: StaffRequest) -> dt.date:
    """The Monday of the week that is asked for (`2026-W48`), or of the present one."""
    try:
        return dt.datetime.strptime(f"{request.GET.get('week', '')}-1", "%G-W%V-%u").date()  # noqa: DTZ007  # a day
    except ValueError:
        today = time.today(request.actor.zone)
        return today - dt.timedelta(days=today.weekday())


def _address(first: dt.date | None, *, own: bool, name: str = "week") -> str:
    asked = [f"week={first:%G-W%V}"] if first else []
    asked += ["mine=1"] if own else []
    return reverse(f"agenda:{name}") + (f"?{'&'.join(asked)}" if asked else "")


def _item(due: Due) -> Item:
    chip = (
        clock_chips.titled_chip(due.clock, clock_chips.derivation_rows(due.clock.derivation))
        if due.late and due.clock
        else None
    )
    facts: list[Tag | str] = [str(due.what)]
    if due.who:
        facts.append(due.who)
    return Item(due.title, due.url, "", "", tuple(facts), chip)
