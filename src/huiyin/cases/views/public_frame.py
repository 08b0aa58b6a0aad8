"""What the frame of public pages shows: whose pages these are, where to go, how to reach the office otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.queries import offices
from huiyin.organisations.access import actor_of
from huiyin.web.components import Contact, Link


def frame(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`. Nothing but the name while nothing is set up."""
    front = offices.front_office()
    if front is None:
        return {}
    return {
        "name": front.name,
        **({} if actor_of(request) else {"brand_lines": (front.short_name or front.name,)}),
        "home_url": reverse("cases:home"),
        "public_nav": _navigation(request.path),
        "contacts": _contacts(front),
    }


def _navigation(path: str) -> tuple[Link, ...]:
    raising = path == "/" or path.startswith(("/raise/", "/receipt/"))
    looking = path == "/s" or path.startswith("/status/")
    return (
        Link(reverse("cases:home"), _("Raise a concern"), current=raising),
        Link(reverse("cases:lookup"), _("See how it stands"), current=looking),
    )


def _contacts(front: offices.Office) -> tuple[Contact, ...]:
    visit = tuple(text for text in (front.name, front.address, front.opening_hours) if text)
    call = tuple(text for text in (front.phone, front.address) if text)
    about = (
        Link(reverse("cases:other-ways"), _("Other ways to raise it")),
        Link(reverse("cases:protection"), _("How we protect your details")),
        Link(reverse("cases:accessibility"), _("Accessibility")),
        Link(reverse("cases:laws"), _("The laws behind it")),
    )
    return (
        Contact(_("Come in person"), visit),
        *((Contact(_("Call or write"), call),) if call else ()),
        Contact(_("About this service"), links=about),
    )
