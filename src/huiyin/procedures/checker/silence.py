"""Nobody is forgotten: the rules that hold over every way a case can go."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.checker.walk import Node, Walk, assignments, profiles, walk
from huiyin.procedures.engine.facts import holds
from huiyin.procedures.schema import SAME, Pack, Transition

LEAVING_ASIDE = frozenset({"seal", "withdraw", "join", "message"})
"""Verbs that do not count as the office's way on: the case is taken away, not answered."""

OFFICE_CAN_MAKE_TRUE = frozenset({"conflict_free"})
"""Facts that the office settles by choosing somebody else; all other facts are what they are."""


def walks(pack: Pack, *, unverified: bool) -> list[Walk]:
    """One walk for each kind and channel that the pack handles."""
    return [walk(pack, profile, unverified=unverified) for profile in profiles(pack)]


def unreachable(pack: Pack, with_unverified: list[Walk]) -> Iterator[Problem]:
    """States that no case can reach, and transitions that nobody can ever make."""
    reached = {state for w in with_unverified for state in w.states}
    taken = {number for w in with_unverified for number in w.taken}
    for state in pack.states:
        if state.id not in reached:
            message = gettext("No case can ever come to “%(state)s”.") % {"state": said(state.title, state.id)}
            yield Problem("unreachable-state", f"states.{state.id}", message)
    for number, t in enumerate(pack.transitions):
        if number not in taken:
            message = gettext("Nobody can ever do “%(verb)s” here.") % {"verb": said(t.title, t.verb)}
            yield Problem("unreachable-transition", f"transitions.{number}.{t.verb}", message)


def without_clock(with_unverified: list[Walk], verified_only: list[Walk]) -> Iterator[Problem]:
    """A waiting state with nobody's clock running; named apart where only an unverified clock had covered it."""
    covered = {p.path for p in _uncovered(with_unverified)}
    yield from _uncovered(with_unverified)
    for problem in _uncovered(verified_only):
        if problem.path not in covered:
            message = gettext("With the unverified clocks switched off: %(story)s") % {"story": problem.message}
            yield Problem("unverified-only-clock", problem.path, message)


def dead_ends(found: list[Walk]) -> Iterator[Problem]:
    """A state in which somebody waits and, for some facts, nothing that is allowed leads on."""
    for w in found:
        for state in sorted(w.states & w.pack.open_states()):
            stuck = _stuck(w, state)
            if stuck is not None:
                message = gettext("The case goes %(story)s, and from there nothing leads on%(facts)s.")
                yield Problem(
                    "dead-end", f"states.{state}", message % {"story": w.story(w.first(state)), "facts": stuck}
                )


def no_answer(found: list[Walk]) -> Iterator[Problem]:
    """A state from which the person can never get an answer (or be handed to a track that gives one)."""
    for w in found:
        good = _answering(w)
        for state in sorted(w.states - good):
            if not w.pack.state(state).final:
                message = gettext("The case goes %(story)s, and whatever is done then, no answer is ever reached.")
                yield Problem("no-answer-reachable", f"states.{state}", message % {"story": w.story(w.first(state))})


def _uncovered(found: list[Walk]) -> Iterator[Problem]:
    seen: set[str] = set()
    for w in found:
        for node in w.came_from:
            if not w.pack.state(node[0]).final and not w.running(node) and node[0] not in seen:
                seen.add(node[0])
                yield _nobody(w, node)


def _nobody(w: Walk, node: Node) -> Problem:
    before, _label = w.came_from[node]
    after_a_miss = before is not None and node[0] == before[0] and len(node[1]) < len(before[1])
    rule = "consequence-ends-in-silence" if after_a_miss else "waiting-without-clock"
    message = gettext("The case goes %(story)s, and then nobody is responsible: no clock runs.")
    return Problem(rule, f"states.{node[0]}", message % {"story": w.story(node)})


def _stuck(w: Walk, state: str) -> str | None:
    """Why a case can be stuck in a state: the facts, as text; None where something always leads on."""
    exits = [t for t in w.pack.transitions if _leads_on(w, t, state)]
    names = {name for t in exits for name in t.when} - OFFICE_CAN_MAKE_TRUE
    for facts in assignments(names, w.profile):
        if not any(holds(_given(t), facts) for t in exits):
            told = ", ".join(f"{name} = {facts.value(name)}" for name in sorted(names | {"kind"}))
            return f" ({told})"
    return None


def _given(t: Transition) -> dict[str, bool | int | str | list[bool | int | str]]:
    return {name: wanted for name, wanted in t.when.items() if name not in OFFICE_CAN_MAKE_TRUE}


def _leads_on(w: Walk, t: Transition, state: str) -> bool:
    moves = t.to not in (SAME, state) and state in w.pack.leaves_from(t)
    return moves and (t.verb not in LEAVING_ASIDE or (t.verb == "seal" and w.profile[0] == "misconduct"))


def _answering(w: Walk) -> set[str]:
    """The states that give an answer, and those from which one of them can be reached without leaving the case aside."""
    handed_on = {t.to for t in w.pack.transitions if t.opens}
    good = {s.id for s in w.pack.states if s.answers} | handed_on
    grew = True
    while grew:
        before = len(good)
        good |= {s for s in w.states if any(t.to in good and _usable(w, t, s) for t in w.pack.transitions)}
        grew = len(good) > before
    return good


def _usable(w: Walk, t: Transition, state: str) -> bool:
    allowed = t.verb not in ("withdraw", "join") and (t.verb != "seal" or w.profile[0] == "misconduct")
    return (
        allowed
        and state in w.pack.leaves_from(t)
        and any(holds(t.when, f) for f in assignments(set(t.when), w.profile))
    )
