"""What this room puts on the day list and beside an emergency, and where its notices lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.incidents import sections as incidents
from huiyin.incidents.models import Incident
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import presenting
from .actions import parts
from .queries import bulletins as queries
from .wording import KINDS


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_on_day, (parts.BULLETIN,))
    sections.for_day(_came)
    sections.for_notices("bulletin", _pages)
    incidents.for_reports(_beside)


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    for row in queries.day(owed):
        title = str(KINDS[row.bulletin.kind])
        item = presenting.item(row, action=Link(presenting.url(row.bulletin), _("Report it"), note=title))
        yield sections.DayEntry("late" if row.clock and row.clock.late else "soon", item)


def _came(actor: Actor) -> Iterable[sections.DayEntry]:
    """What came from below and waits at this office."""
    for level, clock in queries.came(actor):
        link = Link(presenting.url(level.bulletin), _("Read and acknowledge"), note=str(KINDS[level.bulletin.kind]))
        item = presenting.came(level, clock, action=link)
        yield sections.DayEntry("late" if clock and clock.late else "soon", item)


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.url(one) for one in queries.seen(actor, public_ids)}


def _beside(actor: Actor, incident: Incident) -> Iterable[Link]:
    """On the page of an emergency: what was begun from it, and the door to report it up. An exercise is reported nowhere."""
    if incident.exercise:
        return
    for one in queries.of_incident(actor, incident):
        yield Link(presenting.url(one), f"{KINDS[one.kind]} {one.number}", icon="send")
    if incident.organisation_id == actor.organisation_id and may(actor, "bulletin_write", incident):
        yield Link(
            f"{reverse('bulletins:new')}?incident={incident.public_id}", _("Report it up the chain"), icon="send"
        )
