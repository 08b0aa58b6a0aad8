"""The report of receptions: drafted by the desk, read by the head."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.queries import own_office
from huiyin.receptions.actions import reporting
from huiyin.receptions.forms import staff as forms
from huiyin.receptions.queries import report as queries
from huiyin.receptions.wording import FIGURES


@needs("report_receptions")
@require_http_methods(["GET", "POST"])
def report(request: StaffRequest) -> HttpResponse:
    """The draft for a period (this month, until another is chosen), and those that were handed in."""
    today = time.today(request.actor.zone)
    initial = {"from_day": today.replace(day=1), "until_day": today}
    form = forms.Report(request.POST or None, initial=initial)
    first, last = initial["from_day"], initial["until_day"]
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        first, last = data["from_day"], data["until_day"]
        if request.POST.get("do") == "hand_in":
            try:
                reporting.hand_in_report(actor=request.actor, **data)
            except BadInput as error:
                form.add_error(error.place, error.sentences)
            else:
                messages.success(request, _("It is before the head."))
                return redirect("receptions:report")
    home = own_office(request.actor)
    told = queries.figures(home, first, max(first, last)).told() if last - first <= dt.timedelta(days=400) else {}
    context = {
        "form": form, "home": home, "first": first, "last": last, "figures": _rows(told),
        "reports": queries.reports(request.actor),
    }  # fmt: skip
    return render(request, "receptions/report.html", context, status=422 if form.errors else 200)


@needs("report_receptions")
@require_safe
def handed_in(request: StaffRequest, public_id: str) -> HttpResponse:
    """One that was handed in, as it stood on that day."""
    found = next((one for one in queries.reports(request.actor) if one.public_id == public_id), None)
    if found is None:
        raise Refused
    home = own_office(request.actor)
    return render(
        request, "receptions/handed_in.html", {"report": found, "home": home, "figures": _rows(found.figures)}
    )


def _rows(told: dict[str, str]) -> list[tuple[Any, str]]:
    """In the order of the words; a small number says that it is one."""
    return [
        (words, _("fewer than 5") if told[name] == "<5" else told[name])
        for name, words in FIGURES.items()
        if name in told
    ]
