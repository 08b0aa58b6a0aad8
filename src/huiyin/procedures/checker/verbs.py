"""One verb, one meaning: in no state may two transitions of one verb be possible together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.engine.facts import DOMAINS, matches
from huiyin.procedures.schema import Pack, Transition


def ambiguous(pack: Pack) -> Iterator[Problem]:
    """Pairs of transitions that the same facts allow for the same verb in the same state."""
    numbered = list(enumerate(pack.transitions))
    for (_first, one), (number, two) in combinations(numbered, 2):
        shared = pack.leaves_from(one) & pack.leaves_from(two)
        if one.verb == two.verb and shared and _both(one, two):
            message = gettext("In “%(state)s”, “%(verb)s” can mean two things, and nobody knows which.")
            state = sorted(shared)[0]
            values = {"state": said(pack.state(state).title, state), "verb": said(one.title, one.verb)}
            yield Problem("ambiguous-verb", f"transitions.{number}.{two.verb}", message % values)


def _both(one: Transition, two: Transition) -> bool:
    """Whether some facts allow both: for each fact, a value that neither excludes."""
    names = set(one.when) | set(two.when)
    return all(
        any(
            (name not in one.when or matches(one.when[name], value))
            and (name not in two.when or matches(two.when[name], value))
            for value in DOMAINS[name]
        )
        for name in names
    )
