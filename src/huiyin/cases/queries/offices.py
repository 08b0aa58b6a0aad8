"""What the public may know of the organisations: names, addresses, what each is competent for, whom to ask outside."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel import reading
from huiyin.organisations.models import Organisation, Unit

DISCIPLINE = Organisation.Kind.DISCIPLINE_OFFICE


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation as a visitor sees it. `depth`: 0 at the root of the tree."""

    public_id: str
    name: str
    short_name: str
    kind: str
    depth: int
    parent_name: str
    address: str
    phone: str
    opening_hours: str
    website: str
    competent_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A body outside that may be told what is about somebody inside. `channel`: how, in its own words."""

    name: str
    channel: str


def offices(search: str = "") -> tuple[Office, ...]:
    """Those that take concerns, in the order of the tree; with `search` the ones whose name, place or competence has it."""
    rows = (
        Organisation.objects.filter(closed_at=None)
        .exclude(kind=DISCIPLINE)
        .select_related("parent")
        .prefetch_related("competences")
        .order_by("path")
    )
    wanted = search.strip().casefold()
    found = (
        of_organisation(row, tuple(one.note for one in row.competences.all() if one.until_on is None)) for row in rows
    )
    return tuple(office for office in found if not wanted or wanted in _searched(office))


def office(public_id: str) -> Office | None:
    """One of those that take concerns."""
    row = (
        Organisation.objects.filter(public_id=public_id, closed_at=None)
        .exclude(kind=DISCIPLINE)
        .select_related("parent")
        .first()
    )
    return of_organisation(row) if row else None


def front_office() -> Office | None:
    """Who is asked when somebody does not know whom to ask: the first bureau, else the root. None: nothing is set up."""
    bureaus = reading.unchanged(Organisation, kind=Organisation.Kind.COUNTY_BUREAU, closed_at=None)
    found = min(bureaus, key=lambda row: row.path, default=None)
    if found is None:
        found = Organisation.objects.filter(closed_at=None).exclude(kind=DISCIPLINE).order_by("path").first()
    if found is None:
        return None
    parent = next(iter(reading.unchanged(Organisation, pk=found.parent_id)), None) if found.parent_id else None
    return of_organisation(found, parent=parent)


def competent_bodies() -> tuple[Body, ...]:
    """Where a report about somebody who works here belongs: discipline offices of the tree, then bodies outside."""
    rows = list(Organisation.objects.filter(closed_at=None).order_by("path"))
    inside = [Body(row.name, _channel(row)) for row in rows if row.kind == DISCIPLINE]
    outside = [Body(row.outside_body_name, row.outside_body_channel) for row in rows if row.outside_body_name]
    return tuple(dict.fromkeys([*outside, *inside]))


def places_of(public_id: str) -> tuple[str, ...]:
    """Words that help to name a place: the organisation, its address, its parts."""
    row = Organisation.objects.filter(public_id=public_id).first()
    if row is None:
        return ()
    units = Unit.objects.filter(organisation=row, closed_at=None).values_list("name", flat=True)
    return tuple(place for place in (row.name, row.address, *units) if place)


def _channel(row: Organisation) -> str:
    return " · ".join(text for text in (row.phone, row.address, row.opening_hours) if text)


def _searched(office: Office) -> str:
    return " ".join((office.name, office.short_name, office.address, *office.competent_for)).casefold()


def of_organisation(
    row: Organisation, competent_for: tuple[str, ...] = (), parent: Organisation | None = None
) -> Office:
    """What the public may know of it. `parent`: where it was fetched apart."""
    parent = parent or row.parent
    return Office(
        public_id=row.public_id,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        depth=row.path.strip("/").count("/"),
        parent_name=parent.name if parent else "",
        address=row.address,
        phone=row.phone,
        opening_hours=row.opening_hours,
        website=row.website,
        competent_for=competent_for,
    )
