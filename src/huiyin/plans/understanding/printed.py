"""What a line says that was printed from here (`plans.text`): who does what, and in the brackets behind it by when, shown by what,
and by which law. A plan that goes out as text and comes back is the same plan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .plain import plain

MINUTES_A_DAY = 24 * 60
_LAW = re.compile(r"第\d+条|^本单位自定$|(?:法|条例|办法|指南|规范|标准|规定)$")
_LENGTH = re.compile(
    r"(?:[\"“「](?P<after>[^\"”」]+)[\"”」]之后)?(?:(?P<number>\d{1,4})(?P<unit>分钟|天)内|(?P<now>立即))?$"
)
_LABELLED = re.compile(r"(证明|告诉|拨打):(?=.)")
_FIELDS = {"证明": "proof", "告诉": "tells", "拨打": "rings"}


@dataclass(frozen=True, slots=True)
class Said:
    """A step as it was printed. `after`: the first words of the step that it waits for."""

    action: str
    levels: tuple[str, ...] = ()
    within: int | None = None
    after: str = ""
    proof: str = ""
    tells: str = ""
    rings: str = ""
    law: str = ""


def law_behind(words: str) -> tuple[str, str]:
    """The words, and the law in the brackets behind them; both as they stand."""
    before, inside = _last_brackets(words)
    return (before, inside) if inside and _LAW.search(plain(inside)) else (words, "")


def step(words: str, levels: Mapping[str, str]) -> Said:
    """`levels`: keys by title in plain form."""
    text, law = law_behind(words)
    before, inside = _last_brackets(text)
    facts: dict[str, str] = {}
    found_levels: list[str] = []
    within, after, known = None, "", 0
    pieces = re.split("[；;]", inside) if inside else []
    for piece in pieces:
        said = plain(piece)
        if labelled := _LABELLED.match(said):
            facts[_FIELDS[labelled[1]]] = piece[labelled.end() :]
        elif said in levels:
            found_levels.append(levels[said])
        elif said and (length := _LENGTH.fullmatch(said)):
            after = length["after"] or ""
            within = 0 if length["now"] else _minutes(length)
        elif not facts:
            continue
        else:  # a mark of its own inside what shows that it was done
            last = next(reversed(facts))
            facts[last] += f"；{piece}"
        known += 1
    if not known or known < len(pieces):
        return Said(text, law=law)
    return Said(before, tuple(found_levels), within, after, law=law, **facts)


def _minutes(length: re.Match[str]) -> int | None:
    if not length["number"]:
        return None
    return int(length["number"]) * (MINUTES_A_DAY if length["unit"] == "天" else 1)


def _last_brackets(words: str) -> tuple[str, str]:
    """What stands before the brackets at the end, and in them; brackets inside them count."""
    text = plain(words)
    if not text.endswith(")"):
        return words, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if not depth:
            return words[:place], words[place + 1 : -1]
    return words, ""
