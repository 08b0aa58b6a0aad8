"""Rooms above that keep something of their own in step with a case: told by every act on it, before the act is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from huiyin.kernel.ledger import Committed

if TYPE_CHECKING:
    from .actions.procedure import Doing

Follower = Callable[["Doing"], Iterable[Committed]]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """`follower(doing)` inside of the write of every act on a case; the rows that it answers are committed with the act.

    It must be quick where it has nothing to do: a submission passes here too.
    """
    if follower not in _followers:
        _followers.append(follower)


def followed(doing: Doing) -> Iterator[Committed]:
    """What the rooms above changed because of this act."""
    for follower in _followers:
        yield from follower(doing)
