"""Decisions about call-outs, pure: what a short reply means, which ways a message goes, how long a link holds."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence

from .schema import ALL, LISTED

LINK_HOLDS = dt.timedelta(hours=24)
MACHINE_LATE = dt.timedelta(minutes=1)  # the sweep comes by each second; more than this was the machine
TRIAL_LASTS = dt.timedelta(hours=24)
MOST_SAID = 20  # characters of a reply that are looked at
SHORTEST_NUMBER = 5  # digits: less is no telephone number


def coming(text: str) -> bool | None:
    """1: is coming; 2: can't; anything else: nobody knows. Full-width digits of a Chinese keyboard count as well."""
    said = unicodedata.normalize("NFKC", text[:MOST_SAID]).strip().strip("#.。 ")
    return {"1": True, "2": False}.get(said)


def ways(channels: Sequence[str], alarm_ways: Sequence[str]) -> tuple[str, ...]:
    """The ways of a step that leave the house, in order, each once."""
    found = [way for channel in channels for way in (alarm_ways if channel == ALL else (channel,))]
    return tuple(dict.fromkeys(way for way in found if way != LISTED))


def plain_number(number: str) -> str:
    """Digits alone, without the country."""
    digits = "".join(one for one in number if one.isdigit())
    return digits.removeprefix("0086") if digits.startswith("0086") else digits.removeprefix("86") if len(digits) == 13 else digits  # fmt: skip
