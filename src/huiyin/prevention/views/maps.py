"""The map of hazards: what is dangerous where, on drawings of the premises."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Place, StaffRequest, may, needs, require
from huiyin.prevention import presenting
from huiyin.prevention.actions import mapping
from huiyin.prevention.forms.maps import ChangeMap, NewMap
from huiyin.prevention.marks import marks, size
from huiyin.prevention.models import Hazard
from huiyin.prevention.queries import maps as queries
from huiyin.prevention.queries.hazards import Row
from huiyin.prevention.wording import SEVERITIES
from huiyin.web import pointing
from huiyin.web.components import DeadlineChip, Tag
from huiyin.web.fields import put_error

TIMES = 2  # a screen has up to two pixels for one of the page


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list beside the drawing: the number of its mark."""

    number: int
    hazard: Hazard
    url: str
    severity: Tag
    chip: DeadlineChip | None
    due_on: dt.date | None
    late: bool


@needs("hazard_read")
@require_safe
def campus(request: StaffRequest) -> HttpResponse:
    """The first drawing of the own office; where there is none, what to do."""
    found = queries.maps_of(request.actor.organisation_id)
    if found:
        return redirect("prevention:map", found[0].public_id)
    return render(request, "prevention/maps/none.html", {"can_keep": _keeps(request)})


@needs("hazard_read")
@require_safe
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """One drawing with what is open there, or with what was found there in a year; the same as a list beside."""
    return render(request, "prevention/maps/map.html", _context(request, public_id))


@needs("hazard_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The drawing and its list on paper."""
    return render(request, "prevention/maps/printed.html", _context(request, public_id))


@needs("hazard_read")
@require_safe
def picture(request: StaffRequest, public_id: str) -> HttpResponse:
    """The drawing itself, no larger than pages show it."""
    row = queries.visible(request.actor, public_id)
    content, out = queries.picture_of(row), io.BytesIO()
    if not content:
        raise Refused
    pointing.resized(content, pointing.Size(row.width, row.height), TIMES).save(out, "JPEG", quality=80)
    answer = HttpResponse(out.getvalue(), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs("equipment_keep")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """One more drawing."""
    require(request.actor, "equipment_keep", _house(request))
    form = NewMap(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            [picture] = files.inspect_all([form.cleaned_data["picture"]], "picture")
            row = mapping.add_map(actor=request.actor, title=form.cleaned_data["title"], picture=picture)
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("The drawing is there. What is dangerous can be marked on it now."))
            return redirect("prevention:map", row.public_id)
    return render(request, "prevention/maps/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("equipment_keep")
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, public_id: str) -> HttpResponse:
    """Its name, a newer picture; or it is taken away."""
    row = queries.visible(request.actor, public_id)
    require(request.actor, "equipment_keep", row)
    form = ChangeMap(request.POST or None, request.FILES or None, initial={"title": row.title, "version": row.version})
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _change(request, public_id, form)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
    status = 409 if problem else (422 if form.is_bound else 200)
    return render(request, "prevention/maps/change.html", {"row": row, "form": form, "problem": problem}, status=status)


def _change(request: StaffRequest, public_id: str, form: ChangeMap) -> HttpResponse:
    data = form.cleaned_data
    if "remove" in request.POST:
        mapping.remove_map(actor=request.actor, map_id=public_id, version=data["version"])
        messages.success(request, _("The drawing was taken away. The hazards stay in the register."))
        return redirect("prevention:campus")
    picture = files.inspect_all([data["picture"]], "picture")[0] if data["picture"] else None
    mapping.change_map(
        actor=request.actor, map_id=public_id, version=data["version"], title=data["title"], picture=picture
    )
    messages.success(request, _("Done."))
    return redirect("prevention:map", public_id)


def _context(request: StaffRequest, public_id: str) -> dict[str, object]:
    year = request.GET.get("view") == "year"
    page = queries.drawing(request.actor, public_id, year=year)
    drawn = marks(page.drawing, [row.hazard for row in page.rows])
    open_ones = [row.hazard.severity for row in (*page.rows, *page.nowhere) if row.hazard.ended_at is None]
    late = sum(row.clock is not None and row.clock.late for row in (*page.rows, *page.nowhere))
    own = page.drawing.organisation_id == request.actor.organisation_id
    return {
        "page": page, "drawing": page.drawing, "marks": drawn, "size": size(page.drawing), "year": year,
        "lines": [_line(row, one.number) for one, row in zip(drawn, page.rows, strict=True)],
        "nowhere": [row.hazard for row in page.nowhere], "today": time.today(page.drawing.organisation.zone),
        "open_ones": len(open_ones), "late": late, "other_office": "" if own else page.drawing.organisation.name,
        "counts": [(name, open_ones.count(one)) for one, name in SEVERITIES.items()],
        "can_register": own and may(request.actor, "hazard_register"),
        "can_keep": may(request.actor, "equipment_keep", page.drawing),
    }  # fmt: skip


def _line(row: Row, number: int) -> Line:
    hazard, clock = row.hazard, row.clock
    return Line(
        number, hazard, presenting.url(hazard), presenting.severity(hazard), presenting.chip(row),
        clock.due_on if clock else None, clock is not None and clock.late,
    )  # fmt: skip


def _keeps(request: StaffRequest) -> bool:
    return may(request.actor, "equipment_keep", _house(request))


def _house(request: StaffRequest) -> Place:
    return Place(request.actor.organisation_id, request.actor.organisation_path)
