"""A concern that was written on paper while the machine was away, and is typed in by the number of its row.

The room that prints such sheets registers how a row is taken; this room knows none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Actor

Taker = Callable[[Actor, str, str, dt.datetime], Committed]
_takers: list[Taker] = []


def register(taker: Taker) -> None:
    """`taker(actor, number, concern, at)` takes the row inside the write: once, `BadInput` at `paper` otherwise."""
    if taker not in _takers:
        _takers.append(taker)


def take(actor: Actor, number: str, concern: str, at: dt.datetime) -> Committed:
    """The row of this number, which is the concern with this public id from now on."""
    for taker in _takers:
        return taker(actor, number, concern, at)
    raise BadInput("paper", _("No sheet of this office has this row for a concern."), "")
