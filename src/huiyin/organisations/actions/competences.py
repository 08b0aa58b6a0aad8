"""Who is competent for what, as an administrator enters it. Nothing is overwritten: a row ends, and another one begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Competence, Organisation

from .parts import fetch, note, place_of_organisation

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Competent:
    """What a row says. `source`: the law with its article, or the office's own paper."""

    category: str
    source: str
    note: str = ""
    area: str = ""


def add_competence(
    *, actor: Actor, organisation: str, says: Competent, from_on: dt.date | None = None, until_on: dt.date | None = None
) -> Competence:
    """A new row, from today unless another day is given."""
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_competences", place_of_organisation(home))
        begins = from_on or time.today(home.zone)
        if until_on is not None and until_on < begins:
            raise BadInput("until_on", _("The last day lies before the first."), _("Correct one of the two dates."))
        row = _begun(home, says, begins, until_on)
        note("add_competence", actor, f"organisation:{home.public_id}", [row])
    return row


def change_competence(*, actor: Actor, competence: str, says: Competent, from_on: dt.date | None = None) -> Competence:
    """The row ends on the day before, and another one says it anew. What cases rest on stays as it was told."""
    with store.write():
        row = _open(actor, competence)
        begins = from_on or time.today(row.organisation.zone)
        if begins < row.from_on:
            raise BadInput("from_on", _("The row itself begins later."), _("Give a day from then on."))
        if says == Competent(row.category, row.source, row.note, row.area):
            return row
        row.until_on = begins - ONE_DAY
        row.save(update_fields=["until_on"])
        new = _begun(row.organisation, says, begins, None)
        note("change_competence", actor, f"organisation:{row.organisation.public_id}", [row, new])
    return new


def end_competence(*, actor: Actor, competence: str, until_on: dt.date) -> Competence:
    """The last day of a row. It stays in the history."""
    with store.write():
        row = _open(actor, competence)
        if until_on < row.from_on:
            raise BadInput("until_on", _("The last day lies before the first."), _("Correct one of the two dates."))
        row.until_on = until_on
        row.save(update_fields=["until_on"])
        note("end_competence", actor, f"organisation:{row.organisation.public_id}", [row])
    return row


def bring_in_competences(
    *, actor: Actor, organisation: str, rows: Iterable[tuple[str, Competent, dt.date | None]]
) -> tuple[int, int]:
    """From a table: (public id of the office, what it says, first day). Answers how many are new, and how many changed.

    What the table does not name stays. All of it or nothing.
    """
    new = changed = 0
    committed: list[Competence] = []
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_competences", place_of_organisation(home))
        for public_id, says, from_on in rows:
            office = fetch(Organisation, public_id)
            require(actor, "manage_competences", place_of_organisation(office))
            stored = office.competences.filter(category=says.category, area=says.area, until_on=None).first()
            begins = from_on or time.today(office.zone)
            if stored is None:
                new += 1
            elif (stored.source, stored.note) == (says.source, says.note):
                continue
            else:
                changed += 1
                begins = max(begins, stored.from_on, time.today(office.zone))
                stored.until_on = begins - ONE_DAY
                stored.save(update_fields=["until_on"])
                committed.append(stored)
            committed.append(_begun(office, says, begins, None))
        if committed:
            note("bring_in_competences", actor, f"organisation:{home.public_id}", committed)
    return new, changed


def _begun(home: Organisation, says: Competent, from_on: dt.date, until_on: dt.date | None) -> Competence:
    if len(says.source.strip()) < 2:
        raise BadInput(
            "source", _("Say by which text."), _("The law with its article, or the office's own paper with its number.")
        )
    if home.kind == Organisation.Kind.DISCIPLINE_OFFICE:
        raise BadInput("organisation", _("A discipline office takes no cases here."), _("Choose another office."))
    category, area = says.category.strip(), says.area.strip()
    if home.competences.filter(category=category, area=area, until_on=None).exists():
        raise BadInput("category", _("This office has a row for it already."), _("Change that one, or end it first."))
    row = Competence(
        organisation=home,
        category=category,
        area=area,
        note=says.note.strip(),
        source=says.source.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    row.save()
    return row


def _open(actor: Actor, public_id: str) -> Competence:
    """A row that has not ended, for whoever may change it."""
    row = fetch(Competence, public_id)
    require(actor, "manage_competences", place_of_organisation(row.organisation))
    if row.until_on is not None and row.until_on < time.today(row.organisation.zone):
        raise Conflict(_("This row has ended already."), _("Add a new one."))
    return row
