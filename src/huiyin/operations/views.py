"""The first-run page, which exists only while nothing is set up; and how the machine is, for people and for a monitor."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, HuiyinError
from huiyin.organisations.access import StaffRequest, needs, public
from huiyin.organisations.models import Organisation

from . import actions, figures, first_words, machine_page, overdue, queries
from .forms import SetUpForm

METRICS_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Organisation and administrators. Recovery words stay on the console (docs/decisions/0007)."""
    if Organisation.objects.exists():
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            first_words.check_code(form.cleaned_data["code"], request.META.get("REMOTE_ADDR", ""))
            begun = actions.set_up(_beginning(form))
        except HuiyinError as error:
            place = error.place if isinstance(error, BadInput) else None
            form.add_error(place if place in form.fields else None, error.sentences)
        else:
            return render(request, "operations/set_up_done.html", {"begun": begun})
    return render(request, "operations/set_up.html", {"form": form}, status=422 if form.errors else 200)


@needs("view_machine")
@never_cache
@require_safe
def machine(request: StaffRequest) -> HttpResponse:
    """The figures that a monitor gets, in words."""
    if not queries.runs_the_machine(request.actor):
        raise Http404
    now = time.now()
    found = figures.of_the_machine(now)
    context = {
        "rows": machine_page.rows(found),
        "jobs": machine_page.jobs(found),
        "pages": machine_page.pages(),
        "wrong": overdue.said(now),
        "nights": list(machine_page.nights(queries.backups())),
        "folder": settings.BACKUP_FOLDER,
    }
    return render(request, "operations/machine.html", context)


@public
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For a monitor that the administrator lets in; to others it is not there."""
    from . import metering  # loads a library that is not needed before

    if not metering.may_read(request):
        raise Http404
    return HttpResponse(metering.exposition(figures.of_the_machine(time.now())), content_type=METRICS_TEXT)


def _beginning(form: SetUpForm) -> actions.Beginning:
    data = form.cleaned_data
    return actions.Beginning(
        name=data["name"],
        short_name=data["short_name"],
        kind=data["kind"],
        outside_body_name=data["outside_body_name"],
        outside_body_channel=data["outside_body_channel"],
        administrators=(
            (data["first_sign_in"], data["first_person"]),
            (data["second_sign_in"], data["second_person"]),
        ),
        roll_over_office=data["roll_over_office"] == "yes",
        roll_over_petitioner=data["roll_over_petitioner"] == "yes",
    )
