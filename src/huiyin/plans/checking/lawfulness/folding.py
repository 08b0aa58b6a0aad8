"""One form of a text to look for words in, with the way back to where each character stands. Pure.

Simplified characters, half width, no spaces and quotation marks; lines that were broken by hand are joined again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import opencc

_DROPPED = frozenset("\"'“”‘’「」『』〝〞＂`")
_PUNCTUATION = str.maketrans({",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "﹐": "，", "﹔": "；", "．": "."})
_ENDS = "。！？；"
_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]+[章节條条款部分]|[（(]?[一二三四五六七八九十百\d]{1,3}[)）、.．:：]|[①-⑳⑴-⒇㈠-㈩]|[-•●◆■※>#*]|[?？]。?|附[件录錄則则])"
)
_CLOSED = re.compile(r"[。！？；：!?;:.…）)》]\s*$")
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A character of the file: 0-based line and column."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands between two full stops. `text` is folded; `places[i]` says where its character i stands."""

    text: str
    places: tuple[Place, ...]
    heading: str
    """Folded headings above it."""
    before: str
    """What stands before it in its paragraph."""

    def clause(self, at: int) -> tuple[int, int]:
        """Where the clause around a position begins and ends (end excluded)."""
        start = max(self.text.rfind("，", 0, at), self.text.rfind("：", 0, at)) + 1
        ends = [end for end in (self.text.find("，", at), self.text.find("：", at)) if end >= 0]
        return start, min(ends, default=len(self.text))

    def around(self, start: int, end: int, reach: int) -> str:
        """The clauses from so many before a place to so many after it."""
        first, last = self.clause(start)[0], self.clause(max(end - 1, start))[1]
        for _step in range(reach):
            first = self.clause(first - 1)[0] if first > 0 else 0
            last = self.clause(last + 1)[1] if last < len(self.text) else last
        return self.text[first:last]


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold_line(line: str) -> tuple[str, list[int]]:
    """The folded line, and for each of its characters the column of the original."""
    simplified = str(_simplifier().convert(line))
    if len(simplified) != len(line):
        simplified = "".join(_one(character) for character in line)
    simplified = re.sub(r"(?<![显名原论编土巨])著(?![名作])", "着", simplified)
    folded: list[str] = []
    columns: list[int] = []
    for column, character in enumerate(simplified):
        for piece in unicodedata.normalize("NFKC", character).translate(_PUNCTUATION):
            if piece.isspace() or piece in _DROPPED:
                continue
            folded.append(piece)
            columns.append(column)
    return "".join(folded), columns


@cache
def _one(character: str) -> str:
    simplified = str(_simplifier().convert(character))
    return simplified if len(simplified) == 1 else character


def fold(text: str) -> str:
    """A text folded, without the way back."""
    return fold_line(text)[0]


def sentences(lines: Sequence[str], *, broken: bool = True) -> Iterator[Sentence]:
    """All sentences of a file in their order. `broken`: lines may have been broken by hand, in the middle of a sentence."""
    headings: list[tuple[int, str]] = []
    paragraphs = _paragraphs(lines) if broken else ((number, number) for number in range(len(lines)))
    for first, last in paragraphs:
        text, places = _joined(lines, first, last)
        if not text:
            continue
        depth = _heading_depth(text)
        if depth is not None:
            headings = [(level, words) for level, words in headings if level < depth] + [(depth, text)]
        above = "／".join(words for _level, words in headings)
        start = 0
        for end in [*(place + 1 for place, mark in enumerate(text) if mark in _ENDS), len(text)]:
            if end > start:
                yield Sentence(text[start:end], tuple(places[start:end]), above, text[:start])
            start = end


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each paragraph (0-based, both included)."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    first = 0
    for number in range(len(lines)):
        if number + 1 == len(lines) or not _goes_on(lines[number], lines[number + 1], width):
            yield first, number
            first = number + 1


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a sentence runs over the end of the line: not ended, and about as long as lines are that were broken by hand."""
    here, there = line.strip(), following.strip()
    if not here or not there or _NUMBER.match(following) or _CLOSED.search(here):
        return False
    return here[-1] in "，,、" or len(here) >= max(_SHORT, width * 0.7)


def _joined(lines: Sequence[str], first: int, last: int) -> tuple[str, list[Place]]:
    text: list[str] = []
    places: list[Place] = []
    for number in range(first, last + 1):
        folded, columns = fold_line(lines[number])
        text.append(folded)
        places.extend(Place(number, column) for column in columns)
    return "".join(text), places


def _heading_depth(text: str) -> int | None:
    """How deep a heading stands; None where the paragraph is none. A numbered line without a full stop is taken for one."""
    if len(text) > 32 or text[-1] in "。；，、" or "，" in text[:-1]:
        return None
    for depth, form in enumerate(
        (
            r"第.{1,4}[章部篇]",
            r"[一二三四五六七八九十]+、|第.{1,4}[节條条]",
            r"[(][一二三四五六七八九十]+[)]",
            r"\d+[.、]",
        )
    ):
        if re.match(form, text):
            return depth
    return None
