"""This room's place in the frame: a door for everybody, and no number beside it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Contact, Link, RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    links = (
        Link(reverse("support:offices"), _("Ask for support")),
        Link(reverse("support:mine"), _("What became of your request")),
    )
    parts: dict[str, object] = {"contacts": (Contact(_("In hardship"), links=links),)}
    if may(actor_of(request), "support_offer"):
        address = reverse("support:list")
        parts["rail"] = (RailItem(_("Support"), address, "people", prefix=address),)
    return parts
