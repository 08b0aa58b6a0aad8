"""Every way that a case can go through one pack: states with the clocks that run there.

The walk uses the engine itself. Facts that stay (kind, channel) are fixed for one walk; all others are taken both ways at
every step, so that nothing that could happen is left out. Of two sets of running clocks in one state only the smaller is
kept: more clocks can't make anybody more forgotten. A clock with a verb of its own may run out in any state where it may run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import said
from huiyin.procedures.engine.facts import DOMAINS, Facts, Settings, Value, holds
from huiyin.procedures.engine.steps import Step, begin, miss, take, verb_starts
from huiyin.procedures.schema import BEGIN, SAME, Deadline, Pack, Transition

FIXED = ("kind", "channel")

Profile = tuple[str, int]
Node = tuple[str, frozenset[str]]


def profiles(pack: Pack) -> list[Profile]:
    """The kinds (and, for claims, the channels) that a pack handles."""
    channels = pack.channels or [0]
    return [(kind, channel) for kind in pack.kinds for channel in (channels if kind == "claim" else [0])]


@dataclass(frozen=True)
class Effect:
    """What a verb or a miss does in a state, whatever else runs: where it leads, which clocks start and end."""

    label: str
    to: str
    starts: frozenset[str]
    ends: frozenset[str]

    def after(self, clocks: frozenset[str]) -> frozenset[str]:
        """The clocks that run afterwards."""
        return (clocks - self.ends) | self.starts


@dataclass
class Walk:
    """All nodes of one pack for one profile, how each was first reached, and the transitions that were taken."""

    pack: Pack
    profile: Profile
    settings: Settings
    came_from: dict[Node, tuple[Node | None, str]] = field(default_factory=dict)
    next_states: dict[str, set[str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    by_people: dict[str, tuple[Effect, ...]] = field(default_factory=dict)
    by_clocks: dict[tuple[str, str], tuple[Effect, ...]] = field(default_factory=dict)

    @property
    def states(self) -> set[str]:
        """Every state that can be reached."""
        return {state for state, _clocks in self.came_from}

    def running(self, node: Node) -> frozenset[str]:
        """The clocks that really run in a node: those that are not paused there."""
        state, clocks = node
        return frozenset(c for c in clocks if state not in self.root(c).pauses)

    def root(self, clock: str) -> Deadline:
        """The deadline by which a clock is met, paused and stopped."""
        return self.pack.deadline(clock.rsplit(":", 1)[-1])

    def first(self, state: str) -> Node:
        """The first node in which the state was reached."""
        return next(node for node in self.came_from if node[0] == state)

    def story(self, node: Node) -> str:
        """The way to a node in words: state, (what happened), state, …"""
        parts: list[str] = []
        here: Node | None = node
        while here is not None:
            before, label = self.came_from[here]
            parts.append(said(self.pack.state(here[0]).title, here[0]))
            if before is not None:
                parts.append(label)
            here = before
        return " → ".join(reversed(parts))


def walk(pack: Pack, profile: Profile, *, unverified: bool) -> Walk:
    """Walk a pack for one profile, with its unverified clocks switched on or off."""
    clocks = frozenset(f"{pack.name}:{d.id}" for d in pack.deadlines)
    bare = pack if unverified else _without_unverified(pack)
    found = Walk(bare, profile, Settings(switched_on=clocks if unverified else frozenset()))
    waiting: deque[Node] = deque()
    smallest: dict[str, list[frozenset[str]]] = {}
    for step in _begins(found):
        _arrive(found, waiting, smallest, None, "", step.to_state, frozenset(s.id for s in step.starts))
    while waiting:
        node = waiting.popleft()
        for label, state, clocks_then in _moves(found, node):
            found.next_states.setdefault(node[0], set()).add(state)
            _arrive(found, waiting, smallest, node, label, state, clocks_then)
    return found


def assignments(names: set[str], profile: Profile) -> Iterator[Facts]:
    """Every combination of the named facts, with the profile's kind and channel."""
    free = sorted(names - set(FIXED))
    for values in product(*(DOMAINS[name] for name in free)):
        yield _facts(profile, tuple(zip(free, values, strict=True)))


