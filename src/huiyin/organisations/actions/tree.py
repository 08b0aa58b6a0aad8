"""Changes to the tree: organisations, units, posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Appointment, Organisation, Post, Unit
from huiyin.organisations.rules import checked_roles, child_path, makes_a_circle

from .parts import edit, fetch, note, place_of_organisation, place_of_post, place_of_unit, told

ORGANISATION_DETAILS = (
    "name", "short_name", "kind", "region", "zone", "public_body", "address", "phone", "opening_hours", "website",
    "outside_body_name", "outside_body_channel", "roll_over_office", "roll_over_petitioner", "clock_numbers",
    "second_step",
)  # fmt: skip
CLOCK_CHOICES = ("clock_numbers", "roll_over_office", "roll_over_petitioner")
UNIT_DETAILS = ("name", "parent")
POST_DETAILS = ("title", "unit", "roles", "reports_to", "is_head")


def create_organisation(
    *, actor: Actor, parent: str | None, name: str, short_name: str, kind: str, **details: Any
) -> Organisation:
    """A new node below `parent` (public id). Only the machine itself makes one at the root (set-up)."""
    unknown = set(details) - set(ORGANISATION_DETAILS)
    if unknown:
        raise TypeError(f"an organisation has no {', '.join(sorted(unknown))}")
    with store.write():
        above = fetch(Organisation, parent) if parent else None
        require(actor, "manage_organisation", place_of_organisation(above) if above else Place(0, "/"))
        _name_is_free(Organisation.objects.filter(parent=above, name=name).exists(), name)
        details.setdefault("second_step", above is None or above.second_step)
        organisation = Organisation(parent=above, name=name, short_name=short_name, kind=kind, **details)
        organisation.save()
        organisation.path = child_path(above.path if above else "", organisation.pk)
        organisation.save(update_fields=["path"])
        note("create_organisation", actor, f"organisation:{organisation.public_id}", [organisation])
    return organisation


def edit_organisation(*, actor: Actor, organisation: str, version: int, changes: Mapping[str, Any]) -> Organisation:
    """Change names, what the public is shown, the outside body, and the office's own numbers."""
    with store.write():
        row = fetch(Organisation, organisation)
        require(actor, "manage_organisation", place_of_organisation(row))
        before = row.second_step
        if edit(row, version, changes, ORGANISATION_DETAILS):
            if row.second_step != before:
                asks = "asks_for_second_step" if row.second_step else "asks_for_no_second_step"
                note(asks, actor, f"organisation:{row.public_id}")
            note("edit_organisation", actor, f"organisation:{row.public_id}", [row])
    return row


def set_clock_numbers(*, actor: Actor, organisation: str, version: int, changes: Mapping[str, Any]) -> Organisation:
    """Change the office's own numbers and the choice of rest days. What the law allows is asked in the room of the cases."""
    with store.write():
        row = fetch(Organisation, organisation)
        require(actor, "manage_clock_numbers", place_of_organisation(row))
        if edit(row, version, changes, CLOCK_CHOICES):
            note("set_clock_numbers", actor, f"organisation:{row.public_id}", [row])
    return row


def close_organisation(*, actor: Actor, organisation: str, version: int) -> Organisation:
    """Close a node that has no open organisation or unit below it. What was recorded stays."""
    with store.write():
        row = fetch(Organisation, organisation)
        require(actor, "manage_organisation", place_of_organisation(row))
        if row.children.filter(closed_at=None).exists() or row.units.filter(closed_at=None).exists():
            raise BadInput("organisation", _("There are still units or organisations in it."), _("Close those first."))
        if edit(row, version, {"closed_at": row.closed_at or time.now()}, ("closed_at",)):
            note("close_organisation", actor, f"organisation:{row.public_id}", [row])
    return row


def create_unit(*, actor: Actor, organisation: str, name: str, parent: str | None = None) -> Unit:
    """A new unit (科室); `parent` is the public id of a unit of the same organisation."""
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_posts", place_of_organisation(home))
        above = _unit_of(home.pk, parent)
        _name_is_free(home.units.filter(name=name, closed_at=None).exists(), name)
        unit = Unit(organisation=home, parent=above, name=name)
        unit.save()
        note("create_unit", actor, f"unit:{unit.public_id}", [unit])
    return unit


def edit_unit(*, actor: Actor, unit: str, version: int, name: str, parent: str | None = None) -> Unit:
    """Rename a unit or put it below another."""
    with store.write():
        row = fetch(Unit, unit)
        require(actor, "manage_posts", place_of_unit(row))
        above = _unit_of(row.organisation_id, parent)
        parents = dict(Unit.objects.filter(organisation_id=row.organisation_id).values_list("id", "parent_id"))
        if makes_a_circle(parents, row.pk, above.pk if above else None):
            raise BadInput("parent", _("A unit can't stand below itself."), _("Choose another unit above it."))
        same = Unit.objects.filter(organisation_id=row.organisation_id, name=name, closed_at=None).exclude(pk=row.pk)
        _name_is_free(same.exists(), name)
        if edit(row, version, {"name": name, "parent": above}, UNIT_DETAILS):
            note("edit_unit", actor, f"unit:{row.public_id}", [row])
    return row


