"""Automatic numbers of Word: they stand in no text, so they are counted here as Word counts them.

A paragraph names a `num` and a depth, itself or by its style; the `num` names an `abstractNum`, whose counters all its nums
share, unless one of them starts anew (`startOverride`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from .counting import written

_PLACE = re.compile(r"%([1-9])")
DEPTHS = 9


@dataclass(frozen=True, slots=True)
class _Depth:
    """One level of a list, as `w:lvl` says it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The number of outer levels of which any one starts this anew; None: each of them."""
    plain: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: where it counts, and what it changes."""

    counted_in: str
    depths: dict[int, _Depth]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has been counted. Ask `next` paragraph by paragraph, in order."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element | None, numbers_of_styles: dict[str, str]) -> Numbering:
        """From `word/numbering.xml`; `numbers_of_styles`: the num that a list style names."""
        if numbering is None:
            return cls()
        abstract = {_attribute(one, "abstractNumId"): one for one in numbering.iterchildren(qn("w:abstractNum"))}
        nums = {_attribute(one, "numId"): one for one in numbering.iterchildren(qn("w:num"))}
        return cls({key: _list(num, abstract, nums, numbers_of_styles) for key, num in nums.items()})

    def depth_of_style(self, num: str, style: str) -> int:
        """The depth that a list gives to a style; 0 where it gives none."""
        known = self._lists.get(num)
        return next((depth for depth, one in known.depths.items() if one.style == style), 0) if known else 0

    def next(self, num: str, depth: int) -> str:
        """The number of the next paragraph of this list, as printed; empty for bullets."""
        known = self._lists.get(num)
        if known is None or not 0 <= depth < DEPTHS:
            return ""
        counters = self._counters.setdefault(known.counted_in, {})
        self._count(num, known, counters, depth)
        for inner in range(depth + 1, DEPTHS):
            restart = known.depths.get(inner, _Depth()).restart
            if restart is None or 0 < depth + 1 <= restart:
                counters.pop(inner, None)
        return self._print(known, counters, depth)

    def _count(self, num: str, known: _List, counters: dict[int, int], depth: int) -> None:
        for outer in range(depth):
            if outer not in counters:
                counters[outer] = known.starts.get(outer, known.depths.get(outer, _Depth()).start)
        fresh = (num, depth) not in self._started and depth in known.starts
        self._started.add((num, depth))
        if fresh or depth not in counters:
            counters[depth] = known.starts.get(depth, known.depths.get(depth, _Depth()).start)
        else:
            counters[depth] += 1

    def _print(self, known: _List, counters: dict[int, int], depth: int) -> str:
        here = known.depths.get(depth, _Depth())
        if here.format in ("bullet", "none"):
            return _PLACE.sub("", here.text) if here.format == "none" else ""

        def number(place: re.Match[str]) -> str:
            wanted = int(place[1]) - 1
            if wanted > depth:
                return ""
            one = known.depths.get(wanted, _Depth())
            return written(counters.get(wanted, one.start), "decimal" if here.plain and wanted < depth else one.format)

        return _PLACE.sub(number, here.text)


def _list(num: Element, abstract: dict[str, Element], nums: dict[str, Element], of_styles: dict[str, str]) -> _List:
    key = _value(num, "abstractNumId")
    for _turn in range(10):  # a list style may name another; files that go in circles end here
        found = abstract.get(key)
        link = _value(found, "numStyleLink") if found is not None else ""
        linked = nums.get(of_styles.get(link, "")) if link else None
        if linked is None:
            break
        key = _value(linked, "abstractNumId")
    depths = _depths(abstract[key]) if key in abstract else {}
    starts: dict[int, int] = {}
    for override in num.iterchildren(qn("w:lvlOverride")):
        depth = _integer(_attribute(override, "ilvl"), 0)
        depths.update(_depths(override))
        if (start := _value(override, "startOverride")) != "":
            starts[depth] = _integer(start, 1)
    return _List(key, depths, starts)


def _depths(parent: Element) -> dict[int, _Depth]:
    out = {}
    for lvl in parent.iterchildren(qn("w:lvl")):
        restart = _value(lvl, "lvlRestart")
        out[_integer(_attribute(lvl, "ilvl"), 0)] = _Depth(
            start=_integer(_value(lvl, "start"), 1),
            format=_value(lvl, "numFmt") or "decimal",
            text=_value(lvl, "lvlText"),
            restart=_integer(restart, 0) if restart else None,
            plain=lvl.find(qn("w:isLgl")) is not None,
            style=_value(lvl, "pStyle"),
        )
    return out


def _attribute(element: Element, name: str) -> str:
    return str(element.get(qn(f"w:{name}"), ""))


def _value(element: Element, child: str) -> str:
    found = element.find(qn(f"w:{child}"))
    return _attribute(found, "val") if found is not None else ""


def _integer(text: str, otherwise: int) -> int:
    try:
        return min(max(int(text), 0), 100_000)
    except ValueError:
        return otherwise
