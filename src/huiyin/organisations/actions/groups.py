"""Changes to leading groups, terms and classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.organisations.following import terms_changed
from huiyin.organisations.models import GroupMember, LeadingGroup, Organisation, Post, SchoolClass, SchoolTerm, Unit

from .parts import edit, fetch, note, place_of_organisation

GROUP_DETAILS = ("name", "purpose", "office_unit", "duties")


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a leading group: a post (public id), its role there, and what it does."""

    post: str
    role: str
    duties: str = ""


def save_leading_group(
    *,
    actor: Actor,
    organisation: str,
    name: str,
    members: Sequence[Member],
    group: str | None = None,
    version: int = 1,
    purpose: str = "",
    duties: str = "",
    office_unit: str | None = None,
) -> LeadingGroup:
    """Create a leading group, or (with `group` and the `version` that was read) make it what is given here."""
    _check_members(members)
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_groups", place_of_organisation(home))
        office = _of(home, fetch(Unit, office_unit)) if office_unit else None
        changes: dict[str, Any] = {"name": name, "purpose": purpose, "duties": duties, "office_unit": office}
        if (
            LeadingGroup.objects.filter(organisation=home, name=name, closed_at=None)
            .exclude(public_id=group or "")
            .exists()
        ):
            raise BadInput("name", _("“%(name)s” is there already.") % {"name": name}, _("Give it another name."))
        row, changed = _group(home, group, version, changes)
        lines, gone = _set_members(row, members)
        if (lines or gone) and not changed and group:
            edit(row, version, {"version": version + 1}, ("version",))
        if changed or lines or gone:
            note("save_leading_group", actor, f"group:{row.public_id}", [row, *lines], gone)
        GroupMember.objects.filter(pk__in=[line.pk for line in gone]).delete()
    return row


def close_leading_group(*, actor: Actor, group: str, version: int) -> LeadingGroup:
    """Dissolve a leading group. What it was stays on record."""
    with store.write():
        row = fetch(LeadingGroup, group)
        require(actor, "manage_groups", place_of_organisation(row.organisation))
        if edit(row, version, {"closed_at": row.closed_at or time.now()}, ("closed_at",)):
            note("close_leading_group", actor, f"group:{row.public_id}", [row])
    return row


def save_term(*, actor: Actor, organisation: str, name: str, first_day: dt.date, last_day: dt.date) -> SchoolTerm:
    """Set the days of the term with this name, or make it."""
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_terms", place_of_organisation(home))
        check_term(home, name, first_day, last_day)
        term = SchoolTerm.objects.filter(organisation=home, name=name).first() or SchoolTerm(
            organisation=home, name=name
        )
        changed = (term.first_day, term.last_day) != (first_day, last_day)
        if changed:
            term.first_day, term.last_day = first_day, last_day
            term.save()
            note("save_term", actor, f"organisation:{home.public_id}", [term])
    if changed:
        terms_changed(home.public_id)
    return term


def remove_term(*, actor: Actor, term: str) -> None:
    """Take a term away."""
    with store.write():
        row = fetch(SchoolTerm, term)
        require(actor, "manage_terms", place_of_organisation(row.organisation))
        note("remove_term", actor, f"organisation:{row.organisation.public_id}", erases=[row])
        row.delete()
    terms_changed(row.organisation.public_id)


def save_class(*, actor: Actor, organisation: str, name: str, grade: str) -> SchoolClass:
    """Set the grade of the class with this name, or make it."""
    with store.write():
        home = fetch(Organisation, organisation)
        require(actor, "manage_terms", place_of_organisation(home))
        row = SchoolClass.objects.filter(organisation=home, name=name).first()
        if row is None or row.grade != grade:
            row = row or SchoolClass(organisation=home, name=name)
            row.grade = grade
            row.save()
            note("save_class", actor, f"organisation:{home.public_id}")
    return row


def remove_class(*, actor: Actor, school_class: str) -> None:
    """Take a class away."""
    with store.write():
        row = fetch(SchoolClass, school_class)
        require(actor, "manage_terms", place_of_organisation(row.organisation))
        note("remove_class", actor, f"organisation:{row.organisation.public_id}")
        row.delete()


def check_term(home: Organisation, name: str, first_day: dt.date, last_day: dt.date) -> None:
    """Raise `BadInput` for a term that ends before it starts or lies across another."""
    if last_day <= first_day:
        raise BadInput("last_day", _("The term ends before it starts."), _("Give a last day after the first."))
    others = SchoolTerm.objects.filter(organisation=home, first_day__lte=last_day, last_day__gte=first_day)
    other = others.exclude(name=name).first()
    if other is not None:
        raise BadInput(
            "first_day",
            _("These days lie across the term “%(name)s”.") % {"name": other.name},
            _("Give days that belong to one term only."),
        )


def _group(
    home: Organisation, public_id: str | None, version: int, changes: dict[str, Any]
) -> tuple[LeadingGroup, bool]:
    if public_id is None:
        row = LeadingGroup(organisation=home, **changes)
        row.save()
        return row, True
    row = fetch(LeadingGroup, public_id)
    if row.organisation_id != home.pk:
        raise BadInput("group", _("That group belongs to another organisation."), _("Open it from its own page."))
    return row, edit(row, version, changes, GROUP_DETAILS)


def _set_members(group: LeadingGroup, members: Sequence[Member]) -> tuple[list[GroupMember], list[GroupMember]]:
    """Write the lines that differ; answers them and the lines that are to go."""
    stored = {line.post.public_id: line for line in group.members.select_related("post")}
    changed = []
    gone = [line for post, line in stored.items() if post not in {member.post for member in members}]
    # A leader who becomes a member steps back first: the database holds one leader a group.
    GroupMember.objects.filter(group=group, role=GroupMember.Role.LEADER).update(role=GroupMember.Role.MEMBER)
    for position, member in enumerate(members):
        line = stored.get(member.post) or GroupMember(group=group, post=fetch(Post, member.post))
        wanted = (member.role, member.duties, position)
        if line.pk is None or (line.role, line.duties, line.position) != wanted:
            changed.append(line)
        line.role, line.duties, line.position = wanted
        line.save()
    return changed, gone


def _check_members(members: Sequence[Member]) -> None:
    if sum(member.role == GroupMember.Role.LEADER for member in members) > 1:
        raise BadInput("members", _("A group has one leader."), _("Make the others deputies."))
    if len({member.post for member in members}) != len(members):
        raise BadInput("members", _("A post stands in the group twice."), _("Keep one of the two lines."))


def _of(home: Organisation, unit: Unit) -> Unit:
    if unit.organisation_id != home.pk:
        raise BadInput(
            "office_unit", _("That unit belongs to another organisation."), _("Choose one of this organisation.")
        )
    return unit
