"""The page of the calendar: years, a day, and for administrators of the whole installation a year's notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.kernel.calendars import actions as calendars
from huiyin.kernel.calendars import tables
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, needs

from . import years
from .forms import ApplyForm, DayForm, NoticeForm


@needs("view_calendars")
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """Which years are announced, what a day is."""
    form = DayForm(request.GET if "day" in request.GET else None)
    shown, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            shown = years.day(form.cleaned_data["day"], request.actor.region)
        except BadInput as error:
            form.add_error("day", str(error.message))
    if form.is_bound and form.errors:
        status = 422
    return _page(request, {"form": form, "shown": shown}, status)


@needs("load_calendar")
@require_POST
def load(request: StaffRequest) -> HttpResponse:
    """What a notice would move. Changes nothing."""
    _require_all(request)
    form = NoticeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            notice = years.notice_of(form.cleaned_data["file"].read(years.LARGEST + 1))
            in_force = calendars.in_force(notice)
            moves = [] if in_force else calendars.preview(notice)
            context = {
                "notice": notice,
                "in_force": in_force,
                "moves": years.moved_dates(moves),
                "form": ApplyForm(initial={"content": years.as_text(notice)}),
            }
            return render(request, "cases/rules/calendar_preview.html", context)
        except BadInput as error:
            form.add_error("file", error.sentences)
    return _page(request, {"form": DayForm(), "upload": form}, 422)


@needs("load_calendar")
@require_POST
def apply(request: StaffRequest) -> HttpResponse:
    """Bring it into force; running dates that rest on it move, each with the reason, and people are told."""
    _require_all(request)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return redirect("cases:calendar")
    notice = years.notice_of(form.cleaned_data["content"].encode())
    if calendars.load_year(notice=notice, actor=request.actor.reference) is None:
        messages.success(request, _("The same days of %d are in force already.") % notice.year)
    else:
        messages.success(request, _("%d is in force. Every date that moved shows why.") % notice.year)
    return redirect("cases:calendar")


def _page(request: StaffRequest, more: dict[str, Any], status: int) -> HttpResponse:
    region = request.actor.region
    loads = years.may_load(request.actor) and tables.is_china(region)
    context = {"years": years.years(request.actor), "region": region, "loads": loads, "upload": NoticeForm(), **more}
    return render(request, "cases/rules/calendar.html", context, status=status)


def _require_all(request: StaffRequest) -> None:
    if not years.may_load(request.actor):
        raise Refused
