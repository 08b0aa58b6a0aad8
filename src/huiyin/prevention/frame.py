"""This room's place in the frame of staff pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Contact, Link, RailItem

from .queries import hazards


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    actor = actor_of(request)
    links = (Link(reverse("prevention:mine"), _("What became of your report")),)
    parts: dict[str, object] = {"contacts": (Contact(_("Dangers that you see"), links=links),)}
    if actor is not None and may(actor, "hazard_read"):
        address = reverse("prevention:list")
        parts["rail"] = (
            RailItem(
                _("Hazards"), address, "cone", waits=hazards.waiting(actor), prefix=address, part="safety", foot=True
            ),
        )
    return parts
