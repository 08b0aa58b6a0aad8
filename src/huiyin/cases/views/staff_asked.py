"""A question to the whole office, from another one: what is shown of the case, the day, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import asking_offices
from huiyin.cases.forms.staff_consultation import Answer
from huiyin.cases.presenting import chip
from huiyin.cases.queries.consultations import asked_office, clocks_of
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error


@needs("answer_asked")
@require_http_methods(["GET", "POST"])
def asked(request: StaffRequest, public_id: str) -> HttpResponse:
    """The question, and its answer."""
    found = asked_office(request.actor, public_id)
    form = Answer(request.POST or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            asking_offices.answer_asked(actor=request.actor, public_id=public_id, text=form.cleaned_data["text"])
            messages.success(request, _("The answer is with the office that asked."))
            return redirect("cases:day")
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
            found.refresh_from_db()
    clock = clocks_of([found]).get(found.public_id)
    context = {
        "asked": found,
        "form": form,
        "problem": problem,
        "zone": request.actor.zone,
        "chip": chip(clock) if clock else None,
    }
    return render(request, "cases/staff/asked.html", context, status=409 if problem else 422 if form.errors else 200)
