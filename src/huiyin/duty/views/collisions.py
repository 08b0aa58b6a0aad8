"""Rules that collide, in words: what each says, and what can be done about it."""

from __future__ import annotations

import datetime as dt

from huiyin.duty.queries.proposals import Collides
from huiyin.duty.wording import COLLIDES
from huiyin.web import dates


def in_words(found: tuple[Collides, ...], zone: str) -> list[tuple[str, str]]:
    said = []
    for one in found:
        sentence, remedy = COLLIDES[one.rule.kind]
        said.append((str(sentence) % _names(one, zone), str(remedy)))
    return said


def _names(one: Collides, zone: str) -> dict[str, object]:
    """All that a sentence can name."""
    training = one.shift.qualification.name if one.shift and one.shift.qualification else ""
    number = one.rest if one.rule.kind == "rest" else one.shift.people if one.shift else 0
    first, last = (_when(one, moment, zone) for moment in one.rule.span)
    return {
        "shift": f"{one.shift.kind.name} {dates.day_text(one.shift.on)}" if one.shift else "", "number": number,
        "who": one.who.name if one.who else "", "training": training, "first": first, "last": last,
        "one": one.posts[0], "other": one.posts[1],
    }  # fmt: skip


def _when(one: Collides, number: int, zone: str) -> str:
    if one.rule.kind == "away":
        return dates.day_text(dt.date.fromordinal(number))
    return dates.moment_text(dt.datetime.fromtimestamp(number * 60, dt.UTC), zone) if number else ""
