"""Sheets on which something may have been written, and their rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.onpaper import rules
from huiyin.onpaper.models import DaySheet, PaperRow
from huiyin.organisations.access import Actor, require
from huiyin.plans.paper.rows import RowId, read

LISTED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """`typed`: what was typed in; without, the row is open."""

    place: int
    number: str
    kind: str
    typed: PaperRow | None


@dataclass(frozen=True, slots=True)
class Page:
    sheet: DaySheet
    rows: tuple[Row, ...]

    def of(self, kind: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == kind)


def latest(actor: Actor) -> list[DaySheet]:
    """Of the office, within the time in which they are typed in; with how many rows were (`entered`)."""
    since = time.today(actor.zone) - dt.timedelta(days=rules.DAYS)
    found = DaySheet.objects.filter(organisation_id=actor.organisation_id, day__gte=since)
    return list(found.select_related("post").annotate(entered=Count("typed")).order_by("-id")[:LISTED])


def page(actor: Actor, public_id: str) -> Page:
    """A sheet of the own office with its rows. `Refused`."""
    sheet = DaySheet.objects.select_related("post", "organisation").filter(public_id=public_id).first()
    if sheet is None:
        raise Refused
    require(actor, "day_paper", sheet)
    typed = {one.row: one for one in sheet.typed.select_related("sheet")}
    rows = []
    for place in range(1, sheet.concerns + sheet.notes + 1):
        kind = rules.kind_of(place, sheet.concerns, sheet.notes)
        rows.append(Row(place, str(RowId(sheet.code, place)), kind, typed.get(place)))
    return Page(sheet, tuple(rows))


def own(actor: Actor, public_id: str) -> Page:
    """As `page`, for the post whose day stands on it. `Refused`."""
    found = page(actor, public_id)
    if found.sheet.post_id != actor.post_id:
        raise Refused
    return found


def find(actor: Actor, number: str) -> DaySheet:
    """By the number of the sheet or of a row on it. `BadInput`."""
    code = read(number).sheet
    found = DaySheet.objects.filter(organisation_id=actor.organisation_id, code=code).first()
    if found is None:
        raise BadInput(
            "number", _("This office printed no such sheet of a day."), _("Read the number off the sheet again.")
        )
    return found


def of_concerns(public_ids: list[str]) -> list[PaperRow]:
    """Rows that became these concerns."""
    return list(PaperRow.objects.filter(concern__in=public_ids).select_related("sheet").order_by("entered_at"))
