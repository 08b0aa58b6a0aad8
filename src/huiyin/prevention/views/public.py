"""For everybody, without an account: a hazard is reported at a place, and its code shows what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.rules import show_code
from huiyin.cases.views.public_parts import known_code, may_begin, private
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files, ids
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import public
from huiyin.prevention.actions import reporting
from huiyin.prevention.forms.reports import Code, Seen
from huiyin.prevention.queries import reports as queries
from huiyin.prevention.wording import INTERIM, SEVERITIES
from huiyin.web.fields import put_error
from huiyin.web.half_hours import HalfHour

REPORT = HalfHour("huiyin_hazard", "huiyin.prevention.report", "/hazard-report/")


@public
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page that the code on the wall opens: what, where exactly, one picture. Nobody is asked for a name."""
    spot = queries.public_spot(public_id)
    form = Seen(request.POST or None, request.FILES or None)
    if request.method == "POST":
        may_begin(request)
        if form.is_valid():
            try:
                return _reported(request, public_id, form)
            except BadInput as error:
                put_error(form, error)
    context = {"form": form, "spot": spot, "accept": "image/*", "once": ids.public_id()}
    return private(render(request, "prevention/public/report.html", context, status=422 if form.is_bound else 200))


def _reported(request: HttpRequest, public_id: str, form: Seen) -> HttpResponse:
    data = form.cleaned_data
    seen = reporting.Seen(data["text"], data["exactly"], _inspected(data["picture"]))
    _row, code = reporting.report(spot_id=public_id, seen=seen, once=data["once"])
    answer = redirect("prevention:mine")
    REPORT.begin(answer, {"c": code})
    return answer


def _inspected(upload: Any) -> Any:
    return next(iter(files.inspect_all([upload] if upload is not None else [], "picture")), None)


@public
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What became of it, by the code."""
    if request.POST.get("do") == "find":
        return _find(request)
    if request.POST.get("do") == "leave":
        left = redirect("prevention:mine")
        REPORT.end(left)
        return left
    code = REPORT.kept(request).get("c", "")
    told = queries.told(code) if code else None
    if told is None:
        return private(render(request, "prevention/public/find.html", {"form": Code()}))
    hazard = told.hazard
    context = {
        "told": told, "report": told.report, "hazard": hazard, "zone": told.report.organisation.zone, "code": show_code(code),
        "chip": titled_chip(told.clock), "severity": SEVERITIES[hazard.severity] if hazard else "",
        "interim": INTERIM[hazard.interim] if hazard and hazard.interim else "",
        "look_up": request.build_absolute_uri(reverse("prevention:mine")),
    }  # fmt: skip
    response = private(render(request, "prevention/public/mine.html", context))
    REPORT.begin(response, {"c": code})
    return response


def _find(request: HttpRequest) -> HttpResponse:
    form = Code(request.POST)
    unknown = _("No report has this code. Look at it once more.")
    if form.is_valid() and (code := known_code(request, form, reporting.find, unknown)):
        response = redirect("prevention:mine")
        REPORT.begin(response, {"c": code})
        return response
    return private(render(request, "prevention/public/find.html", {"form": form}, status=422))
