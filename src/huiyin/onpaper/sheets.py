"""The set as it is printed, the same words on the page and in the file: parts with a heading, columns and rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.plans.paper import words as plan_words
from huiyin.web import dates

from .models import Kind
from .queries.day import Card, Today
from .queries.sheets import Page


@dataclass(frozen=True, slots=True)
class Part:
    """`empty`: what is said where there are no rows. `blank`: rows to write in."""

    key: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`leaves`: each begins on a page of its own."""

    head: str
    title: str
    stands: str
    number: str
    leaves: tuple[tuple[Part, ...], ...]


def compose(today: Today, page: Page) -> Sheet:
    """In the language that is active."""
    zone = today.office.zone
    head = " · ".join(filter(None, (today.office.name, today.office.phone, today.post.title)))
    first = (_duty(today, zone), _running(today, zone), _owed(today))
    second = (_numbers(today), *(_card(one) for one in today.cards))
    return Sheet(
        head=head,
        title=_("Today on paper: %(day)s") % {"day": dates.day_text(today.date)},
        stands=_("As it stands at %(at)s. What changed after that is on the pages.") % {"at": dates.moment_text(today.at, zone)},
        number=page.sheet.number,
        leaves=(first, second, (_concerns(page), _notes(page))),
    )  # fmt: skip


def _duty(today: Today, zone: str) -> Part:
    rows = []
    for line in today.duty:
        shift = line.shift
        when = f"{dates.moment_text(shift.begins_at, zone)} – {dates.moment_text(shift.ends_at, zone)}"
        for seat in line.seats:
            away = "" if seat.there else _("(away)")
            who = " ".join(filter(None, (seat.member.name, seat.member.title, away)))
            part = _("Leader in charge") if seat.leads else shift.kind.name
            rows.append((when, part, who, seat.member.account.phone))
        if not line.seats or line.lacks:
            rows.append((when, shift.kind.name, _("somebody is missing"), ""))
    return Part(
        "duty", _("On duty today and tonight"), (pgettext("day sheet", "When"), pgettext("day sheet", "Shift"), pgettext("day sheet", "Who"), pgettext("day sheet", "Telephone")), tuple(rows),
        _("Fire 119 · ambulance 120 · police 110"), _("No roster covers today."),
    )  # fmt: skip


def _running(today: Today, zone: str) -> Part:
    rows = tuple((one.number, one.title, dates.moment_text(one.started_at, zone)) for one in today.incidents)
    return Part(
        "incidents",
        _("Emergencies that run"),
        (pgettext("day sheet", "Number"), pgettext("day sheet", "What"), pgettext("day sheet", "Since")),
        rows,
        "",
        pgettext("day sheet", "None runs."),
    )


def _owed(today: Today) -> Part:
    late = pgettext("day sheet", "late")
    rows = tuple(
        (" ".join((dates.short_day_text(one.on), *([late] if one.late else []))), one.number, one.step, "")
        for one in today.owed
    )
    return Part(
        "owed", _("Due for this post today and in the next three days"),
        (pgettext("day sheet", "By"), pgettext("day sheet", "Number"), pgettext("day sheet", "Step"), pgettext("day sheet", "Ticked off")), rows,
        _("Of a case its number and its step alone: this sheet lies on a desk. What is under seal stands on the pages alone."),
        _("Nothing is late, and nothing is due in these days."),
    )  # fmt: skip


def _numbers(today: Today) -> Part:
    rows = tuple((one.name, one.number, one.what_for) for one in today.numbers)
    return Part(
        "numbers", _("Whom the plans in force have rung"), (pgettext("day sheet", "Who"), pgettext("day sheet", "Telephone"), pgettext("day sheet", "What for")), rows, "",
        _("No plan in force names a number."),
    )  # fmt: skip


def _card(card: Card) -> Part:
    rows = tuple(
        ("☐", step.action, role or pgettext("day sheet", "whoever is there"), plan_words.length(step.within))
        for step, role in card.steps
    )
    version = _("version %(number)s") % {"number": card.version}
    part = _("Part of this post: %(roles)s") % {"roles": _(", ").join(card.roles)} if card.roles else _("This post has no part of its own in it.")  # fmt: skip
    return Part(
        "card", _("First minutes: %(plan)s") % {"plan": card.title}, ("", pgettext("day sheet", "What"), pgettext("day sheet", "Who"), pgettext("day sheet", "Within")),
        rows, f"{part} · {version}", _("The whole plan says what to do."),
    )  # fmt: skip


def _concerns(page: Page) -> Part:
    return Part(
        "concerns", _("New concerns at the counter"),
        (pgettext("day sheet", "Row"), pgettext("day sheet", "Time"), pgettext("day sheet", "What"), _("Whom it concerns, in a few words"), pgettext("day sheet", "Contact left")),
        _blank(page, Kind.CONCERN, ("", "", "", _("☐ yes  ☐ no"))),
        _("How to reach the person stands on a slip of its own, never on this sheet. Each row is registered later by its number, with its own time."), blank=True,
    )  # fmt: skip


def _notes(page: Page) -> Part:
    return Part(
        "notes", _("Other notes"), (pgettext("day sheet", "Row"), pgettext("day sheet", "Time"), pgettext("day sheet", "What")), _blank(page, Kind.NOTE, ("", "")),
        _("When the machine is back: Today on paper, Type in, by the number of the sheet."), blank=True,
    )  # fmt: skip


def _blank(page: Page, kind: Kind, rest: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((row.number, *rest) for row in page.of(kind))
