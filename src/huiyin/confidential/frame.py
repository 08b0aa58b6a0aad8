"""This room's place in the frame: for those who read or appoint, without a number; for everybody at the foot."""

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
        Link(reverse("confidential:begin"), _("Report it sealed")),
        Link(reverse("confidential:mine"), _("Read the answer to your report")),
    )
    parts: dict[str, object] = {"contacts": (Contact(_("About somebody who works here"), links=links),)}
    actor = actor_of(request)
    if may(actor, "confidential_read") or may(actor, "confidential_name"):
        address = reverse("confidential:list")
        parts["rail"] = (RailItem(_("Sealed reports"), address, "lock", prefix=address),)
    return parts
