"""What this room puts into the frame of a page: who is signed in, as what, and the places for people and posts."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import reading
from huiyin.web.components import RailItem, Who

from .access import actor_of, may
from .models import Account, Organisation


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`: fields of `huiyin.web.context.Site`; nothing when nobody is signed in."""
    actor = actor_of(request)
    if actor is None or not isinstance(request.user, Account):
        return {}
    [home] = reading.unchanged(Organisation, pk=actor.organisation_id)
    who = Who(
        post=actor.post_title,
        name=request.user.display_name,
        sign_out_url=reverse("organisations:sign-out"),
        switch_url=reverse("organisations:choose-post") if len(actor.post_ids) > 1 else "",
    )
    rail = [
        RailItem(_("People"), reverse("organisations:people"), "people", prefix="/people/"),
        RailItem(_("Posts and units"), reverse("organisations:tree"), "list", prefix="/organisations/"),
        RailItem(_("My account"), reverse("organisations:account"), "gear", prefix="/account/"),
    ]
    return {
        "who": who,
        "brand_lines": (home.name,),
        "staff_home_url": reverse("organisations:home"),
        "rail": tuple(rail if may(actor, "view_people") else rail[-1:]),
    }
