"""A round that was gone on paper is typed in, row by row, with the times that stand there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.posts import posts_of
from huiyin.prevention.actions import typing as actions
from huiyin.prevention.forms import typing as forms
from huiyin.prevention.models import Answer, RoundStatus
from huiyin.prevention.queries import typing
from huiyin.prevention.queries.typing import Row, SheetPage
from huiyin.prevention.wording import ANSWERS, ROUND_STATUS

Told = dict[int, str]  # row -> why it was not taken


@needs("inspection_read")
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """From the number on a sheet, where the square code leads too, to the page on which it is typed in."""
    form = forms.Number(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            one = typing.round_of(request.actor, form.cleaned_data["number"])
        except BadInput as error:
            form.add_error("number", error.sentences)
        else:
            return redirect("prevention:round-paper", one.public_id)
    status = 422 if form.errors else 200
    return render(request, "prevention/rounds/find.html", {"form": form}, status=status)


@needs("inspection_read")
@require_http_methods(["GET", "POST"])
def paper(request: StaffRequest, public_id: str) -> HttpResponse:
    """The rows as they were printed. What is typed is taken row by row; with the last one the round is gone."""
    page = typing.sheet(request.actor, public_id)
    posts = posts_of(page.round.inspection.organisation_id)
    form = forms.Sheet(request.POST or None, page=page, posts=posts)
    told: Told = {}
    if request.method == "POST" and form.is_valid():
        taken = _enter(request, form, told)
        page = form.page = typing.sheet(request.actor, public_id)
        done = not told and not form.errors and request.POST.get("do") == "finish" and _end(request, form)
        if taken:
            words = ngettext("%(n)d row was entered.", "%(n)d rows were entered.", taken) % {"n": taken}
            messages.success(request, words)
        if done:
            messages.success(request, _("The round is finished. Whoever mends what was found was told."))
            return redirect("prevention:round", public_id)
        if not told and not form.errors:
            return redirect("prevention:round-paper", public_id)
    return _show(request, page, form, told)


def _enter(request: StaffRequest, form: forms.Sheet, told: Told) -> int:
    """How many rows were taken. One that is not keeps what was typed; the others are not held up by it."""
    taken = 0
    for row, typed in form.typed():
        try:
            actions.enter_row(actor=request.actor, round_id=form.page.round.public_id, typed=typed)
        except BadInput as error:
            _wrong(form, error, row)
        except Conflict as error:
            told[row.place] = error.sentences
            if row.stands is not None and row.stands.hazard is None:
                form.against[row.place] = row.stands.client_id
        else:
            taken += 1
    return taken


def _wrong(form: forms.Sheet, error: BadInput, row: Row) -> None:
    """At its field: what a hazard lacks is named with the key of its item."""
    name = error.place.partition("-")[0]
    field = name if name == "by" else f"{name}_{row.place}"
    form.add_error(field if field in form.fields else f"answer_{row.place}", error.sentences)


def _end(request: StaffRequest, form: forms.Sheet) -> bool:
    data = form.cleaned_data
    try:
        actions.enter_end(
            actor=request.actor, round_id=form.page.round.public_id, by=data["by"], note=data.get("note") or ""
        )
    except (BadInput, Conflict) as error:
        form.add_error(None, error.sentences)
        return False
    return True


def _drawn(form: forms.Sheet, row: Row, why: str, is_open: bool) -> tuple[Any, ...]:
    """A row, its fields (those of a hazard apart), why it was not taken, and what was seen, in words."""
    fields = form.row_fields(row) if is_open and not row.entered else []
    stands = row.entered or row.stands
    hazard = [one for one, of_hazard in fields if of_hazard]
    chosen = bool(fields) and form[f"answer_{row.place}"].value() == Answer.HAZARD
    plain = [one for one, of_hazard in fields if not of_hazard]
    return row, plain, hazard, chosen, why, ANSWERS[stands.answer] if stands else ""


def _show(request: StaffRequest, page: SheetPage, form: forms.Sheet, told: Told) -> HttpResponse:
    one = page.round
    is_open = one.status in (RoundStatus.DUE, RoundStatus.MISSED)
    context = {
        "page": page, "form": form, "told": [(row, told[row.place]) for row in page.rows if row.place in told],
        "rows": [_drawn(form, row, told.get(row.place, ""), is_open) for row in page.rows],
        "open": is_open, "missed": one.status == RoundStatus.MISSED, "standing": ROUND_STATUS[one.status],
        "zone": one.inspection.organisation.zone,
    }  # fmt: skip
    status = 409 if told else 422 if form.errors else 200
    return render(request, "prevention/rounds/typed.html", context, status=status)
