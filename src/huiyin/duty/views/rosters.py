"""Rosters: the list with a new one, and the page of one with its months."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.duty.actions import rostering
from huiyin.duty.forms.rosters import OnShift, Period
from huiyin.duty.models import Roster
from huiyin.duty.queries import boards
from huiyin.duty.queries import rosters as queries
from huiyin.duty.wording import STATUS
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.fields import put_error

MOST_MONTHS = 7


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def roster_list(request: StaffRequest) -> HttpResponse:
    """All of them, and a new one for who makes them."""
    can = may(request.actor, "duty_roster")
    if request.method == "POST" and not can:
        raise Refused
    rows = queries.listed(request.actor)
    form = Period(request.POST or None, initial=_proposed(request, rows))
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = rostering.begin(actor=request.actor, **form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("The draft has its shifts. Now put people on them."))
            return redirect("duty:roster", made.public_id)
    context = {"rows": [(one, STATUS[one.status]) for one in rows], "form": form, "can": can, "problem": problem}
    return render(request, "duty/rosters.html", context, status=409 if problem else 422 if form.is_bound else 200)


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def roster(request: StaffRequest, public_id: str) -> HttpResponse:
    """One roster, month by month."""
    page = queries.page(request.actor, public_id)
    problem: HuiyinError | None = None
    if request.method == "POST":
        do, form = request.POST.get("do", ""), OnShift(request.POST)
        if do not in page.can or not form.is_valid():
            raise Refused
        act = {"publish": rostering.publish, "drop": rostering.drop}[do]
        try:
            act(actor=request.actor, roster_id=public_id, version=form.cleaned_data["version"])
        except Conflict as error:
            problem = error
            page = queries.page(request.actor, public_id)
        else:
            said = {"publish": _("It holds. Everybody on it was told."), "drop": _("The draft was given up.")}
            messages.success(request, said[do])
            return redirect("duty:roster", public_id) if do == "publish" else redirect("duty:rosters")
    office = page.roster.organisation
    context = {
        "page": page, "roster": page.roster, "standing": STATUS[page.roster.status], "problem": problem, "zone": office.zone,
        "today": time.today(office.zone), "form": OnShift(initial={"version": page.roster.version}),
        "months": [(one, boards.month(office, one, page.roster)) for one in page.months[:MOST_MONTHS]],
    }  # fmt: skip
    return render(request, "duty/roster.html", context, status=409 if problem else 200)


def _proposed(request: StaffRequest, rows: tuple[Roster, ...]) -> dict[str, dt.date]:
    """From the day after the last one to the end of that month."""
    today = time.today(request.actor.zone)
    first = max([today, *(one.last_day + dt.timedelta(days=1) for one in rows)])
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return {"first_day": first, "last_day": last}
