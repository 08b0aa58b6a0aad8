"""Leading groups, terms and classes, as pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import LeadingGroup, Organisation


@dataclass(frozen=True, slots=True)
class MemberLine:
    post: str  # public id
    title: str
    role: str
    role_name: str
    duties: str


@dataclass(frozen=True, slots=True)
class GroupView:
    public_id: str
    version: int
    organisation: str
    name: str
    purpose: str
    duties: str
    office_unit: str
    office_name: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """Terms as (public id, name, first day, last day); classes as (public id, name, grade)."""

    terms: tuple[tuple[str, str, dt.date, dt.date], ...]
    classes: tuple[tuple[str, str, str], ...]


def groups_of(actor: Actor, organisation: str) -> list[GroupView]:
    """The leading groups of an organisation, for all of its staff. Raises `Refused`."""
    home = _home(actor, organisation, "view_people")
    rows = LeadingGroup.objects.filter(organisation=home, closed_at=None)
    return [_view(row) for row in rows.select_related("office_unit", "organisation")]


def group_view(actor: Actor, public_id: str) -> GroupView:
    """One leading group, for whoever may change it. Raises `Refused`."""
    row = LeadingGroup.objects.filter(public_id=public_id).select_related("office_unit", "organisation").first()
    if row is None:
        raise Refused
    require(actor, "manage_groups", Place(row.organisation_id, row.organisation.path))
    return _view(row)


def school_year(actor: Actor, organisation: str) -> YearView:
    """Terms and classes of an organisation. Raises `Refused`."""
    home = _home(actor, organisation, "manage_terms")
    return YearView(
        tuple(home.terms.values_list("public_id", "name", "first_day", "last_day")),
        tuple(home.classes.values_list("public_id", "name", "grade")),
    )


def _home(actor: Actor, public_id: str, verb: str) -> Organisation:
    home = Organisation.objects.filter(public_id=public_id).first()
    if home is None:
        raise Refused
    require(actor, verb, Place(home.pk, home.path))
    return home


def _view(row: LeadingGroup) -> GroupView:
    return GroupView(
        public_id=row.public_id,
        version=row.version,
        organisation=row.organisation.public_id,
        name=row.name,
        purpose=row.purpose,
        duties=row.duties,
        office_unit=row.office_unit.public_id if row.office_unit else "",
        office_name=row.office_unit.name if row.office_unit else "",
        members=tuple(
            MemberLine(line.post.public_id, line.post.title, line.role, line.get_role_display(), line.duties)
            for line in row.members.select_related("post")
        ),
    )
