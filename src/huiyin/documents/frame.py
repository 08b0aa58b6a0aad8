"""The place of this room in the staff frame."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`; nothing for who words no letter."""
    actor = actor_of(request)
    if actor is None or not may(actor, "manage_letters"):
        return {}
    return {"rail": (RailItem(_("Letters"), reverse("documents:letters-here"), "letter", prefix="/letters/"),)}
