"""What other rooms derive from what happens to a case. They register; they are asked in the same write, when all of it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .procedure import Doing

    Follower = Callable[[Doing], None]

_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """`follower(doing)` after every act on a case and every date that it missed. Must be quick: the write is open."""
    if follower not in _followers:
        _followers.append(follower)


def follow(doing: Doing) -> None:
    """Called once for each entry of a case in the ledger."""
    for follower in _followers:
        follower(doing)
