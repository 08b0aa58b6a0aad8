"""What this room puts into the frame: its place in the rail, and the reception days on public pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Contact, Link, RailItem

from .queries import receptions


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    actor = actor_of(request)
    links = (
        Link(reverse("receptions:public-days"), _("Reception days of leaders")),
        Link(reverse("receptions:booking"), _("Your booking")),
    )
    parts: dict[str, object] = {"contacts": (Contact(_("Talk to a leader"), links=links),)}
    if may(actor, "reception_read"):
        listed = reverse("receptions:list")
        assert actor is not None
        parts["rail"] = (
            RailItem(_("Receptions"), listed, "people", waits=receptions.waiting(actor), prefix=listed, part="cases"),
        )
    return parts