def close_unit(*, actor: Actor, unit: str, version: int) -> Unit:
    """Close a unit that has no open post."""
    with store.write():
        row = fetch(Unit, unit)
        require(actor, "manage_posts", place_of_unit(row))
        if row.posts.filter(closed_at=None).exists() or row.children.filter(closed_at=None).exists():
            raise BadInput("unit", _("There are still posts or units in it."), _("Close or move those first."))
        if edit(row, version, {"closed_at": row.closed_at or time.now()}, ("closed_at",)):
            note("close_unit", actor, f"unit:{row.public_id}", [row])
    return row


def create_post(
    *,
    actor: Actor,
    unit: str,
    title: str,
    roles: Iterable[str],
    reports_to: str | None = None,
    is_head: bool = False,
) -> Post:
    """A new post. `is_head`: it leads the organisation, in the place of whichever post did before."""
    with store.write():
        home = fetch(Unit, unit)
        require(actor, "manage_posts", place_of_unit(home))
        _name_is_free(home.posts.filter(title=title, closed_at=None).exists(), title)
        post = Post(unit=home, title=title, roles=checked_roles(roles), reports_to=_superior(home, reports_to))
        post.is_head = is_head
        post.save()
        note("create_post", actor, post.reference, [post, *settle_head(post, False)])
    return post


def edit_post(
    *,
    actor: Actor,
    post: str,
    version: int,
    title: str,
    unit: str,
    roles: Iterable[str],
    reports_to: str | None = None,
    is_head: bool = False,
) -> Post:
    """Change a post. Nobody changes the roles of a post that they hold themselves."""
    with store.write():
        row = fetch(Post, post)
        home = fetch(Unit, unit)
        require(actor, "manage_posts", place_of_post(row))
        require(actor, "manage_posts", place_of_unit(home))
        superior = _superior(home, reports_to)
        chain = dict(Post.objects.values_list("id", "reports_to_id"))
        if makes_a_circle(chain, row.pk, superior.pk if superior else None):
            raise BadInput("reports_to", _("A post can't stand above itself."), _("Choose another superior."))
        wanted = checked_roles(roles)
        _not_own_roles(actor, row, wanted)
        _name_is_free(home.posts.filter(title=title, closed_at=None).exclude(pk=row.pk).exists(), title)
        was_head = row.is_head
        changes = {"title": title, "unit": home, "roles": wanted, "reports_to": superior, "is_head": is_head}
        if edit(row, version, changes, POST_DETAILS):
            note("edit_post", actor, row.reference, [row, *settle_head(row, was_head)])
            told(actor, (row, None))
    return row


def close_post(*, actor: Actor, post: str, version: int) -> Post:
    """Close a post that nobody holds and to which nobody reports."""
    with store.write():
        row = fetch(Post, post)
        require(actor, "manage_posts", place_of_post(row))
        if Appointment.objects.filter(post=row, ended_at=None, until_on=None).exists():
            raise BadInput("post", _("Somebody still holds this post."), _("End the appointment first."))
        if row.reports.filter(closed_at=None).exists():
            raise BadInput("post", _("Other posts still report to it."), _("Let them report to another post first."))
        was_head = row.is_head
        changes = {"closed_at": row.closed_at or time.now(), "is_head": False}
        if edit(row, version, changes, ("closed_at", "is_head")):
            note("close_post", actor, row.reference, [row, *settle_head(row, was_head)])
            told(actor, (row, None))
    return row


def _unit_of(organisation_id: int, public_id: str | None) -> Unit | None:
    if not public_id:
        return None
    unit = fetch(Unit, public_id)
    if unit.organisation_id != organisation_id:
        raise BadInput("parent", _("That unit belongs to another organisation."), _("Choose one of this organisation."))
    return unit


def _superior(unit: Unit, public_id: str | None) -> Post | None:
    """A superior in the own organisation or in one above it: nobody reports down or across."""
    if not public_id:
        return None
    superior = fetch(Post, public_id)
    if not unit.organisation.path.startswith(superior.unit.organisation.path):
        raise BadInput(
            "reports_to",
            _("That post belongs to an organisation that is not above this one."),
            _("Choose a post of this organisation or of one above it."),
        )
    return superior


def _name_is_free(taken: bool, name: str) -> None:
    if taken:
        raise BadInput("name", _("“%(name)s” is there already.") % {"name": name}, _("Give it another name."))


def _not_own_roles(actor: Actor, post: Post, roles: list[str]) -> None:
    if post.pk in actor.post_ids and roles != post.roles:
        raise BadInput(
            "roles", _("Nobody changes the roles of their own post."), _("Ask the second administrator to do it.")
        )


def settle_head(post: Post, was_head: bool) -> list[Organisation | Post]:
    """Part of an action: let the organisation's head follow the mark on `post`; answers the other rows that this changed."""
    if post.is_head == was_head:
        return []
    organisation = fetch(Organisation, post.unit.organisation.public_id)
    before: list[Post] = []
    if post.is_head:
        before = list(Post.objects.filter(unit__organisation=organisation, is_head=True).exclude(pk=post.pk))
        for other in before:
            other.is_head = False
            other.version += 1
            other.save(update_fields=["is_head", "version"])
    organisation.head_post = post if post.is_head else None
    organisation.save(update_fields=["head_post"])
    return [organisation, *before]
