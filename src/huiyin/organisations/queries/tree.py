"""The tree as a page draws it, and as the rule of exclusion reads it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, OrganisationNode, Place, PostNode, Tree, require, scope_filter
from huiyin.organisations.models import Appointment, Organisation, Post, Unit
from huiyin.organisations.rules import Period

from .accounts import NamedChoice


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post now or will. `appointment` and `account` are public ids."""

    appointment: str
    account: str
    name: str
    from_on: dt.date
    until_on: dt.date | None
    deputy: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class PostView:
    public_id: str
    version: int
    title: str
    roles: tuple[str, ...]
    is_head: bool
    unit: str
    reports_to: str  # public id
    reports_to_title: str
    organisation: str
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with its posts; `depth` 0 stands directly in the organisation."""

    public_id: str
    version: int
    name: str
    parent: str
    organisation: str
    depth: int = 0
    posts: tuple[PostView, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationView:
    public_id: str
    version: int
    name: str
    short_name: str
    kind: str
    kind_name: str
    depth: int
    parent: str
    details: Mapping[str, Any]
    units: tuple[UnitView, ...] = ()


def own_office(actor: Actor, *related: str) -> Organisation:
    """The organisation in which the actor works, with these relations read along."""
    rows = Organisation.objects.select_related(*related) if related else Organisation.objects.all()
    return rows.get(pk=actor.organisation_id)


def organisations_in_reach(actor: Actor, verb: str) -> list[OrganisationView]:
    """The organisations for which the actor may do `verb`, as a tree from above, without their units.

    At least one; `Refused` where every one of them is closed.
    """
    rows = Organisation.objects.filter(pk__in=scope_filter(actor, verb).organisation_ids, closed_at=None)
    ordered = _as_tree(list(rows.select_related("parent")))
    if not ordered:
        raise Refused
    top = min(row.path.count("/") for row in ordered)
    return [_organisation(row, row.path.count("/") - top) for row in ordered]


def organisation_view(actor: Actor, public_id: str, verb: str = "view_people") -> OrganisationView:
    """One organisation with its units, posts and who holds them. Raises `Refused`."""
    row = Organisation.objects.filter(public_id=public_id).select_related("parent").first()
    if row is None:
        raise Refused
    require(actor, verb, Place(row.pk, row.path))
    return _organisation(row, 0, _units(row))


def unit_view(actor: Actor, public_id: str) -> UnitView:
    """One unit, for whoever may change it. Raises `Refused`."""
    row = Unit.objects.filter(public_id=public_id).select_related("organisation", "parent").first()
    if row is None:
        raise Refused
    require(actor, "manage_posts", Place(row.organisation_id, row.organisation.path, row.pk))
    return _unit(row, 0, ())


def post_view(actor: Actor, public_id: str, verb: str = "manage_posts") -> PostView:
    """One post, for whoever may do `verb` there. Raises `Refused`."""
    row = Post.objects.filter(public_id=public_id).select_related("unit__organisation", "reports_to").first()
    if row is None:
        raise Refused
    require(actor, verb, Place(row.unit.organisation_id, row.unit.organisation.path, row.unit_id))
    return _post(row, _holders([row]).get(row.pk, ()))


def posts_in_reach(actor: Actor, organisation: str, *, above: bool = False) -> list[NamedChoice]:
    """Open posts of an organisation (with `above`: and of those above it), to choose from."""
    home = Organisation.objects.filter(public_id=organisation).first()
    if home is None:
        raise Refused
    require(actor, "view_people", Place(home.pk, home.path))
    ids = [int(part) for part in home.path.split("/") if part] if above else [home.pk]
    rows = Post.objects.filter(unit__organisation_id__in=ids, closed_at=None).select_related("unit__organisation")
    ordered = sorted(rows, key=lambda post: (-len(post.unit.organisation.path), post.unit_id, post.pk))
    return [NamedChoice(post.public_id, _post_name(post, home.pk)) for post in ordered]


def tree_for_exclusion() -> Tree:
    """The whole tree of organisations and open posts with their present and former holders, for `excluded_posts`.

    Read inside the action that stores the exclusions; nothing of it is shown to anybody.
    """
    holders: dict[int, set[int]] = defaultdict(set)
    for post_id, account_id in Appointment.objects.values_list("post_id", "account_id"):
        holders[post_id].add(account_id)
    posts = Post.objects.values_list("id", "unit__organisation_id", "reports_to_id", "is_head")
    nodes = Organisation.objects.values_list("id", "parent_id", "head_post_id")
    return Tree(
        {pk: PostNode(pk, home, above, head, frozenset(holders[pk])) for pk, home, above, head in posts},
        {pk: OrganisationNode(pk, parent, head) for pk, parent, head in nodes},
    )


def _as_tree(rows: list[Organisation]) -> list[Organisation]:
    return sorted(rows, key=lambda row: [int(part) for part in row.path.split("/") if part])


def _organisation(row: Organisation, depth: int, units: tuple[UnitView, ...] = ()) -> OrganisationView:
    names = (
        "name", "short_name", "kind", "region", "zone", "public_body", "address", "phone", "opening_hours", "website",
        "outside_body_name", "outside_body_channel", "roll_over_office", "roll_over_petitioner", "clock_numbers",
        "second_step",
    )  # fmt: skip
    return OrganisationView(
        public_id=row.public_id,
        version=row.version,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        depth=depth,
        parent=row.parent.public_id if row.parent else "",
        details={name: getattr(row, name) for name in names},
        units=units,
    )


def _units(home: Organisation) -> tuple[UnitView, ...]:
    posts = Post.objects.filter(unit__organisation=home, closed_at=None)
    rows = list(posts.select_related("unit__organisation", "reports_to").order_by("-is_head", "id"))
    holders = _holders(rows)
    by_unit: dict[int, list[PostView]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(_post(row, holders.get(row.pk, ())))
    units = list(home.units.filter(closed_at=None).select_related("organisation", "parent"))
    return tuple(_unit(unit, depth, tuple(by_unit[unit.pk])) for unit, depth in _nested(units))


def _nested(units: list[Unit]) -> list[tuple[Unit, int]]:
    """Each unit after the one above it, with its depth."""
    children: dict[int | None, list[Unit]] = defaultdict(list)
    known = {unit.pk for unit in units}
    for unit in units:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    found: list[tuple[Unit, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in children[parent]:
            found.append((unit, depth))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return found


def _unit(row: Unit, depth: int, posts: tuple[PostView, ...]) -> UnitView:
    parent = row.parent.public_id if row.parent else ""
    return UnitView(row.public_id, row.version, row.name, parent, row.organisation.public_id, depth, posts)


def _post(row: Post, holders: tuple[Holder, ...]) -> PostView:
    superior = row.reports_to
    return PostView(
        public_id=row.public_id,
        version=row.version,
        title=row.title,
        roles=tuple(row.roles),
        is_head=row.is_head,
        unit=row.unit.public_id,
        reports_to=superior.public_id if superior else "",
        reports_to_title=superior.title if superior else "",
        organisation=row.unit.organisation.public_id,
        holders=holders,
    )


def _post_name(post: Post, home: int) -> str:
    name = f"{post.unit.name} · {post.title}"
    return name if post.unit.organisation_id == home else f"{post.unit.organisation.short_name} · {name}"


def _holders(posts: Iterable[Post]) -> dict[int, tuple[Holder, ...]]:
    """Present and coming holders; who held a post before is on no page."""
    zones = {post.pk: post.unit.organisation.zone for post in posts}
    rows = Appointment.objects.filter(post_id__in=zones, ended_at=None, account__is_active=True)
    found: dict[int, list[Holder]] = defaultdict(list)
    for row in rows.select_related("account").order_by("deputy", "from_on"):
        today = time.today(zones[row.post_id])
        period = Period(row.from_on, row.until_on)
        if period.end is not None and period.end < today:
            continue
        found[row.post_id].append(
            Holder(
                appointment=row.public_id,
                account=row.account.public_id,
                name=row.account.display_name,
                from_on=row.from_on,
                until_on=row.until_on,
                deputy=row.deputy,
                begun=period.holds(today),
            )
        )
    return {post: tuple(holders) for post, holders in found.items()}


def names_of_offices() -> list[str]:
    """Names of all organisations and units: words that no password is made of. For the machine alone, shown to nobody."""
    offices = Organisation.objects.values_list("name", "short_name")
    return [*{name for pair in offices for name in pair}, *Unit.objects.values_list("name", flat=True).distinct()]
