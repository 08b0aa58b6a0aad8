"""The pages of patterns and of the yearly report: numbers alone, by office and step, never by person."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huiyin.cases.presenting import pick
from huiyin.cases.wording import CHANNELS
from huiyin.kernel import time
from huiyin.organisations.access import StaffRequest, needs
from huiyin.supervision.models.signs import Pattern
from huiyin.supervision.wording import PATTERNS

from . import supervising
from .supervising import Line


@needs("figures")
@require_safe
def patterns(request: StaffRequest) -> HttpResponse:
    """Where cases come back, are put off or are late."""
    found = supervising.patterns(request.actor)
    context = {
        "found": found,
        "columns": [PATTERNS[name] for name in Pattern.values],
        "tables": [
            (_("By office"), _("Office"), "offices", _named(found.offices)),
            (_("By step"), _("Step"), "steps", _named(found.steps)),
        ],
    }
    return render(request, "oversight/patterns.html", context)


@needs("figures")
@require_safe
def yearly(request: StaffRequest) -> HttpResponse:
    """What a petition office reports each year (art. 41); ready to be printed."""
    known = supervising.years()
    wanted = request.GET.get("year", "")
    year = (
        int(wanted)
        if wanted.isascii() and wanted.isdigit() and len(wanted) == 4
        else time.today(request.actor.zone).year
    )
    found = supervising.year_of(request.actor, year)
    single = (
        (_("Came in"), found.received),
        (_("Sent on to who is competent"), found.sent),
        (_("Assigned to an office below, with a day for the result"), found.assigned),
        (_("Cases supervised"), found.supervised),
        (_("Improvement or accountability proposed"), found.proposed),
        (_("Of these adopted, wholly or in part"), found.adopted),
    )
    tables = (
        (_("By field"), "fields", _named(found.fields, none=_("not registered yet"))),
        (
            _("By the way it came"),
            "channels",
            [(CHANNELS.get(line.title, line.title), line.cells) for line in found.channels],
        ),
        (_("Units of which most was raised"), "units", _named(found.units)),
    )
    context = {"found": found, "single": single, "tables": tables, "years": [(one, one == year) for one in known]}
    return render(request, "oversight/yearly.html", context)


def _named(lines: tuple[Line, ...], *, none: Any = "") -> list[tuple[Any, tuple[Any, ...]]]:
    """In the reader's language."""
    return [
        (
            line.title if isinstance(line.title, str) and line.title else pick(line.title) if line.title else none,
            line.cells,
        )
        for line in lines
    ]
