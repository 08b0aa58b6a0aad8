"""The list of bulletins, and a new one: by hand, or from an emergency that runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.bulletins import preparing, presenting
from huiyin.bulletins.actions import beginning
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.forms import Begin
from huiyin.bulletins.queries import bulletins as queries
from huiyin.bulletins.queries import figures as counted
from huiyin.incidents import queries as incidents
from huiyin.incidents.queries.lists import running_of
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.fields import put_error


@needs("bulletin_write")
@require_safe
def bulletin_list(request: StaffRequest) -> HttpResponse:
    """What is being reported, and what was."""
    rows = queries.listed(request.actor)
    context = {
        "came": [presenting.came(level, clock) for level, clock in queries.came(request.actor)],
        "can_count": may(request.actor, "bulletin_figures"),
        "running": [presenting.item(row) for row in rows if row.bulletin.ended_at is None],
        "ended": [presenting.item(row) for row in rows if row.bulletin.ended_at is not None],
        "incidents": running_of(request.actor),
    }
    return render(request, "bulletins/list.html", context)


@needs("bulletin_write")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """What kind of event, and when the office learned of it: the times run from there."""
    prepared = _prepared(request)
    form = Begin(request.POST or None, initial={"learned_at": time.now(), **prepared})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        event = Event(**data, texts=prepared.get("texts", {}), numbers=prepared.get("numbers", {}))
        try:
            bulletin = beginning.begin(actor=request.actor, event=event)
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("The times run. Telephone first, then write."))
            return redirect("bulletins:bulletin", bulletin.public_id)
    return render(request, "bulletins/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("bulletin_figures")
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """The last twelve months by office."""
    return render(request, "bulletins/figures.html", {"table": counted.table(request.actor)})


def _prepared(request: StaffRequest) -> dict[str, Any]:
    """From the log of the emergency that it is begun from."""
    public_id = request.POST.get("incident") or request.GET.get("incident", "")
    if not public_id:
        return {}
    room = incidents.room(request.actor, public_id, time.now())
    return {**preparing.from_incident(room), "incident": public_id}
