"""What a procedure may ask about a case, and the organisation's own choices. No time, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from huiyin.procedures.schema import Condition

Value = bool | int | str


@dataclass(frozen=True)
class Facts:
    """What is known of a case when a verb is done. `given`: the fields and documents that are there (`requires`).

    kind: "suggestion" | "claim" | "misconduct" | "" (not sorted yet). channel: 1..6 of 信访工作条例 art. 31, 0 unknown.
    """

    kind: str = ""
    channel: int = 0
    given: frozenset[str] = frozenset()
    named: bool = False
    """The person gave a true name (and, for discipline, a way to be reached)."""
    address_clear: bool = False
    """The person can be told: name and address, or any way to reach them, are clear (art. 23¶2)."""
    written: bool = True
    public_body: bool = True
    """Bound by 信访工作条例 art. 2."""
    petition_office: bool = False
    """The organisation is a Party or government petition office (art. 22 instead of art. 23)."""
    by_transfer: bool = False
    """Came from another body (art. 23¶3), not from the person."""
    competent: bool = True
    complex: bool = False
    urgent: bool = False
    """Major or urgent, may affect society (art. 25)."""
    simple: bool = False
    outcome: str = ""
    """Of the latest opinion: "support" | "explain" | "reject" (art. 32)."""
    agreed: bool = False
    """A mediation ended in a written agreement."""
    level: int = 0
    """Which opinion is the latest: 0 the office's, 1 the review's, 2 the second review's."""
    conflict_free: bool = False
    """Nobody who would get it is its subject, below the subject, or related to the matter."""
    repeated: bool = False
    """The same report was made and answered before."""
    discipline_organ: bool = False
    """The organisation is itself a discipline organ (its own part of the rules applies)."""
    authority: str = "own"
    """Whose level a discipline report belongs to: "own" | "upper" | "lower"."""
    proven: str = ""
    """"proven" | "not_proven" | "unclear"; never "false"."""
    external: bool = False
    """An external (authority's) whistleblowing channel."""
    justified: bool = False
    """A duly justified case for the longer feedback time."""
    in_time: bool = True
    """Asked within the days that the person has: the clock for it is running."""
    would_harm: bool = False
    """Telling the reporter first would harm the case."""
    child_safety: bool = False
    accident: bool = False
    staff_appeal: bool = False
    health_safety: bool = False
    accepted_by_person: bool = False
    group: bool = False
    """Many people have the one matter (art. 20¶3)."""
    reopened: bool = False
    """It was answered or closed, and taken up again."""
    overturned: bool = False
    """A review changed the office's answer or sent it back (art. 35, 36)."""
    returns: int = 0
    """Of a case that came from another office: 1 when that office got it back from this one once before, 2 when the office
    above both has decided that it stays (art. 24)."""
    extensions: int = 0
    """How often its time was extended, of whatever procedure; 2 means twice or more."""

    def value(self, name: str) -> Value:
        """The fact of that name; AttributeError where there is none (the checker finds such packs first)."""
        found: Value = getattr(self, name)
        return found


DOMAINS: Mapping[str, tuple[Value, ...]] = {
    "kind": ("suggestion", "claim", "misconduct"),
    "channel": (0, 1, 2, 3, 4, 5, 6),
    "outcome": ("", "support", "explain", "reject"),
    "level": (0, 1, 2),
    "authority": ("own", "upper", "lower"),
    "proven": ("", "proven", "not_proven", "unclear"),
    "extensions": (0, 1, 2),
    "returns": (0, 1, 2),
    **{name: (False, True) for name, default in vars(Facts()).items() if isinstance(default, bool)},
}
"""Every fact that a condition may name, with every value that it can take: what the checker walks."""


def with_facts(facts: Facts, **changed: Value) -> Facts:
    """The same facts but for some: to ask what would be possible then."""
    return replace(facts, **changed)  # type: ignore[arg-type]


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether all named facts have the wanted value (or one of the wanted values)."""
    return not unmet(condition, facts)


def unmet(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The facts that are not as the condition wants them."""
    return tuple(name for name, wanted in condition.items() if not matches(wanted, facts.value(name)))


def matches(wanted: Value | list[Value], value: Value) -> bool:
    """Whether a value is the wanted one, or one of them."""
    return value in wanted if isinstance(wanted, list) else value == wanted


@dataclass(frozen=True)
class Settings:
    """The organisation's own choices.

    `numbers`: "pack:deadline" -> its own number, in the unit that the pack proposes. `switched_on`: "pack:deadline" of
    clocks that are off by default. `roll_office`, `roll_petitioner`: whether a last day on a rest day moves on, for what
    the office must do and for what the person may do (law.md T-08: asked at set-up; the safe sides are no and yes).
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    switched_on: frozenset[str] = frozenset()
    roll_office: bool = False
    roll_petitioner: bool = True
