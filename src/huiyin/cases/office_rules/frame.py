"""The places of the staff frame for the calendar, who is competent, the drawn procedures and the office's own dates."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import actor_of, may
from huiyin.web.components import RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`; nothing when nobody is signed in."""
    actor = actor_of(request)
    if actor is None:
        return {}
    rail = []
    if may(actor, "view_calendars"):
        rail.append(RailItem(_("Calendar"), reverse("cases:calendar"), "book", prefix="/calendar/"))
    if may(actor, "view_competences"):
        rail.append(RailItem(_("Table of competences"), reverse("cases:competences"), "book", prefix="/competences/"))
    if may(actor, "view_procedures"):
        rail.append(RailItem(_("Procedures"), reverse("procedures:list"), "list", prefix="/procedures/"))
    if may(actor, "manage_clock_numbers"):
        rail.append(RailItem(_("Own dates"), reverse("cases:own-dates-here"), "clock", prefix="/own-dates/"))
    return {"rail": tuple(rail)}
