"""What this room puts on the day of a reader, where its notices lead, and the door on the page about misconduct."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Concern
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import presenting, queries
from .rules import SUBJECT

MOST_OF_DAY = 10


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_on_day, (SUBJECT,))
    sections.for_notices("sealed-desk", _desk)
    sections.for_notices("sealed-custody", _asked)
    sections.for_elsewhere(_door)
    sections.for_public(_harmed)
    sections.for_public(_resealed)


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    key = queries.key_of(actor) if owed else None
    if key is None:
        return
    for row in queries.lists(key).open[:MOST_OF_DAY]:
        yield sections.DayEntry("late" if row.report.late_on else "soon", presenting.item(row))


def _desk(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return dict.fromkeys(public_ids, reverse("confidential:list")) if may(actor, "confidential_read") else {}


def _asked(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("confidential:custody", args=[one]) for one in queries.asked_pages(actor, public_ids)}


def _harmed(concern: Concern) -> sections.Section:
    """The same for everybody: whether they go there, and what they say, is known to nobody."""
    return sections.Section("harmed", "confidential/public/harmed.html", place="aside", order=90)


def _resealed(concern: Concern) -> sections.Section | None:
    """What happened to it, and the way to the mailbox."""
    found = queries.resealed(concern) if concern.case.sealed else None
    if found is None:
        return None
    return sections.Section("resealed", "confidential/public/resealed.html", {"found": found}, order=5)


def _door() -> Link | None:
    return Link(reverse("confidential:begin"), _("Report it here, sealed")) if queries.open_here() else None
