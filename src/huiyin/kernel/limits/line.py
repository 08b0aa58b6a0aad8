"""Where very many come from one network at once: a place in line instead of a wall, and a sum that shortens the wait.

A place is a signed text that the page carries; nothing of it is stored but, once it was used, that it was. It is good
when its turn has come, or at once with the sum of `puzzle` solved. Each place has its own turn, so that whoever takes
thousands of them makes the line longer, up to `longest`, and keeps nobody out.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from huiyin.kernel import ids, time
from huiyin.kernel.errors import Waiting

from . import puzzle
from .counters import counted, once, seen, turn_of

PLACE, ANSWER = "line_place", "line_answer"  # fields of the page that waits
SHORTEST = dt.timedelta(seconds=10)
KEPT = dt.timedelta(minutes=30)  # after one's turn: who looked away has not lost it
LOAD_WINDOW, LOAD_FREE = 600.0, 50.0
_signer = signing.Signer(salt="huiyin.limits.line")


@dataclass(frozen=True, slots=True)
class Line:
    """One turn every `each` seconds for a network; nobody waits longer than `longest`."""

    bucket: str
    each: dt.timedelta
    longest: dt.timedelta


def passes(line: Line, place: str, answer: str) -> bool:
    """Whether who shows `place` goes through now; then it is used up."""
    held = _read(line, place)
    if held is None:
        return False
    now = time.now()
    if held.turn > now and not puzzle.solved(held.nonce, held.bits, answer):
        return False
    return once(f"{line.bucket}-used", held.nonce, held.turn + KEPT - now + dt.timedelta(minutes=1))


def holds(line: Line, place: str) -> bool:
    """Whether this is a place in the line, waiting or with its turn come and not used up."""
    held = _read(line, place)
    return held is not None and not seen(f"{line.bucket}-used", held.nonce)


def waiting(line: Line, key: str, place: str = "") -> Waiting:
    """The error to raise: with the place that is held already, else with a new one at the end of the line."""
    held, now = _read(line, place) if holds(line, place) else None, time.now()
    if held is None:
        bits = puzzle.bits_for(counted(f"{line.bucket}-load", key, LOAD_WINDOW), LOAD_FREE)
        held = _Place(ids.random_text(16), turn_of(line.bucket, key, line.each, now + SHORTEST, line.longest), bits)
        place = _signer.sign_object([line.bucket, held.nonce, held.turn.timestamp(), held.bits])
    left = held.turn - time.now()
    return Waiting(
        _("Very many people use this from your network just now."),
        place=place,
        nonce=held.nonce,
        bits=held.bits,
        parts=puzzle.PARTS,
        seconds=max(0, math.ceil(left.total_seconds())),
        before=max(0, int((left - SHORTEST) / line.each)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    nonce: str
    turn: dt.datetime
    bits: int


def _read(line: Line, place: str) -> _Place | None:
    """None for what is no place in this line, or is over."""
    if not place or len(place) > 300:
        return None
    try:
        bucket, nonce, turn, bits = _signer.unsign_object(place)
    except signing.BadSignature:
        return None
    at = dt.datetime.fromtimestamp(turn, dt.UTC)
    return _Place(nonce, at, bits) if bucket == line.bucket and time.now() <= at + KEPT else None
