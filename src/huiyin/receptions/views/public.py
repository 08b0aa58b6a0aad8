"""For everybody, without an account: the reception days, a booking and its code, the screen of the waiting room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import receipts
from huiyin.cases.models import Concern
from huiyin.cases.rules import show_code
from huiyin.cases.views.public_parts import known_code, may_begin, private, seconds_to_wait
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import public
from huiyin.receptions.actions import booking
from huiyin.receptions.forms import public as forms
from huiyin.receptions.queries import days as queries
from huiyin.web.half_hours import HalfHour

BOOKING = HalfHour("huiyin_booking", "huiyin.receptions.booking", "/visit/")


@public
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Who receives when, where and what for; by post, never by name."""
    return render(request, "receptions/public/days.html", {"days": queries.published(time.now())})


@public
@require_safe
def queue(request: HttpRequest, public_id: str) -> HttpResponse:
    """The screen of the waiting room: numbers alone. It renews itself."""
    found = queries.queue(public_id)
    response = render(request, "receptions/public/queue.html", {"queue": found, "zone": found.day.organisation.zone})
    response["Refresh"] = "20"
    response["Cache-Control"] = "no-store"
    return response


@public
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose a time. Where somebody was faster, the next free one is chosen already."""
    day, now = queries.public_day(public_id), time.now()
    places = [one for one in queries.choices(day.organisation, None, now) if one.day.pk == day.pk]
    zone = day.organisation.zone
    form = forms.Booking(request.POST or None, places=places, zone=zone)
    if request.method == "POST":
        may_begin(request)
        if form.is_valid():
            try:
                return _book(request, public_id, form)
            except booking.SlotTaken as error:
                return _next_place(request, form, error)
            except BadInput as error:
                place = error.place if error.place in form.fields else None
                form.add_error(place, error.sentences)
    status = 422 if form.is_bound else 200
    return _booking_page(request, day, form, places, status=status)


def _book(request: HttpRequest, public_id: str, form: forms.Booking) -> HttpResponse:
    data = form.cleaned_data
    concern = _concern(request, data["case_code"])
    wish = booking.Wish(slot=data["slot"], matter=data["matter"], needs=data["needs"], concern=concern)
    _row, code = booking.book(day_id=public_id, wish=wish)
    response = redirect("receptions:booking")
    BOOKING.begin(response, {"c": code})
    return response


def _concern(request: HttpRequest, typed: str) -> Concern | None:
    if not typed.strip():
        return None
    if seconds_to_wait(request):
        raise BadInput("case_code", _("Too many codes were tried from here."), _("Wait a minute, or leave it empty."))
    found = receipts.find(typed)
    if found is None:
        raise BadInput("case_code", _("This code is not known here."), _("Look at it once more, or leave it empty."))
    return found.concern


def _next_place(request: HttpRequest, form: forms.Booking, error: booking.SlotTaken) -> HttpResponse:
    """What was typed stays; the next place that is left is chosen, on that day or on another one."""
    if error.free is None:
        context = {"days": queries.published(time.now()), "problem": error}
        return render(request, "receptions/public/days.html", context, status=409)
    day = error.free.day
    places = [queries.Place(day, slot, day.begins(slot)) for slot in error.free.slots]
    typed = {name: form.cleaned_data[name] for name in ("matter", "case_code", "needs")}
    fresh = forms.Booking(places=places, zone=day.organisation.zone, initial={**typed, "slot": places[0].slot})
    return _booking_page(request, day, fresh, places, problem=error, status=409)


def _booking_page(
    request: HttpRequest, day: Any, form: forms.Booking, places: list[queries.Place], *, problem: Conflict | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {"day": day, "form": form, "places": places, "problem": problem, "zone": day.organisation.zone}
    return private(render(request, "receptions/public/book.html", context, status=status))


@public
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """A booking, by its code: when and where; another time; not coming."""
    if request.POST.get("do") == "find":
        return _find(request)
    code = BOOKING.kept(request).get("c", "")
    found = booking.find(code) if code else None
    if found is None:
        return private(render(request, "receptions/public/find.html", {"form": forms.Code()}))
    zone, now = found.day.organisation.zone, time.now()
    places = queries.choices(found.day.organisation, found.case, now, 40)
    do = request.POST.get("do", "")
    change = forms.Change(request.POST if do == "change" else None, places=places, zone=zone)
    problem: Conflict | None = None
    try:
        if do == "change" and change.is_valid():
            day_id, slot = change.chosen()
            booking.change_booking(code=code, day_id=day_id, slot=slot)
            return redirect("receptions:booking")
        if do == "cancel":
            booking.cancel_booking(code=code, reason=request.POST.get("reason", ""))
            return redirect("receptions:booking")
        if do == "leave":
            left = redirect("receptions:public-days")
            BOOKING.end(left)
            return left
    except Conflict as error:
        problem = error
    context = {
        "booking": found, "day": found.day, "zone": zone, "code": show_code(code), "change": change, "cancel": forms.Cancel(),
        "at": found.day.begins(found.slot) if found.slot is not None else None, "problem": problem,
        "can_change": found.status == "booked" and bool(places),
    }  # fmt: skip
    response = private(render(request, "receptions/public/booking.html", context, status=409 if problem else 200))
    BOOKING.begin(response, {"c": code})
    return response


def _find(request: HttpRequest) -> HttpResponse:
    form = forms.Code(request.POST)
    unknown = _("This code is not known here. Look at it once more.")
    if form.is_valid() and (code := known_code(request, form, booking.find, unknown)):
        response = redirect("receptions:booking")
        BOOKING.begin(response, {"c": code})
        return response
    return private(render(request, "receptions/public/find.html", {"form": form}, status=422))
