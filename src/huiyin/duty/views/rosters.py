"""Rosters: the list with a new one, and the page of one with its months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.duty.actions import proposing, rostering
from huiyin.duty.forms.rosters import OnShift, Period
from huiyin.duty.models import Roster
from huiyin.duty.queries import boards
from huiyin.duty.queries import rosters as queries
from huiyin.duty.queries.rosters import RosterPage
from huiyin.duty.views.collisions import in_words
from huiyin.duty.wording import ENDED, STAGES, STATUS
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.fields import put_error

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_MONTHS = 7
LOOK_AGAIN = "5"  # seconds, while seats are worked out
DO: Mapping[str, Callable[..., object]] = {
    "publish": rostering.publish,
    "drop": rostering.drop,
    "propose": proposing.ask,
    "propose_gaps": partial(proposing.ask, gaps=True),
}
SAID: Mapping[str, StrOrPromise] = {
    "publish": _("It holds. Everybody on it was told."),
    "drop": _("The draft was given up."),
    "propose": _("Seats are being worked out."),
    "propose_gaps": _("Seats are being worked out."),
}


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
            messages.success(
                request, str(_("The draft has its shifts. Now have seats proposed, or put people on them."))
            )
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
        try:
            DO[do](actor=request.actor, roster_id=public_id, version=form.cleaned_data["version"])
        except Conflict as error:
            problem = error
            page = queries.page(request.actor, public_id)
        else:
            messages.success(request, str(SAID[do]))
            return redirect("duty:rosters") if do == "drop" else redirect("duty:roster", public_id)
    office = page.roster.organisation
    context = {
        "page": page, "roster": page.roster, "standing": STATUS[page.roster.status], "problem": problem, "zone": office.zone,
        "today": time.today(office.zone), "form": OnShift(initial={"version": page.roster.version}),
        **_proposal(page), "months": [(one, boards.month(office, one, page.roster)) for one in page.months[:MOST_MONTHS]],
    }  # fmt: skip
    response = render(request, "duty/roster.html", context, status=409 if problem else 200)
    if page.proposed and page.proposed.row.open and not problem:
        response["Refresh"] = LOOK_AGAIN
    return response


def _proposal(page: RosterPage) -> dict[str, object]:
    """What became of the seats that somebody asked for, in words."""
    if page.proposed is None:
        return {}
    row = page.proposed.row
    said = STAGES[row.stage] if row.open else ENDED[row.state]
    return {"asked": row, "asked_says": said, "collide": in_words(page.proposed.collide, page.roster.organisation.zone)}


def _proposed(request: StaffRequest, rows: tuple[Roster, ...]) -> dict[str, dt.date]:
    """From the day after the last one to the end of that month."""
    today = time.today(request.actor.zone)
    first = max([today, *(one.last_day + dt.timedelta(days=1) for one in rows)])
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return {"first_day": first, "last_day": last}
