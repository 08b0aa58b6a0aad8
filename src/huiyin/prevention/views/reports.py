"""What anybody reported is sorted; places get their sheets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.posts import posts_of
from huiyin.prevention.actions import reporting
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.forms.reports import Accept, Join, NewSpot, NotOne
from huiyin.prevention.models import Report, ReportStatus, Severity, Spot
from huiyin.prevention.queries import reports
from huiyin.prevention.queries.maps import maps_of
from huiyin.prevention.wording import REPORT_STATUS
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

ACCEPTED = ("title", "place", "severity", "owner", "interim", "interim_note")


@needs("hazard_sort")
@require_safe
def report_list(request: StaffRequest) -> HttpResponse:
    """What waits stands first."""
    _who_sorts(request)
    context = {
        "waiting": [(one.report, titled_chip(one.clock)) for one in reports.waiting(request.actor)],
        "sorted": [(one, REPORT_STATUS[one.status]) for one in reports.sorted_lately(request.actor)],
        "spots": reports.spots(request.actor.organisation_id),
        "zone": request.actor.zone,
    }
    return render(request, "prevention/reports.html", context)


@needs("hazard_sort")
@require_http_methods(["GET", "POST"])
def report(request: StaffRequest, public_id: str) -> HttpResponse:
    """One report: it is a hazard, it is one that is registered already, or it is none."""
    row = reports.visible(request.actor, public_id)
    if request.method != "POST":
        return _show(request, row)
    do = request.POST.get("do", "")
    form = _forms(request, row, request.POST).get(do)
    if form is None:
        raise Refused
    if not form.is_valid():
        return _show(request, row, do, form, status=422)
    try:
        hazard_id = _run(request, public_id, do, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, row, do, form, status=422)
    except Conflict as error:
        return _show(request, reports.visible(request.actor, public_id), problem=error, status=409)
    messages.success(request, _("Done. Whoever reported it reads it under the code."))
    return redirect("prevention:hazard", hazard_id) if hazard_id else redirect("prevention:reports")


@needs("hazard_sort")
@require_safe
def picture(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """The picture of a report."""
    _row, pictures = reports.report(request.actor, public_id)
    found = next((one for one in pictures if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found, inline=True)


@needs("hazard_sort")
@require_http_methods(["GET", "POST"])
def spots(request: StaffRequest) -> HttpResponse:
    """Places with a sheet on the wall; a new one, one less."""
    _who_sorts(request)
    form = NewSpot(request.POST if request.POST.get("do") == "open" else None)
    if request.POST.get("do") == "close":
        reporting.close_spot(actor=request.actor, spot_id=request.POST.get("spot", ""))
        messages.success(request, _("Its sheet leads nowhere from now on. Take it off the wall."))
        return redirect("prevention:spots")
    if request.method == "POST" and form.is_valid():
        try:
            reporting.open_spot(actor=request.actor, name=form.cleaned_data["name"])
        except BadInput as error:
            put_error(form, error)
        else:
            return redirect("prevention:spots")
    house = request.actor.organisation_id
    context = {"form": form, "spots": reports.spots(house), "maps": maps_of(house)}
    return render(request, "prevention/spots.html", context, status=422 if form.is_bound else 200)


@needs("hazard_sort")
@require_safe
def sheets(request: StaffRequest) -> HttpResponse:
    """The sheets of all places, one a page, or of one."""
    _who_sorts(request)
    asked = request.GET.get("spot", "")
    found = (reports.spot(request.actor, asked),) if asked else reports.spots(request.actor.organisation_id)
    context = {"sheets": [(one, _address(request, one)) for one in found], "mine": reverse("prevention:mine")}
    return render(request, "prevention/sheets.html", context)


def _who_sorts(request: StaffRequest) -> None:
    if not reports.sorts(request.actor):
        raise Refused


def _address(request: HttpRequest, spot: Spot) -> str:
    return request.build_absolute_uri(reverse("prevention:report", args=[spot.public_id]))


def _forms(request: StaffRequest, row: Report, data: Any = None) -> dict[str, HouseForm]:
    place = " ".join(part for part in (row.spot.name, row.exactly) if part)[:80]
    first = {
        "severity": Severity.ORDINARY,
        "interim": "",
        "place": place,
        "title": row.text if len(row.text) <= 80 else "",
    }
    posts = posts_of(request.actor.organisation_id)
    return {
        "accept": Accept(data, initial=first, posts=posts, auto_id="id_accept_%s"),
        "join": Join(data, hazards=reports.open_hazards(request.actor), auto_id="id_join_%s"),
        "refuse": NotOne(data, auto_id="id_refuse_%s"),
    }


def _run(request: StaffRequest, public_id: str, do: str, data: dict[str, Any]) -> str:
    """Answers the hazard that it became, or nothing."""
    if do == "accept":
        found = Found(**{name: data[name] for name in ACCEPTED})
        return reporting.accept(actor=request.actor, report_id=public_id, found=found).public_id
    if do == "join":
        if not data["hazard"]:
            raise BadInput("hazard", _("Choose which one it is."), "")
        return reporting.join(actor=request.actor, report_id=public_id, hazard_id=data["hazard"]).public_id
    reporting.refuse(actor=request.actor, report_id=public_id, reason=data["reason"])
    return ""


def _show(
    request: StaffRequest,
    row: Report,
    sent: str = "",
    form: HouseForm | None = None,
    *,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    one, pictures = reports.report(request.actor, row.public_id)
    forms = _forms(request, row) if row.status == ReportStatus.WAITING else {}
    if form is not None and sent in forms:
        forms[sent] = form
    context = {
        "row": row, "chip": titled_chip(one.clock), "pictures": pictures, "forms": forms, "form": form, "problem": problem,
        "standing": REPORT_STATUS[row.status], "zone": row.organisation.zone,
        "can_join": bool(reports.open_hazards(request.actor)),
    }  # fmt: skip
    return render(request, "prevention/report.html", context, status=status)
