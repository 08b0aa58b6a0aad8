"""What became of the seats that somebody asked for: how far it is, or which rules collide."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from huiyin.duty import rules
from huiyin.duty.models import Member, Proposal, Roster, Shift
from huiyin.duty.solving.problem import Rule
from huiyin.organisations.models import Post


@dataclass(frozen=True, slots=True)
class Collides:
    """One of the rules that collide, with what it is about."""

    rule: Rule
    shift: Shift | None
    who: Member | None
    posts: tuple[str, ...]
    rest: int  # the office's hours


@dataclass(frozen=True, slots=True)
class Proposed:
    """The latest asking."""

    row: Proposal
    collide: tuple[Collides, ...]


def latest(roster: Roster) -> Proposed | None:
    row = roster.proposals.first()
    return Proposed(row, _named(roster, row)) if row else None


def _named(roster: Roster, row: Proposal) -> tuple[Collides, ...]:
    found = TypeAdapter(tuple[Rule, ...]).validate_python(row.rules)
    if not found:
        return ()
    shifts = Shift.objects.filter(public_id__in={one.slot for one in found}).select_related("kind", "qualification")
    people = Member.objects.filter(public_id__in={one.who for one in found}).select_related("account")
    posts = Post.objects.filter(pk__in={int(key) for one in found for key in one.posts if key})
    shift_of, who_of, title_of = {one.public_id: one for one in shifts}, {one.public_id: one for one in people}, {str(one.pk): one.title for one in posts}  # fmt: skip
    rest = roster.organisation.own_number(rules.REST_KEY, rules.REST_HOURS)
    return tuple(
        Collides(
            one, shift_of.get(one.slot), who_of.get(one.who), tuple(title_of.get(key, "") for key in one.posts), rest
        )
        for one in found
    )
