"""Rooms above that follow what happens to a case. They register; each act on it tells them in its own write.

Whoever keeps something of its own in step with the case is told before the act is recorded, and its rows are committed with
the act. Whoever draws conclusions of its own, which are acts with entries of their own, is told when all of it is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from huiyin.kernel.ledger import Committed

if TYPE_CHECKING:
    from .actions.procedure import Doing

    InStep = Callable[[Doing], Iterable[Committed]]
    Conclusion = Callable[[Doing], None]

_in_step: list[InStep] = []
_conclusions: list[Conclusion] = []


def in_step(follower: InStep) -> None:
    """`follower(doing)` answers the rows that it changed. Quick where it has nothing to do: a submission passes here too."""
    if follower not in _in_step:
        _in_step.append(follower)


def afterwards(follower: Conclusion) -> None:
    """`follower(doing)` after every act on a case and every date that it missed. Quick likewise."""
    if follower not in _conclusions:
        _conclusions.append(follower)


def keep_in_step(doing: Doing) -> Iterator[Committed]:
    """What the rooms above changed because of this act."""
    for follower in _in_step:
        yield from follower(doing)


def conclude(doing: Doing) -> None:
    """Called once for each entry of a case in the ledger."""
    for follower in _conclusions:
        follower(doing)
