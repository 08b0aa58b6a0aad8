"""This room's place in the frame of staff pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    actor = actor_of(request)
    if actor is None or not may(actor, "archive_read"):
        return {}
    address = reverse("archive:home")
    return {"rail": (RailItem(_("Archive"), address, "book", prefix=address, part="cases"),)}
