"""The calendar of reception days, and the desk of a day with its queue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.receptions.actions import booking, days
from huiyin.receptions.forms import staff as forms
from huiyin.receptions.models import ReceptionDay
from huiyin.receptions.queries import days as queries
from huiyin.receptions.wording import BOOKED, NEEDS
from huiyin.web import dates
from huiyin.web.fields import put_error


@needs("manage_reception_days")
@require_http_methods(["GET", "POST"])
def calendar(request: StaffRequest) -> HttpResponse:
    """Publish days, and set the office's own times."""
    actor, leaders = request.actor, queries.leaders(request.actor)
    row, numbers = queries.own_times(actor)
    do = request.POST.get("do", "")
    form = forms.DayForm(request.POST if do == "publish" else None, leaders=leaders)
    initial = {**numbers, "version": row.version if row else 0}
    own = forms.OwnTimesForm(request.POST if do == "own" else None, initial=initial, auto_id="id_own_%s")
    problem: HuiyinError | None = None
    if do == "publish" and form.is_valid():
        try:
            days.publish_days(actor=actor, series=days.Series(**form.cleaned_data))
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("Published: everybody can read it and book."))
            return redirect("receptions:calendar")
    if do == "own" and own.is_valid():
        try:
            days.set_own_times(actor=actor, **own.cleaned_data)
        except (BadInput, Conflict) as error:
            problem = error
        else:
            messages.success(request, _("Done."))
            return redirect("receptions:calendar")
    context = {"form": form, "own": own, "days": queries.calendar(actor, time.now()), "problem": problem}
    status = 409 if problem else 422 if do else 200
    return render(request, "receptions/calendar.html", context, status=status)


@needs("manage_reception_days")
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, public_id: str) -> HttpResponse:
    """Call one day off, with the reason and another day."""
    day = queries.public_day(public_id)
    require(request.actor, "manage_reception_days", day)
    others = _others(request, day)
    form = forms.CancelDay(request.POST or None, others=others, initial={"version": day.version})
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            days.cancel_day(
                actor=request.actor, public_id=public_id, version=data["version"], reason=data["reason"], instead=data["instead"]
            )  # fmt: skip
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("Called off. Who has booked reads why, and on which day they have a place."))
            return redirect("receptions:calendar")
    status = 409 if problem else 422 if form.is_bound else 200
    return render(request, "receptions/cancel_day.html", {"form": form, "day": day, "problem": problem}, status=status)


@needs("receive")
@require_http_methods(["GET", "POST"])
def desk(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who has booked, who is here, who is next."""
    day, lines = queries.lines(request.actor, public_id)
    form = forms.WalkIn(request.POST if request.POST.get("do") == "walk_in" else None)
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            return _act(request, day, form)
        except Refused:
            raise
        except HuiyinError as error:
            problem = error
            day, lines = queries.lines(request.actor, public_id)
    move = forms.MoveBooking(others=_others(request, day), auto_id=False)
    context: dict[str, Any] = {
        "day": day,
        "zone": day.organisation.zone,
        "lines": [(line, BOOKED[line.booking.status], [NEEDS[one] for one in line.booking.needs]) for line in lines],
        "waiting": sum(line.booking.status == "here" for line in lines),
        "queue": queries.queue(public_id),
        "form": form,
        "others": move.fields["instead"].choices,  # type: ignore[attr-defined]
        "problem": problem,
    }
    return render(request, "receptions/desk.html", context, status=409 if problem else 200)


def _act(request: StaffRequest, day: ReceptionDay, form: forms.WalkIn) -> HttpResponse:
    sent, actor = request.POST, request.actor
    do = sent.get("do", "")
    version = int(sent["version"]) if sent.get("version", "").isdigit() else -1
    if do == "next":
        reception = booking.call_next(actor=actor, day_id=day.public_id)
        return redirect("receptions:reception", reception.public_id)
    if do == "check_in":
        row = booking.check_in(actor=actor, public_id=sent.get("booking", ""), version=version)
        messages.success(request, _("Number %(number)s") % {"number": row.number})
    elif do == "move":
        booking.withdraw_booking(
            actor=actor, public_id=sent.get("booking", ""), version=version, reason=sent.get("reason", ""), instead=sent.get("instead", "")
        )  # fmt: skip
        messages.success(request, _("Done."))
    elif do == "walk_in" and form.is_valid():
        data = form.cleaned_data
        row = booking.walk_in(actor=actor, day_id=day.public_id, matter=data["matter"], needs=data["needs"])
        messages.success(request, _("Number %(number)s") % {"number": row.number})
    else:
        raise Refused
    return redirect("receptions:desk", day.public_id)


def _others(request: StaffRequest, day: ReceptionDay) -> list[tuple[str, str]]:
    """Days on which there is a place."""
    zone = day.organisation.zone
    return [
        (one.day.public_id, f"{dates.day_text(one.day.on, zone)} · {one.day.post.title}")
        for one in queries.calendar(request.actor, time.now())
        if one.left and one.day.pk != day.pk
    ]
