"""Another office comes to the table of a case, and leaves it. Private parts of actions; the caller commits the rows."""

from __future__ import annotations

from huiyin.cases.models import Involvement
from huiyin.kernel import store
from huiyin.kernel.errors import Refused
from huiyin.organisations.models import Organisation, Unit

from .procedure import Doing


def involve(doing: Doing, organisation: Organisation, part: str, unit: Unit | None = None) -> Involvement:
    """Open the file to another office from now on. Where it is at the table in this part already, that row.

    `Refused` for the case's own office, and where the office's head must not know of the case.
    """
    store.require_write()
    case = doing.case
    head = organisation.head_post_id
    if organisation.pk == case.organisation_id or (head is not None and case.excludes(head)):
        raise Refused
    found = case.involvements.filter(organisation=organisation, part=part, until=None).first()
    if found is not None:
        if unit is not None and found.unit_id != unit.pk:
            found.unit = unit
            found.save(update_fields=["unit"])
        return found
    return Involvement.objects.create(case=case, organisation=organisation, unit=unit, part=part, since=doing.at)


def leave(doing: Doing, organisation: Organisation, part: str) -> list[Involvement]:
    """End it. What the office has done stays; it reads no further."""
    store.require_write()
    ended = list(doing.case.involvements.filter(organisation=organisation, part=part, until=None))
    for involvement in ended:
        involvement.until = doing.at
        involvement.save(update_fields=["until"])
    return ended
