"""What is asked of the solver and what it answers. Moments are minutes, days are ordinals: no zone, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
RuleKind = Literal["leader", "people", "training", "rest", "away", "apart", "busy", "kept", "part_leads", "part_serves"]
COVER: tuple[RuleKind, ...] = ("leader", "people", "training")  # what a shift needs; the only ones that a gap may break


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift: what it needs. `days`: those that it touches."""

    key: str
    begins: int
    ends: int
    days: tuple[int, ...]
    people: int
    leader: bool
    training: str = ""
    weight: int = 1
    night: bool = False
    rest_day: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who takes part. `led`, `served`: the weight of what they did before; `away`: first and last day."""

    key: str
    post: str
    leads: bool
    serves: bool
    trained: frozenset[str] = frozenset()
    busy: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    led: int = 0
    served: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A seat: somebody on a shift."""

    slot: str
    who: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """`kept`: seats set by hand, which stay. `apart`: pairs of posts that do not share a shift. `gaps`: empty seats are allowed."""

    slots: tuple[Slot, ...]
    people: tuple[Who, ...]
    rest: int
    apart: tuple[tuple[str, str], ...] = ()
    kept: tuple[Place, ...] = ()
    gaps: bool = False
    seconds: float = 45.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule by its name: of a shift, of a person, of a pair of posts, or of the office."""

    kind: RuleKind
    slot: str = ""
    who: str = ""
    span: Span = (0, 0)
    posts: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """`state`: found; impossible, with the rules that collide; or unknown, when the time was over before either.

    `spread`, `bound`: by how much the weights of people with the same part differ, and what no roster can be below. `missing`,
    `missing_bound`: empty seats, where they are allowed.
    """

    state: Literal["found", "impossible", "unknown"]
    places: tuple[Place, ...] = ()
    spread: int = 0
    bound: int = 0
    missing: int = 0
    missing_bound: int = 0
    seconds: float = 0.0
    rules: tuple[Rule, ...] = ()


def too_close(one: Span, other: Span, rest: int) -> bool:
    """Whether the two overlap, or less than the rest lies between them."""
    return one[0] < other[1] + rest and other[0] < one[1] + rest


def within(days: Iterable[int], span: Span) -> bool:
    return any(span[0] <= day <= span[1] for day in days)


def rules_of(problem: Problem, slots: Iterable[Slot]) -> tuple[Rule, ...]:
    """Every rule that has a say on these shifts; an explanation tries to do without the first ones first."""
    chosen = list(slots)
    keys = {one.key for one in chosen}
    days = {day for one in chosen for day in one.days}
    posts = {one.post for one in problem.people}
    found = [Rule("apart", posts=pair) for pair in problem.apart if set(pair) <= posts]
    for who in problem.people:
        near = [
            one for one in who.busy if any(too_close((slot.begins, slot.ends), one, problem.rest) for slot in chosen)
        ]
        found += [Rule("busy", who=who.key, span=one) for one in near]
        found += [Rule("away", who=who.key, span=one) for one in who.away if within(days, one)]
    found += [Rule("kept", slot=one.slot, who=one.who) for one in problem.kept if one.slot in keys]
    for slot in chosen:
        found += [Rule("training", slot=slot.key)] if slot.training else []
        found += [Rule("people", slot=slot.key)] if slot.people else []
        found += [Rule("leader", slot=slot.key)] if slot.leader else []
    return (*found, Rule("rest"), Rule("part_serves"), Rule("part_leads"))
