"""What tasks came of. The rooms that give tasks say here how their thing is called, where it stands, and what a report does to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from huiyin.kernel.ledger import Committed
    from huiyin.organisations.access import Actor

    from .models import Task

    Reported = Callable[[Task, Actor, dt.datetime], Iterable[Committed]]
    Address = Callable[[Actor, str], str]


@dataclass(frozen=True, slots=True)
class Origin:
    """`title`: what it came of, in words. `address`: the page of the thing for an actor, empty where it may not see it."""

    title: StrOrPromise
    address: Address | None = None


_origins: dict[str, Origin] = {}
_reported: dict[str, Reported] = {}


def register(origin: str, title: StrOrPromise, address: Address | None = None) -> None:
    """Called when the room is ready."""
    _origins[origin] = Origin(title, address)


def on_report(origin: str, function: Reported) -> None:
    """`function(task, actor, at)`, in the write of the report: what it changes is committed with it."""
    _reported[origin] = function


def of(origin: str) -> Origin | None:
    return _origins.get(origin)


def reported(task: Task, actor: Actor, at: dt.datetime) -> list[Committed]:
    """What the giving room does about a report."""
    function = _reported.get(task.origin)
    return list(function(task, actor, at)) if function else []
