"""From a plan to what is done here: the steps of a level, the level that is proposed, who is called for which role."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from huiyin.plans.rules import commander
from huiyin.plans.schema import Level, PlanDocument, Role

PHASES = ("first", "response", "stand-down", "aftercare")  # what lies before an incident is no part of it
LATER = ("stand-down", "aftercare")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as it is taken up. `after` is empty where it waits for nothing that is done at this level."""

    key: str
    position: int
    action: str
    role: str
    role_title: str
    phase: str
    within: int | None
    after: str
    proof: str
    tells: str
    calls_out: str
    law: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A level and why: `trigger` (the words of the plan) or, where none was chosen, the lowest one."""

    level: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Whom a role calls: public ids of posts, the holder first. `holder`: what the paper says, where no post was chosen."""

    role: str
    title: str
    position: int
    posts: tuple[str, ...]
    holder: str


def steps_at(document: PlanDocument, level: str, without: Collection[str] = ()) -> tuple[PlannedStep, ...]:
    """What is done at this level, in the order in which it is done."""
    taken = [
        step
        for phase in PHASES
        for step in document.steps
        if step.phase == phase and step.key not in without and (not step.levels or level in step.levels)
    ]
    keys = {step.key for step in taken}
    titles = {role.key: role.title for role in document.roles}
    return tuple(
        PlannedStep(
            step.key, number, step.action, step.role, titles.get(step.role, ""), step.phase, step.within,
            step.after if step.after in keys else "", step.proof, titles.get(step.tells, step.tells), step.calls_out, step.law,
        )
        for number, step in enumerate(taken, 1)
    )  # fmt: skip


def may_begin(phase: str, after: str, ended: Collection[str], *, standing_down: bool) -> bool:
    """Whether its time has come: what it waits for is over, and the incident has come to its phase."""
    return (not after or after in ended) and (phase not in LATER or standing_down)


def level_of(document: PlanDocument, key: str) -> Level | None:
    return next((level for level in document.levels if level.key == key), None)


def propose(document: PlanDocument, trigger: str) -> Proposal:
    """The level of the trigger that was seen; else the lowest, which a person raises. Empty where the plan has no levels."""
    seen = next((one for one in document.triggers if one.key == trigger), None)
    if seen is not None and seen.level:
        return Proposal(seen.level, seen.text)
    lowest = max(document.levels, key=lambda level: level.rank, default=None)
    return Proposal(lowest.key if lowest else "", seen.text if seen else "")


def chains(document: PlanDocument, steps: Sequence[PlannedStep]) -> tuple[Chain, ...]:
    """Who is called at this level: whoever leads, and each role that has something to do before the stand-down."""
    first = commander(document)
    busy = {step.role for step in steps if step.phase not in LATER} | ({first.key} if first else set())
    roles = sorted((role for role in document.roles if role.key in busy), key=lambda role: role is not first)
    return tuple(Chain(role.key, role.title, number, _posts(role), role.holder) for number, role in enumerate(roles, 1))


def _posts(role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post for post in (role.post, *role.deputies) if post))
