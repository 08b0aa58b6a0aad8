"""What this room puts into the frame of staff pages: its places, search, and the page to register at the counter."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.queries import day, reviews
from huiyin.organisations.access import actor_of, may
from huiyin.web.components import RailItem


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`; nothing for who works on no case."""
    actor = actor_of(request)
    if actor is None or not (may(actor, "list") or may(actor, "answer_consultation")):
        return {}
    today = RailItem(_("Today"), reverse("cases:day"), "sun", waits=day.waiting_count(actor), part="day", foot=True)
    parts: dict[str, object] = {"rail": (today,), "staff_home_url": reverse("cases:day")}
    if may(actor, "list"):
        listed, reviewed = reverse("cases:list"), reverse("cases:reviews")
        rail = [today, RailItem(_("Cases"), listed, "letter", prefix=listed, part="cases", foot=True)]
        if may(actor, "review_read"):
            rail.append(
                RailItem(_("Reviews"), reviewed, "up", waits=reviews.waiting(actor), prefix=reviewed, part="cases")
            )
        if may(actor, "serve"):
            post = reverse("cases:postings")
            rail.append(RailItem(_("Letters to post"), post, "send", prefix=post, part="cases"))
        parts["rail"] = tuple(rail)
        parts["search_url"] = listed
    if may(actor, "register"):
        parts["new_case_url"] = reverse("cases:new")
    return parts
