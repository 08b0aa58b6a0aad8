"""From instructions and hard cases to what lists, cards and pages draw."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, Fact, Item, Link

from .models import HopStatus, Instruction, InstructionEvent
from .queries import HardPage, HardRow, InstructionPage, InstructionRow
from .wording import HAPPENED, HARD_STATUS, HOP_STATUS, STATUS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the card on the page of a case."""

    title: str
    url: str
    facts: str
    chip: DeadlineChip | None


@dataclass(frozen=True, slots=True)
class HopCard:
    """One step up as its page shows it."""

    title: str
    status: str
    sent: str
    why: str
    answer: str
    to_person: str
    discussion: str
    chip: DeadlineChip | None


def url(instruction: Instruction) -> str:
    return reverse("instructions:instruction", args=[instruction.public_id])


def hard_url(row: HardRow | HardPage) -> str:
    return reverse("instructions:hard-case", args=[row.hard.public_id])


def from_whom(instruction: Instruction) -> str:
    return f"{instruction.superior_office} · {instruction.superior_title}"


def item(row: InstructionRow, *, given: bool = False, action: str = "") -> Item:
    """A row of a list. `given`: seen by the superior, so that it names who answers."""
    one = row.instruction
    other = f"{one.organisation.short_name} · {one.answers.title}" if given else from_whom(one)
    link = Link(url(one), action, note=one.subject) if action else None
    return Item(one.subject, url(one), one.public_id, "", (other, STATUS[one.status]), titled_chip(row.clock), link)


def hard_item(row: HardRow, *, action: str = "") -> Item:
    hard = row.hard
    asked = f"{hard.organisation.short_name} · {hard.asked_title}"
    state = f"{row.hop.to.title}: {HOP_STATUS[row.hop.status]}"
    link = Link(hard_url(row), action, note=hard.case.title) if action else None
    return Item(
        hard.case.title, hard_url(row), hard.public_id, "", (_("hard case"), asked, state), titled_chip(row.clock), link
    )


def line(row: InstructionRow) -> Line:
    one = row.instruction
    return Line(one.subject, url(one), f"{from_whom(one)} · {STATUS[one.status]}", titled_chip(row.clock))


def hard_line(row: HardRow) -> Line:
    facts = f"{row.hop.to.title} · {HOP_STATUS[row.hop.status]} · {HARD_STATUS[row.hard.status]}"
    return Line(_("Hard case, put before a leader"), hard_url(row), facts, titled_chip(row.clock))


def facts(page: InstructionPage) -> tuple[Fact, ...]:
    """What stands on the paper, who answers, until when."""
    one = page.instruction
    due = dates.day_text(one.due_on) + "\n" + _("This is the office's own date; no law has one for it.")
    found = [
        Fact(_("From whom"), from_whom(one)),
        Fact(_("Date of the paper"), dates.day_text(one.dated_on)),
        Fact(_("Who answers"), f"{one.organisation.name} · {one.answers.title}"),
        Fact(_("Result due"), due),
        Fact(_("Recorded"), f"{one.recorded_title}, {dates.moment_text(one.recorded_at, one.organisation.zone)}"),
    ]
    if one.paper_number:
        found.insert(1, Fact(_("Number of the paper"), one.paper_number))
    for case in one.cases:
        link = Link(reverse("cases:case", args=[case.public_id]), _("Open it")) if case.pk in page.readable else None
        found.append(Fact(_("Case"), f"{case.title} ({case.public_id})", link))
    return tuple(found)


def event(one: InstructionEvent) -> Event:
    late = one.verb == "missed"
    detail = _("Told of it: %(post)s") % {"post": one.note} if late and one.note else one.note
    return Event(HAPPENED[one.verb], one.at, "late" if late else "office", by=one.actor_title, detail=detail)


def hops(page: HardPage) -> tuple[HopCard, ...]:
    zone = page.hard.organisation.zone
    found = []
    for hop, clock in page.hops:
        discussion = ""
        if hop.discuss_on:
            discussion = _("Discussion on %(day)s: %(who)s") % {
                "day": dates.day_text(hop.discuss_on),
                "who": hop.discuss_with,
            }
        found.append(
            HopCard(
                f"{hop.to.title} · {hop.to.unit.organisation.name}",
                str(HOP_STATUS[hop.status]),
                dates.moment_text(hop.sent_at, zone),
                hop.why,
                hop.answer if hop.status == HopStatus.ANSWERED else "",
                hop.to_person,
                discussion,
                titled_chip(clock),
            )
        )
    return tuple(found)
