"""This room's place in the frame of staff pages, and what is shouted, in red at the top of each page of the house."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import Link, RailItem

from . import presenting
from .models import Callout, Status
from .queries import pages


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`."""
    actor = actor_of(request)
    if actor is None or not may(actor, "callout_read"):
        return {}
    address = reverse("callouts:list")
    item = RailItem(
        gettext_lazy("Call-outs"), address, "phone", waits=pages.running(actor), prefix=address, part="safety"
    )
    return {"rail": (item,), "urgent": tuple(_link(one, called) for one, called in pages.urgent(actor))}


def _link(row: Callout, called: bool) -> Link:
    words = {"title": presenting.title(row)}
    if row.status == Status.SHOUTING:
        return Link(presenting.url(row), _("NOBODY HAS ANSWERED: %(title)s. Whoever can, answer") % words)
    return Link(presenting.url(row), _("You are called: %(title)s. Answer") % words if called else words["title"])
