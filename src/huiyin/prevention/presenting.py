"""Hazards as rows, chips, lines and facts of pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, Fact, Item, Link, Tag

from .models import Hazard, HazardEvent
from .queries.equipment import Row as EquipmentRow
from .queries.hazards import Page, Row
from .queries.reports import Waiting
from .queries.rounds import Row as RoundRow
from .wording import (
    EQUIPMENT,
    EVERY,
    HAPPENED,
    INTERIM,
    LATE,
    SEVERITIES,
    SEVERITY_ICON,
    SEVERITY_TONE,
    SOURCES,
    STATUS,
    happened,
)

__all__ = ["HAPPENED", "chip", "event", "facts", "item", "severity", "url"]


def url(hazard: Hazard) -> str:
    return reverse("prevention:hazard", args=[hazard.public_id])


def severity(hazard: Hazard) -> Tag:
    """Colour, drawing and word."""
    return Tag(SEVERITIES[hazard.severity], SEVERITY_TONE[hazard.severity], SEVERITY_ICON[hazard.severity])


def chip(row: Row | Page) -> DeadlineChip | None:
    return titled_chip(row.clock)


def item(row: Row, *, office: bool = False, action: Link | None = None) -> Item:
    """A row of a list."""
    hazard = row.hazard
    facts: list[Tag | str] = [severity(hazard), hazard.place]
    if hazard.interim:
        facts.append(str(INTERIM[hazard.interim]))
    facts += [str(STATUS[hazard.status]), hazard.owner.title, days(row.days)]
    if office:
        facts.append(hazard.organisation.short_name)
    return Item(hazard.title, url(hazard), hazard.number, "", tuple(facts), chip(row), action)


def reported(one: Waiting) -> Item:
    """A report that waits, in the reporter's own words."""
    row = one.report
    address = reverse("prevention:sort", args=[row.public_id])
    title = _("Reported at: %(place)s") % {"place": row.spot.name}
    return Item(
        title, address, row.public_id, row.text[:80], (_("without an account"),), titled_chip(one.clock),
        Link(address, _("Sort it"), note=title),
    )  # fmt: skip


def round_item(row: RoundRow) -> Item:
    """A round that is due."""
    one, inspection = row.round, row.round.inspection
    address = reverse("prevention:round", args=[one.public_id])
    facts: list[str | Tag] = [inspection.post.title]
    if inspection.deputy is not None:
        facts.append(_("or %(post)s") % {"post": inspection.deputy.title})
    if row.answered:
        facts.append(_("%(done)d of %(all)d seen") % {"done": row.answered, "all": len(one.items)})
    if row.hazards:
        facts.append(
            Tag(ngettext("%(n)d hazard", "%(n)d hazards", row.hazards) % {"n": row.hazards}, "late", "warning")
        )
    title = f"{inspection.checklist.title} · {inspection.place}"
    return Item(
        title,
        address,
        str(EVERY[inspection.every]),
        "",
        tuple(facts),
        titled_chip(row.clock),
        Link(address, _("Go round"), note=title),
    )


def equipment_item(row: EquipmentRow) -> Item:
    """A thing with the check that runs out first."""
    thing = row.equipment
    facts = [thing.place, *([row.first.check.title] if row.first else []), thing.keeper.title]
    chip = titled_chip(row.first.clock) if row.first else None
    address = reverse("prevention:thing", args=[thing.public_id])
    return Item(thing.name, address, str(EQUIPMENT[thing.kind]), "", tuple(facts), chip)


def network_gap(clock: Clock) -> Item:
    """Nobody answers for network safety: for who owes a name."""
    address = reverse("prevention:network")
    chip = titled_chip(clocks.queries.view(clock, time.now()))
    return Item(_("Network safety"), address, "", "", (), chip, Link(address, _("Name a post")))


def days(number: int) -> str:
    return ngettext("%(n)d day old", "%(n)d days old", number) % {"n": number}


def event(one: HazardEvent) -> Event:
    detail = one.note
    if one.data.get("files"):
        pictures = ngettext("%(n)s picture or paper", "%(n)s pictures or papers", int(one.data["files"]))
        detail = " · ".join(part for part in (detail, pictures % {"n": one.data["files"]}) if part)
    return Event(happened(one), one.at, "late" if one.verb in LATE else "office", by=one.actor_title, detail=detail)


def facts(actor: Actor, page: Page) -> tuple[Fact, ...]:
    """Where, how grave, who mends it, what it came of. What the asker may not read is not named."""
    hazard, zone = page.hazard, page.hazard.organisation.zone
    meanwhile = str(INTERIM[hazard.interim]) if hazard.interim else _("nothing")
    if hazard.interim_note:
        meanwhile += f"\n{hazard.interim_note}"
    found = [
        Fact(_("Where"), hazard.place),
        Fact(_("Until it is mended"), meanwhile),
        Fact(_("Who mends it"), f"{hazard.owner.title} · {hazard.owner.unit.name}"),
        Fact(_("Found"), f"{dates.moment_text(hazard.found_at, zone)} · {_source(hazard)}"),
    ]
    if hazard.told_up is not None:
        found.append(Fact(_("Told above"), hazard.told_up.name))
    return (*found, *_links(actor, hazard))


def _source(hazard: Hazard) -> str:
    if hazard.source in ("case", "incident", "plan"):  # named below, for who may read it
        return str(SOURCES["staff"])
    return str(SOURCES[hazard.source])


def _links(actor: Actor, hazard: Hazard) -> list[Fact]:
    found = []
    answer = hazard.answers.select_related("round__inspection__checklist").first() if hazard.source == "round" else None
    if answer is not None:
        title = answer.round.inspection.checklist.title
        found.append(_fact(_("Found on a round"), title, "prevention:round", answer.round.public_id))
    if hazard.case is not None and may(actor, "read", hazard.case):
        found.append(_fact(_("Came of the case"), hazard.case.title, "cases:case", hazard.case.public_id))
    if hazard.incident is not None and may(actor, "incident_read", hazard.incident):
        incident = hazard.incident
        found.append(_fact(_("Came of"), f"{incident.title} {incident.number}", "incidents:room", incident.public_id))
    if hazard.plan is not None and may(actor, "plan_read", hazard.plan):
        found.append(_fact(_("Belongs to the plan"), hazard.plan.title, "plans:plan", hazard.plan.public_id))
    return found


def _fact(term: str, title: str, name: str, public_id: str) -> Fact:
    return Fact(term, title, Link(reverse(name, args=[public_id]), _("Open it")))
