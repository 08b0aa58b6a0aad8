"""A list to sign: printed, and typed back by the numbers of its rows."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.kernel.errors import HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.training import rules
from huiyin.training.actions import listing
from huiyin.training.forms.lessons import TypedBack
from huiyin.training.queries import staff as queries


@needs("training_read")
@require_POST
def print_list(request: StaffRequest, public_id: str) -> HttpResponse:
    """One more list of who is here today."""
    try:
        printed = listing.print_list(actor=request.actor, lesson_id=public_id)
    except Refused:
        raise
    except HuiyinError as error:
        messages.error(request, error.sentences)
        return redirect("training:lesson", public_id)
    return redirect("training:sign_list", public_id, printed.number)


@needs("training_read")
@require_safe
def sign_list(request: StaffRequest, public_id: str, position: int) -> HttpResponse:
    """The paper: a row for each post and name, two in a line."""
    found = queries.sheet(request.actor, public_id, position)
    units = [(name, [rows[place : place + 2] for place in range(0, len(rows), 2)]) for name, rows in found.units]
    context = {"lesson": found.lesson, "printed": found.printed, "units": units, "spare": range(3)}
    return render(request, "training/sign_list.html", context)


@needs("training_read")
@require_safe
def typed_back(request: StaffRequest, public_id: str, position: int) -> HttpResponse:
    """Which rows were signed: the page of the lesson has them ticked then, and nothing is written before it is sent."""
    found = queries.sheet(request.actor, public_id, position)
    form = TypedBack(request.GET or None, most=len(found.printed.rows))
    if form.is_bound and form.is_valid():
        said = {"list": position, "rows": rules.rows_text(form.cleaned_data["signed"])}
        return redirect(f"{reverse('training:lesson', args=[public_id])}?{urlencode(said)}#staff")
    context = {"lesson": found.lesson, "printed": found.printed, "form": form}
    return render(request, "training/typed_back.html", context, status=422 if form.is_bound else 200)
