"""An office as it stands at this moment, with all that decides who answers in it, and by when.

Asked of the database each time; while it answers the same, it is the same object, and what was planned by it still holds.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huiyin.kernel import reading
from huiyin.kernel.calendars import tables
from huiyin.kernel.clocks.facts import Term
from huiyin.organisations.models import Organisation, Post, SchoolTerm, Unit

if TYPE_CHECKING:
    from .actions.beginning import Plan

OFFICES_KEPT = 300
PLANS_KEPT = 50  # of an office: a few kinds of concern on a few days
_known: dict[str, Standing] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Shared by all threads: `organisation()` gives one action its own."""

    office: tuple[Organisation, ...]
    head: tuple[Post, ...]
    posts: tuple[Post, ...]
    terms: tuple[SchoolTerm, ...]
    calendar: str
    plans: dict[Hashable, Plan] = field(default_factory=dict)

    def organisation(self) -> Organisation:
        """The office for one action, with its head, open posts and terms, which need not be asked for any more."""
        office = reading.own(self.office[0])
        if self.head:
            office.head_post = reading.own(self.head[0])
        office.__dict__["_open_posts"] = [reading.own(post) for post in self.posts]
        office.__dict__["_terms"] = [
            Term(term.first_day, term.last_day) for term in sorted(self.terms, key=lambda term: term.first_day)
        ]
        return office

    def keep(self, key: Hashable, plan: Plan) -> None:
        """For the next concern of this kind on this day."""
        if len(self.plans) >= PLANS_KEPT:
            self.plans.clear()
        self.plans[key] = plan

    def has(self, reference: str) -> bool:
        """Whether it is one of its own posts."""
        return any(post.reference == reference for post in (*self.posts, *self.head))

    def same_as(self, other: Standing) -> bool:
        return (
            self.office is other.office
            and self.head is other.head
            and self.posts is other.posts
            and self.terms is other.terms
            and self.calendar == other.calendar
        )


def standing(public_id: str) -> Standing | None:
    """None where there is no such office, or it is closed."""
    office = reading.unchanged(Organisation, public_id=public_id, closed_at=None)
    if not office:
        return None
    key, head = office[0].pk, office[0].head_post_id
    units = [unit.pk for unit in reading.unchanged(Unit, organisation=key)]
    found = Standing(
        office=office,
        head=reading.unchanged(Post, pk=head) if head is not None else (),
        posts=reading.unchanged(Post, unit=units, closed_at=None) if units else (),
        terms=reading.unchanged(SchoolTerm, organisation=key),
        calendar=tables.snapshot(office[0].region)[1],
    )
    known = _known.get(public_id)
    if known is not None and known.same_as(found):
        return known
    if len(_known) >= OFFICES_KEPT:
        _known.clear()
    _known[public_id] = found
    return found
