"""A deadline of a pack, settled: the office's own number filled in, never longer than the lawful one."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.procedures.engine.facts import Settings
from huiyin.procedures.schema import Ceiling, Deadline, Extension, Pack, Unit, Words

DAYS_IN_UNIT = {"days": 1.0, "working-days": 1.4, "school-days": 1.4, "months": 30.0, "hours": 1 / 24, "immediate": 0.0}
"""Ordinary weeks and months, to compare two lengths. Where holidays decide, the clock itself compares the two dates."""


@dataclass(frozen=True)
class DeadlineSpec:
    """A clock to start. `id`: as the pack names it, `supervise:close` for the superior's clock after `close` was missed.

    `length` in `unit` (`immediate`: 0). `ceiling`: the lawful length that the date may never pass (own numbers only).
    `source`: the article; `own_rule`: the office's own number; `roll`: whether a last rest day moves on.
    """

    id: str
    pack: str
    title: Words
    length: int
    unit: Unit
    owner_role: str
    waits_on: str
    reminders: tuple[int, ...]
    law: Words
    source: str
    verified: str
    own_rule: bool
    roll: bool
    extends: Extension | None
    ceiling: Ceiling | None


def specify(pack: Pack, deadline: Deadline, settings: Settings, root: str = "") -> DeadlineSpec:
    """Settle a deadline for a clock. `root`: the missed deadline that a follow-up belongs to."""
    ceiling = lawful_length(pack, deadline)
    petitioner = deadline.waits_on == "petitioner"
    return DeadlineSpec(
        id=f"{deadline.id}:{root}" if root else deadline.id,
        pack=pack.name,
        title=deadline.title,
        length=_number(pack, deadline, settings, ceiling),
        unit=deadline.counted_in,
        owner_role=deadline.owner,
        waits_on=deadline.waits_on,
        reminders=tuple(deadline.reminders),
        law=pack.law.short,
        source=deadline.source,
        verified=deadline.verified or "",
        own_rule=deadline.own_rule,
        roll=settings.roll_petitioner if petitioner else settings.roll_office,
        extends=deadline.extends,
        ceiling=ceiling,
    )


def lawful_length(pack: Pack, deadline: Deadline) -> Ceiling | None:
    """The lawful length above an own number, with the length of a named deadline filled in; None where there is none."""
    ceiling = deadline.never_longer_than
    if ceiling is None or not ceiling.deadline or ceiling.length:
        return ceiling
    found = _named(pack, ceiling.deadline)
    return Ceiling(deadline=ceiling.deadline, length=found.length, unit=found.counted_in)


def in_days(length: int, unit: str) -> float:
    """About how many calendar days a length is."""
    return length * DAYS_IN_UNIT[unit]


def _named(pack: Pack, reference: str) -> Deadline:
    if ":" not in reference:
        return pack.deadline(reference)
    from huiyin.procedures.loading import load

    name, deadline_id = reference.split(":", 1)
    return load(name).deadline(deadline_id)


def _number(pack: Pack, deadline: Deadline, settings: Settings, ceiling: Ceiling | None) -> int:
    if not deadline.own_rule:
        return deadline.length
    chosen = max(0, settings.numbers.get(f"{pack.name}:{deadline.id}", deadline.length))
    most = longest_own_number(deadline, ceiling)
    return chosen if most is None else min(chosen, most)


def longest_own_number(deadline: Deadline, ceiling: Ceiling | None) -> int | None:
    """The greatest own number within the lawful length, in the deadline's own unit and ordinary weeks; None: no limit."""
    if ceiling is None or not ceiling.length or DAYS_IN_UNIT[deadline.counted_in] == 0:
        return None
    return int(in_days(ceiling.length, ceiling.unit) / DAYS_IN_UNIT[deadline.counted_in])
