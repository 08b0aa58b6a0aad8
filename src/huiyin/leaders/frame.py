"""This room's place in the frame of staff pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import RailItem

from .queries import board


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`; for who leads cases."""
    actor = actor_of(request)
    if actor is None or not may(actor, "lead"):
        return {}
    address = reverse("leaders:board")
    return {
        "rail": (
            RailItem(_("Led by leaders"), address, "flag", waits=board.late_count(actor), prefix=address, part="cases"),
        )
    }
