"""This room's place in the frame of staff pages, and what runs in earnest at the top of each page of the house."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Link, RailItem

from . import marking, queries
from .models import Incident


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    actor = actor_of(request)
    if actor is None or not may(actor, "incident_read"):
        return {}
    address = reverse("incidents:list")
    item = RailItem(
        gettext_lazy("Emergencies"),
        address,
        "warning",
        waits=queries.running_in_earnest(actor),
        prefix=address,
        part="safety",
        foot=True,
    )
    return {"rail": (item,), "urgent": tuple(_link(one, called) for one, called in queries.urgent(actor))}


def _link(incident: Incident, called: bool) -> Link:
    title = marking.marked(incident.title) if incident.exercise else incident.title
    words = _("%(title)s: you are called. Open the room and answer") if called else _("%(title)s: open the room")
    return Link(reverse("incidents:room", args=[incident.public_id]), words % {"title": title})
