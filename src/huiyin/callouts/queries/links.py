"""What stands behind the address in a message: which kind of thing, where, and whether it can still be answered. No more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huiyin.callouts import kinds
from huiyin.callouts.actions.notices import digest
from huiyin.callouts.models import AnswerLink
from huiyin.kernel.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Linked:
    """`state`: open, answered (by this link or another way), over, or old."""

    kind: StrOrPromise
    office: str
    exercise: bool
    state: str
    said: str


def linked(secret: str, now: dt.datetime) -> Linked:
    """`Refused` where no message had this address."""
    found = AnswerLink.objects.select_related("turn__callout__organisation").filter(digest=digest(secret)).first()
    if found is None:
        raise Refused
    turn, callout = found.turn, found.turn.callout
    if turn.said:
        state = "answered"
    elif not callout.open:
        state = "over"
    else:
        state = "old" if found.used_at is not None or found.ends_at <= now else "open"
    title = kinds.TITLES[callout.cause]
    return Linked(title, callout.organisation.name, callout.exercise, state, turn.said)
