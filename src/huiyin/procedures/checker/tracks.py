"""Several tracks of one case at once: what holds on each must hold on all together.

Tracks run beside each other without touching, so the pairs that a case can reach are all pairs of what each can reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem
from huiyin.procedures.checker.walk import Node, Walk
from huiyin.procedures.schema import Pack

View = tuple[str, bool, bool]
"""State, whether the track has ended there, whether a clock runs."""


def products(pack: Pack, mine: list[Walk], theirs: Mapping[str, list[Walk]]) -> Iterator[Problem]:
    """Pairs of states of this pack and of one that runs beside it, or that it opens, in which nobody is responsible."""
    for name in sorted({p.pack for p in pack.parallel} | {o for t in pack.transitions for o in t.opens}):
        first = _views(mine)
        for other in _views(theirs.get(name, [])).items():
            for own in first.items():
                if _silent(own[0], other[0]):
                    yield _told(pack.name, own, name, other)
                    return


def _views(walks: list[Walk]) -> dict[View, tuple[Walk, Node]]:
    found: dict[View, tuple[Walk, Node]] = {}
    for w in walks:
        for node in w.came_from:
            view = (node[0], w.pack.state(node[0]).final, bool(w.running(node)))
            found.setdefault(view, (w, node))
    return found


def _silent(one: View, other: View) -> bool:
    """Somebody waits on one of the tracks, and no clock runs on either."""
    waits = not one[1] or not other[1]
    return waits and not one[2] and not other[2]


def _told(
    name: str, own: tuple[View, tuple[Walk, Node]], other_name: str, other: tuple[View, tuple[Walk, Node]]
) -> Problem:
    message = gettext(
        "On “%(one)s” the case goes %(story)s; on “%(two)s” it goes %(other)s; and nobody is responsible on either."
    )
    values = {
        "one": name,
        "story": own[1][0].story(own[1][1]),
        "two": other_name,
        "other": other[1][0].story(other[1][1]),
    }
    return Problem("waiting-without-clock", f"product.{other_name}.{own[0][0]}×{other[0][0]}", message % values)
