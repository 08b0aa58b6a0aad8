"""Who is told of a bulletin. A notice says which kind of event, of which office, and what is owed; nothing of what happened there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.bulletins.models import Bulletin
from huiyin.bulletins.wording import KINDS
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ids, outbox
from huiyin.organisations.models import Organisation, Post

TEMPLATE = "bulletins/bulletin"
TITLES: dict[str, str | Promise] = {
    "begin": _("Something is being reported up the chain"),
    "first": _("A report came from an office below: first report"),
    "follow-up": _("A report came from an office below: follow-up"),
    "final": _("A report came from an office below: final report"),
    "acknowledged": _("Your report was received"),
    "handed": _("Something below is reported by nobody there: it is yours to see to"),
    "doubted": _("The office above does not hold for true what your report says: it asks you"),
    "answered": _("The office that reported has answered what you doubt"),
    "judged": _("What the office above doubted in your report is decided"),
    "late": _("A report is LATE"),
    "late_answer": _("Nothing was said to what is doubted in a report: the office above may decide without it"),
    "late_level": _("A report from below is LATE here: not acknowledged, or neither passed on nor ended"),
}
RECEIVERS = ("supervisor", "registrar", "leader")


def tell(bulletin: Bulletin, verb: str, references: Iterable[str], *, actor: str, at: dt.datetime) -> None:
    """One notice to each post; none to who did it."""
    told = [one for one in dict.fromkeys(references) if one.startswith("post:") and one != actor]
    words = {
        "title": in_every_language(TITLES[verb]),
        "kind": in_every_language(KINDS[bulletin.kind]),
        "number": bulletin.number,
        "office": bulletin.organisation.name,
    }
    about = bulletin.reference
    outbox.owe_many(
        [outbox.Owed(one, TEMPLATE, words, about, f"{about}:{one}:{ids.public_id()}") for one in told], at=at
    )


def head(organisation: Organisation) -> list[str]:
    return [organisation.head_post.reference] if organisation.head_post else []


def own_head(bulletin: Bulletin) -> list[str]:
    """The head of the office that reports; nobody where it is about the head or a leader."""
    return [] if bulletin.apart else head(bulletin.organisation)


def office(organisation: Organisation | None) -> list[str]:
    """Who takes reports in an office: its head, its leaders, its desk, its supervisors."""
    if organisation is None:
        return []
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).order_by("id")
    return [post.reference for post in posts if post.is_head or set(RECEIVERS) & set(post.roles)]
