"""Something is marked on a drawing of the premises: by a press on it, or by two numbers. It needs no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.prevention import presenting
from huiyin.prevention.actions import mapping
from huiyin.prevention.actions.mapping import Point
from huiyin.prevention.marks import size
from huiyin.prevention.models import CampusMap, Hazard, Spot
from huiyin.prevention.queries import hazards, maps, reports
from huiyin.web import pointing
from huiyin.web.fields import put_error
from huiyin.web.pointing import PointForm


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked. `mark` gets the point, or none; `back`: where one goes on afterwards."""

    thing: Hazard | Spot
    title: str
    crumbs: tuple[tuple[str, str], ...]
    back: str
    mark: Callable[[Point | None], object]


@needs("hazard_register")
@require_http_methods(["GET", "POST"])
def hazard(request: StaffRequest, public_id: str) -> HttpResponse:
    """Where a hazard is. After it was registered this is asked at once; it may be left out."""
    row = hazards.visible(request.actor, public_id)
    if not hazards.may_mark(request.actor, row):
        raise Refused
    version = pointing.number(request.POST.get("version", ""))
    address = presenting.url(row)
    return _page(request, Marked(
        row, row.title, ((reverse("prevention:list"), _("Hazards")), (address, row.number)), address,
        lambda point: mapping.mark_hazard(actor=request.actor, hazard_id=public_id, version=version, point=point),
    ))  # fmt: skip


@needs("hazard_sort")
@require_http_methods(["GET", "POST"])
def spot(request: StaffRequest, public_id: str) -> HttpResponse:
    """Where the sheet of a place hangs: what is reported there is marked there."""
    row = reports.spot(request.actor, public_id)
    address = reverse("prevention:spots")
    return _page(request, Marked(
        row, row.name, ((reverse("prevention:list"), _("Hazards")), (address, _("Places and their sheets"))), address,
        lambda point: mapping.mark_spot(actor=request.actor, spot_id=public_id, point=point),
    ))  # fmt: skip


def _page(request: StaffRequest, marked: Marked) -> HttpResponse:
    offered = maps.maps_of(marked.thing.organisation_id)
    drawing = maps.chosen(offered, request.GET.get("map", ""), marked.thing.on_map)
    if drawing is None:
        return redirect("prevention:campus")
    form, problem = PointForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            if _mark(request, marked, form, drawing.public_id, pointing.Size(drawing.width, drawing.height)):
                return redirect(marked.back)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
    return _show(request, marked, form, problem, drawing, offered)


def _mark(request: StaffRequest, marked: Marked, form: PointForm, map_id: str, drawn: pointing.Size) -> bool:
    """Whether it was done; else the form says what is missing."""
    if "off" in request.POST:
        marked.mark(None)
        messages.success(request, _("The mark was taken away."))
        return True
    pressed = pointing.point(request.POST, form.cleaned_data, drawn)
    if pressed is None:
        form.add_error("across", _("Press on the drawing, or give both numbers."))
        return False
    marked.mark(Point(map_id, *pressed))
    messages.success(request, _("The mark stands on the drawing."))
    return True


def _show(
    request: StaffRequest,
    marked: Marked,
    form: PointForm,
    problem: HuiyinError | None,
    drawing: CampusMap,
    offered: Sequence[CampusMap],
) -> HttpResponse:
    stands, (width, height) = mapping.point_of(marked.thing), size(drawing)
    here = stands if stands and stands.map_id == drawing.public_id else None
    context = {
        "marked": marked, "form": form, "problem": problem, "stands": stands, "drawing": drawing, "maps": offered,
        "size": (width, height), "at": (round(here.across * width), round(here.down * height)) if here else None,
        "version": getattr(marked.thing, "version", ""),
    }  # fmt: skip
    status = 409 if problem else (422 if form.is_bound else 200)
    return render(request, "prevention/maps/mark.html", context, status=status)
