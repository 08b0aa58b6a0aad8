"""Who is told of what happens to a hazard. A notice says what is where, and nothing about persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ids, outbox
from huiyin.organisations.models import Organisation, Post
from huiyin.prevention.models import Hazard

TEMPLATE = "prevention/hazard"
TITLES: dict[str, str | Promise] = {
    "register": _("A hazard is yours to mend"),
    "hand_to": _("A hazard is yours to mend"),
    "grave": _("A grave hazard was registered"),
    "mend": _("A hazard is said to be mended; another person looks whether it is"),
    "not_mended": _("A hazard is not mended yet"),
    "close": _("A hazard is mended, and was looked at"),
    "reopen": _("A hazard has come back"),
    "remind": _("A hazard is due to be mended soon"),
    "late": _("A hazard is late"),
    "late_grave": _("A GRAVE hazard is late and not mended"),
    "unchecked": _("A mended hazard was not looked at in time"),
}


def tell(hazard: Hazard, verb: str, references: Iterable[str], *, actor: str, at: dt.datetime) -> None:
    """One notice to each post; none to who did it."""
    told = [one for one in dict.fromkeys(references) if one.startswith("post:") and one != actor]
    words = {
        "title": in_every_language(TITLES[verb]),
        "hazard": hazard.title,
        "place": hazard.place,
        "number": hazard.number,
        "office": hazard.organisation.name,
    }
    outbox.owe_many(
        [
            outbox.Owed(one, TEMPLATE, words, hazard.reference, f"{hazard.reference}:{one}:{ids.public_id()}")
            for one in told
        ],
        at=at,
    )


def head(organisation: Organisation) -> list[str]:
    return [organisation.head_post.reference] if organisation.head_post else []


def office(organisation: Organisation) -> list[str]:
    """Who must know in an office above: its head and its supervisors."""
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).order_by("id")
    return [post.reference for post in posts if post.is_head or "supervisor" in post.roles]