@lru_cache(maxsize=4096)
def _facts(profile: Profile, values: tuple[tuple[str, Value], ...]) -> Facts:
    chosen: Mapping[str, Value] = dict(values)
    return replace(Facts(kind=profile[0], channel=profile[1]), **chosen)  # type: ignore[arg-type]


def _without_unverified(pack: Pack) -> Pack:
    kept = [d for d in pack.deadlines if d.verified != "U"]
    return pack.model_copy(update={"deadlines": kept})


def _arrive(
    found: Walk,
    waiting: deque[Node],
    smallest: dict[str, list[frozenset[str]]],
    before: Node | None,
    label: str,
    state: str,
    clocks: frozenset[str],
) -> None:
    known = smallest.setdefault(state, [])
    if any(other <= clocks for other in known):
        return
    known.append(clocks)
    found.came_from[(state, clocks)] = (before, label)
    waiting.append((state, clocks))


def _begins(found: Walk) -> Iterator[Step]:
    for facts in assignments(_asked(found.pack, BEGIN, found.pack.starts_in), found.profile):
        yield begin(found.pack, facts, found.settings)


def _moves(found: Walk, node: Node) -> Iterator[tuple[str, str, frozenset[str]]]:
    yield from _by_people(found, node)
    yield from _by_clocks(found, node)


def _by_people(found: Walk, node: Node) -> Iterator[tuple[str, str, frozenset[str]]]:
    state, clocks = node
    if state not in found.by_people:
        found.by_people[state] = tuple(_effects_of_people(found, state))
    for effect in found.by_people[state]:
        yield effect.label, effect.to, effect.after(clocks)


def _effects_of_people(found: Walk, state: str) -> Iterator[Effect]:
    for number, transition in enumerate(found.pack.transitions):
        if transition.who != "clock" and state in found.pack.leaves_from(transition):
            label = f"({said(transition.title, transition.verb)})"
            yield from dict.fromkeys(_effect(label, s) for s in _steps(found, number, transition, state))


def _steps(found: Walk, number: int, transition: Transition, state: str) -> Iterator[Step]:
    to = state if transition.to == SAME else transition.to
    names = set(transition.when) | _asked(found.pack, transition.verb, to)
    for facts in assignments(names, found.profile):
        if holds(transition.when, facts):
            found.taken.add(number)
            yield take(found.pack, state, transition, facts, found.settings)


def _by_clocks(found: Walk, node: Node) -> Iterator[tuple[str, str, frozenset[str]]]:
    state, clocks = node
    running = found.running(node)
    may_run = {d.id for d in found.pack.deadlines if d.missed and d.missed.verb and state in found.pack.runs_on(d)}
    for clock in sorted(running | may_run):
        if (state, clock) not in found.by_clocks:
            found.by_clocks[state, clock] = tuple(_effects_of_a_miss(found, state, clock))
        for effect in found.by_clocks[state, clock]:
            if clock in running or effect.to != state:
                yield effect.label, effect.to, effect.after(clocks - {clock})


def _effects_of_a_miss(found: Walk, state: str, clock: str) -> Iterator[Effect]:
    deadline = found.pack.deadline(clock)
    if deadline.missed is None:
        return
    label = gettext("(missed: %(clock)s)") % {"clock": said(deadline.title, clock)}
    for facts in assignments(_asked_when_missed(found.pack, deadline), found.profile):
        step = miss(found.pack, state, clock, facts, found.settings)
        found.taken.update(n for n, t in enumerate(found.pack.transitions) if t is step.transition)
        yield _effect(label, step)


def _effect(label: str, step: Step) -> Effect:
    return Effect(
        label, step.to_state, frozenset(s.id for s in step.starts), frozenset(step.meets) | frozenset(step.stops)
    )


def _asked(pack: Pack, verb: str, state: str) -> set[str]:
    """The facts that decide which clocks a verb starts in a state."""
    starting = [d for d in pack.deadlines if verb_starts(pack, d, verb, state)]
    return {name for d in starting for name in d.when}


def _asked_when_missed(pack: Pack, deadline: Deadline) -> set[str]:
    verb = deadline.missed.verb if deadline.missed else ""
    names = {name for t in pack.transitions if t.verb == verb and t.who == "clock" for name in t.when}
    return names | {name for d in pack.deadlines if verb and verb in d.starts for name in d.when}
