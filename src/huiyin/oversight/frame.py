"""What this room puts into the frames: the places of the figures."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Link, RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`: the public page for everybody, the staff page for who may see figures."""
    page = reverse("oversight:how-it-goes")
    parts: dict[str, object] = {"public_nav": (Link(page, _("How it goes"), current=request.path == page),)}
    actor = actor_of(request)
    if actor is not None and may(actor, "figures"):
        parts["rail"] = (RailItem(_("Figures"), reverse("oversight:figures"), "figures", part="cases"),)
    return parts
