"""Today on paper: to print it, to have it ready each morning, and to type in what was written on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.documents import paper
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.posts import posts_of
from huiyin.web.fields import put_error

from . import forms, sheets
from .actions import sheets as acts
from .actions import wishing
from .models import Kind
from .queries import day, mornings
from .queries import sheets as queries

USUAL_HOUR = 7


@needs("day_paper")
@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """One press prints the set; below, the sheets of the office that can be typed in."""
    form = forms.Number(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect("onpaper:sheet", queries.find(request.actor, form.cleaned_data["number"]).public_id)
        except BadInput as error:
            form.add_error("number", error.sentences)
    return _today(request, form, _wish_form(request) if may(request.actor, "day_paper_morning") else None)


def _today(request: StaffRequest, form: forms.Number, asked: forms.Wish | None) -> HttpResponse:
    actor, wish = request.actor, mornings.wish_of(request.actor)
    context: dict[str, Any] = {
        "form": form, "sheets": queries.latest(actor), "zone": actor.zone, "today": time.today(actor.zone),
        "wish_form": asked, "wish": wish, "unheld": mornings.unheld(wish), "mornings": mornings.of_post(actor),
        "wrong": asked if asked is not None and asked.is_bound else form,
    }  # fmt: skip
    return render(request, "onpaper/today.html", context, status=422 if context["wrong"].errors else 200)


def _wish_form(request: StaffRequest, *data: Any) -> forms.Wish:
    found = mornings.wish_of(request.actor)
    initial = {"posts": found.posts if found else [request.actor.reference.partition(":")[2]],
        "hour": str(found.hour if found else USUAL_HOUR), "days": "every" if found and found.every_day else "working"}  # fmt: skip
    return forms.Wish(*data, posts=posts_of(request.actor.organisation_id), initial=initial, auto_id="wish_%s")


@needs("day_paper_morning")
@require_POST
def wish(request: StaffRequest) -> HttpResponse:
    """What the office wishes each morning."""
    form = _wish_form(request, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            wishing.wish(
                actor=request.actor,
                posts=data["posts"],
                hour=int(data["hour"] or USUAL_HOUR),
                every_day=data["days"] == "every",
            )
            messages.success(request, _("Kept.") if data["posts"] else _("No set is made by itself any more."))
            return redirect("onpaper:today")
        except BadInput as error:
            put_error(form, error)
    return _today(request, forms.Number(), form)


@needs("day_paper")
@require_safe
def morning(request: StaffRequest, public_id: str) -> HttpResponse:
    """The paper that was made ready, shown at once: a tap opens it, the next one prints."""
    row, content = mornings.opened(request.actor, public_id)
    return paper.response(content, f"{row.day.isoformat()}-{row.sheet.number}.pdf", inline=True)


@needs("day_paper")
@require_POST
def print_day(request: StaffRequest) -> HttpResponse:
    """A set with numbers of its own."""
    return redirect("onpaper:printed", acts.print_day(actor=request.actor).public_id)


@needs("day_paper")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The paper, on its day; afterwards what was written on it is what counts."""
    page = queries.own(request.actor, public_id)
    found = day.today(request.actor)
    if page.sheet.day != found.date:
        return redirect("onpaper:sheet", public_id)
    return render(request, "onpaper/printed.html", {"page": page, "sheet": sheets.compose(found, page)})


@needs("day_paper")
@require_http_methods(["GET", "POST"])
def sheet(request: StaffRequest, public_id: str) -> HttpResponse:
    """The rows of a sheet: what was typed in, and a form for the next note; concerns are registered where concerns are."""
    page = queries.page(request.actor, public_id)
    zone = page.sheet.organisation.zone
    left = [(str(row.place), row.number) for row in page.of(Kind.NOTE) if row.typed is None]
    form = forms.Note(request.POST or None, rows=left, zone=zone, initial={"on": page.sheet.day})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                data = form.cleaned_data
                acts.enter_note(
                    actor=request.actor, sheet_id=public_id, row=int(data["row"]), at=form.moment(), text=data["text"]
                )
                messages.success(request, _("The row is typed in."))
                return redirect("onpaper:sheet", public_id)
            except BadInput as error:
                put_error(form, error)
            except Conflict as error:
                form.add_error("row", error.sentences)
                status = 409
    context = {
        "page": page, "sheet": page.sheet, "form": form, "left": left, "zone": zone,
        "concerns": page.of(Kind.CONCERN), "notes": page.of(Kind.NOTE), "can_register": may(request.actor, "register"),
        "can_print": page.sheet.post_id == request.actor.post_id and page.sheet.day == time.today(zone),
    }  # fmt: skip
    return render(request, "onpaper/sheet.html", context, status=status)
