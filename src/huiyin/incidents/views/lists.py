"""The page of emergencies, and the second of the two taps."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.incidents import forms, queries, wording
from huiyin.incidents.actions import starting
from huiyin.incidents.actions.starting import What
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, may, needs, require
from huiyin.web.fields import put_error


@needs("incident_read")
@require_safe
def emergencies(request: StaffRequest) -> HttpResponse:
    """What runs stands first; then every plan, one tap away; then exercises and what is past, apart."""
    context = {
        "lists": queries.lists(request.actor),
        "offered": queries.offered(request.actor),
        "can_start": may(request.actor, "incident_write"),
        "can_drill": may(request.actor, "drill_plan"),
        "now": time.now(),
        "zone": request.actor.zone,
    }
    return render(request, "incidents/list.html", context)


@needs("incident_write")
@require_http_methods(["GET", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """What happened was the first tap; this page starts it with the second. Everything on it may stay empty."""
    said = request.POST if request.method == "POST" else request.GET
    offered = next((one for one in queries.offered(request.actor) if one.plan.public_id == said.get("plan")), None)
    kind = said.get("kind", "other")
    if said.get("plan") and offered is None:
        raise Refused
    document = offered.plan.current.text if offered and offered.plan.current else None
    form = forms.Start(request.POST if request.method == "POST" else None)
    if document is not None:
        form.choose("trigger", [(one.key, one.text) for one in document.triggers])
    problem, status = None, 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        what = What(
            plan=offered.plan.public_id if offered else "", kind=kind, place=data["place"], trigger=data["trigger"],
            text=data["text"], another=data["another"],
        )  # fmt: skip
        try:
            incident = starting.start(actor=require(request.actor, "incident_write"), what=what)
        except BadInput as error:
            put_error(form, error)
            status = 422
        except Conflict as error:
            problem, status = error, 409
        else:
            return redirect("incidents:room", incident.public_id)
    context = {
        "form": form, "offered": offered, "kind": kind, "kinds": wording.KINDS, "problem": problem,
        "running": queries.running_of(request.actor), "document": document,
    }  # fmt: skip
    return render(request, "incidents/start.html", context, status=status)
