"""The list of hazards, a new one, and how old they are and where they come again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.posts import posts_of
from huiyin.prevention import presenting
from huiyin.prevention.actions import registering
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.forms.hazards import New
from huiyin.prevention.models import Hazard, Severity
from huiyin.prevention.queries import figures as figure_queries
from huiyin.prevention.queries import hazards as queries
from huiyin.prevention.queries import maps, reports
from huiyin.prevention.queries.hazards import VIEWS, Filters
from huiyin.prevention.wording import SEVERITIES
from huiyin.web.fields import put_error

from .parts import inspected

FOUND = ("title", "place", "severity", "owner", "text", "interim", "interim_note", "case", "plan")


@needs("hazard_read")
@require_safe
def hazard_list(request: StaffRequest) -> HttpResponse:
    """What is still dangerous stands first, the gravest on top."""
    said = request.GET
    filters = Filters(
        view=next((one for one in VIEWS if one == said.get("view")), "open"), severity=said.get("severity", ""),
        place=said.get("place", "")[:80], below=said.get("below") == "1", before=said.get("before", ""),
    )  # fmt: skip
    found = queries.listed(request.actor, filters)
    names = {
        "open": _("Not mended yet"), "mine": _("Mine"), "late": _("Late"), "check": _("To be looked at"), "ended": _("Ended ones"),
    }  # fmt: skip
    context = {
        "items": [presenting.item(row, office=filters.below) for row in found.rows],
        "filters": filters,
        "tabs": [(names[one], _address(filters, view=one), one == filters.view) for one in VIEWS],
        "severities": [
            (SEVERITIES[one], _address(filters, severity="" if one == filters.severity else one), one == filters.severity)
            for one in Severity.values
        ],
        "place_off": _address(filters, place="") if filters.place else "",
        "below": _address(filters, below=not filters.below) if found.reads_below else "",
        "more": _address(filters, before=found.more) if found.more else "",
        "narrowed": bool(filters.severity or filters.place or filters.view != "open"),
        "can_register": may(request.actor, "hazard_register"),
        "reported": len(reports.waiting(request.actor)),
        "can_sort": reports.sorts(request.actor),
    }  # fmt: skip
    return render(request, "prevention/list.html", context)


@needs("hazard_register")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Somebody saw something: what, where, how grave, who mends it."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = Found(
                **{name: data[name] for name in FOUND}, incident=data.get("incident", ""), pictures=inspected(data)
            )
            hazard = registering.register(actor=request.actor, found=found)
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Registered. Whoever mends it was told."))
            return _next(request, hazard)
    context = {"form": form, "places": queries.places_of(request.actor.organisation_id)}
    return render(request, "prevention/new.html", context, status=422 if form.is_bound else 200)


def _next(request: StaffRequest, hazard: Hazard) -> HttpResponse:
    """Where the office has a drawing, the place is asked next; it may be left out."""
    if not maps.maps_of(hazard.organisation_id):
        return redirect("prevention:hazard", hazard.public_id)
    asked = request.GET.get("map", "")
    address = reverse("prevention:mark", args=[hazard.public_id])
    return redirect(f"{address}?{urlencode({'map': asked})}" if asked else address)


@needs("hazard_read")
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """How old what is open is; which places come again; what is late; how offices below stand."""
    found, offices = figure_queries.figures(request.actor), figure_queries.offices(request.actor)
    longest = max((age.total for age in found.ages), default=0) or 1
    bars = [(_age(age.least, age.most), age.total, _parts(age.counts, longest)) for age in found.ages]
    context = {
        "found": found, "bars": bars, "severities": [SEVERITIES[one] for one in Severity.values],
        "late": [presenting.item(row) for row in found.late],
        "offices": [row for row in offices if any(one.pk != request.actor.organisation_id for one, _number in offices)],
    }  # fmt: skip
    return render(request, "prevention/figures.html", context)


def _form(request: StaffRequest) -> New:
    asked = {name: request.GET[name] for name in ("case", "plan", "incident", "place") if name in request.GET}
    return New(
        request.POST or None, request.FILES or None, initial={"severity": Severity.ORDINARY, "interim": "", **asked},
        posts=posts_of(request.actor.organisation_id),
        incidents=queries.linkable(request.actor)["incident"],
    )  # fmt: skip


def _address(filters: Filters, **changed: Any) -> str:
    said = {
        "view": filters.view, "severity": filters.severity, "place": filters.place, "below": "1" if filters.below else "",
    }  # fmt: skip
    said |= {name: "1" if value is True else (value or "") for name, value in changed.items()}
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _age(least: int, most: int | None) -> str:
    if most is None:
        return _("over %(days)d days") % {"days": least - 1}
    return _("%(least)d to %(most)d days") % {"least": least, "most": most}


def _parts(counts: tuple[int, ...], longest: int) -> list[tuple[str, int, str, float, float]]:
    """(severity, how many, shade, start, width) of a bar, in percent of the longest."""
    shades, start, drawn = ("late", "no", "in"), 0.0, []
    for key, number, shade in zip(Severity.values, counts, shades, strict=True):
        width = 100 * number / longest
        drawn.append((str(SEVERITIES[key]), number, shade, start, width))
        start += width
    return drawn
