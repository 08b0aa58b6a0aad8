"""Rooms above that must know when a school's terms change: dates in school days rest on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Follower = Callable[[str], None]

_followers: list[Follower] = []
_held: ContextVar[set[str] | None] = ContextVar("held", default=None)


def register(follower: Follower) -> None:
    """`follower(organisation)`, a public id: called after the write, never inside. Once, when the room's app is ready."""
    if follower not in _followers:
        _followers.append(follower)


def terms_changed(organisation: str) -> None:
    """The terms of an organisation are others now. Call it outside of a write."""
    held = _held.get()
    if held is not None:
        held.add(organisation)
        return
    for follower in _followers:
        follower(organisation)


@contextmanager
def together() -> Iterator[None]:
    """Several changes count as one: a date that rests on two new terms moves once, and people are told once."""
    held: set[str] = set()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
        for organisation in sorted(held):
            terms_changed(organisation)
