"""The figures: for staff as far as their post reaches, for everybody of the whole house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huiyin.cases.presenting import pick
from huiyin.organisations.access import StaffRequest, needs, public

from . import queries

WORDS: dict[str, str | Promise] = {
    "came_in": _("Came in"),
    "answered": _("Answered"),
    "in_time": _("in time"),
    "late": _("late"),
    "before": _("open before Huiyin"),
    "open": _("still open"),
    "said": _("What the person says"),
    "agreed": _("settled"),
    "not_settled": _("not settled"),
    "nothing_said": _("nothing said"),
    "checked": _("Looked at again later"),
    "kept": _("really done"),
    "not_kept": _("not done, or in part"),
}


@needs("figures")
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    return _page(request, queries.of_actor(request.actor), "web/staff.html")


@public
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    return _page(request, queries.of_all(), "web/public.html")


def _page(request: HttpRequest, found: queries.Figures, base: str) -> HttpResponse:
    bars = [
        (WORDS[name], [(WORDS[part.key], part) for part in parts if part.number.value != 0])
        for name, parts in found.bars
    ]
    steps = [(pick(row.title) if isinstance(row.title, dict) else row.title, row.cells) for row in found.steps]
    context = {"base": base, "found": found, "bars": bars, "steps": steps}
    return render(request, "oversight/figures.html", context)
