"""What every page says about the installation: that it holds example data, that what runs by itself stands still, that pages are not encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel import time
from huiyin.organisations.access import actor_of
from huiyin.web.components import RailItem

from . import overdue, queries

OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}


def site(request: HttpRequest) -> Mapping[str, object]:
    """A provider for `WEB_CONTEXT_PROVIDERS`."""
    installation = queries.installation()
    parts: dict[str, object] = {"alarms": _alarms(request)}
    if installation is not None and installation.example_data:
        parts["example_data"] = _(
            "Example data: these people, schools and offices are made up. Nothing written here reaches anybody."
        )
    return parts


def place(request: HttpRequest) -> Mapping[str, object]:
    """A provider too: the place of the machine in the rail of who runs it."""
    if not queries.runs_the_machine(actor_of(request)):
        return {}
    return {"rail": (RailItem(_("This machine"), reverse("operations:machine"), "gear"),)}


def _alarms(request: HttpRequest) -> tuple[str, ...]:
    alarms: list[str] = []
    if not request.is_secure() and not _from_this_machine(request):
        alarms.append(_("This page is not encrypted: whoever is in between can read and change what you write here."))
    if request.user.is_authenticated:
        alarms.extend(overdue.said(time.now()))
    return tuple(alarms)


def _from_this_machine(request: HttpRequest) -> bool:
    """A trial on one's own machine crosses no network. Both names are asked: behind a proxy each visitor comes from here."""
    name = urlsplit(f"//{request.get_host()}").hostname
    return name in OWN_MACHINE and request.META.get("REMOTE_ADDR", "") in OWN_MACHINE
