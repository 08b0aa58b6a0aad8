"""Notices that are owed, written with the fact that owes them and delivered by the worker.

Use it as `from huiyin.kernel import outbox`. Names are looked up at first use, because this package is imported before
Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.kernel.outbox.actions import Owed, mark_read, owe, owe_many, retry, settle, withdraw
    from huiyin.kernel.outbox.jobs import deliver, deliver_once
    from huiyin.kernel.outbox.letters import compose
    from huiyin.kernel.outbox.models import Attempt, Channel, Delivery, Notice, Settlement, Way
    from huiyin.kernel.outbox.outcomes import Round
    from huiyin.kernel.outbox.queries import (
        InboxItem,
        Undelivered,
        abouts_given_up,
        given_up,
        inbox,
        not_arrived,
        tries_of,
        undelivered,
        unread_count,
        waiting,
    )
    from huiyin.kernel.outbox.returns import came_back
    from huiyin.kernel.outbox.standings import left_alone

__all__ = [
    "Attempt",
    "Channel",
    "Delivery",
    "InboxItem",
    "Notice",
    "Owed",
    "Round",
    "Settlement",
    "Undelivered",
    "Way",
    "abouts_given_up",
    "came_back",
    "compose",
    "deliver",
    "deliver_once",
    "given_up",
    "inbox",
    "left_alone",
    "mark_read",
    "not_arrived",
    "owe",
    "owe_many",
    "retry",
    "settle",
    "tries_of",
    "undelivered",
    "unread_count",
    "waiting",
    "withdraw",
]

_HOME = {
    "Attempt": "models",
    "Channel": "models",
    "Delivery": "models",
    "InboxItem": "queries",
    "Notice": "models",
    "Owed": "actions",
    "Round": "outcomes",
    "Settlement": "models",
    "Undelivered": "queries",
    "Way": "models",
    "abouts_given_up": "queries",
    "came_back": "returns",
    "compose": "letters",
    "deliver": "jobs",
    "deliver_once": "jobs",
    "given_up": "queries",
    "inbox": "queries",
    "left_alone": "standings",
    "mark_read": "actions",
    "not_arrived": "queries",
    "owe": "actions",
    "owe_many": "actions",
    "retry": "actions",
    "settle": "actions",
    "tries_of": "queries",
    "undelivered": "queries",
    "unread_count": "queries",
    "waiting": "queries",
    "withdraw": "actions",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
