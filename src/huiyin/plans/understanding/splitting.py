"""Where one plan of a file ends and the next begins; what a plan is called, and what it is for."""

from __future__ import annotations

import re
from dataclasses import replace

from huiyin.plans.schema import Kind

from .lines import Line
from .vocabulary import KindWords, vocabulary

_PIECE = re.compile(
    r"\W{0,2}(?:篇|范文|第?\s*[一二三四五六七八九十\d]{1,3}\s*篇)\s*[一二三四五六七八九十\d]{0,3}\s*\W?\s*[:、.)】]\s*"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_WRAPPED = re.compile(r".{0,16}(?:印发|下发|发布|转发|制定)?《([^《》]{4,60})》(?:的通知)?$")
_PAPER = re.compile(
    r".{4}(?:预案|方案|制度|通知|规定|细则|规则|守则|脚本|计划)$|.{9}(?:安排|办法|措施|要点|意见)$"
)  # 保障措施 is a heading, not a paper
_TOP = ("chapter", "formal", "cn")
_PLAN = re.compile(r"^[^。;,:]{2,24}(?:应急|处置|疏散|防控)[^。;,:]{0,8}(?:预案|方案)$")
_FAR = 60  # lines within which the numbers of a new plan begin
LONGEST_TITLE = 50


def is_title(line: Line) -> bool:
    """It could be the title of a paper."""
    text = bare_title(line)
    if not 4 <= len(text) <= LONGEST_TITLE or line.ends_sentence or line.row:
        return False
    if line.marker is not None and line.marker.style not in ("annex",):
        return False
    return bool(vocabulary().title_endings.search(text)) and not re.search(r"[。;,]", text)


def bare_title(line: Line) -> str:
    """A title without "篇2:", brackets at its end, and spaces."""
    text = line.rest if line.marker and line.marker.style == "annex" else line.text
    text = _PIECE.sub("", text, count=1)
    return re.sub(r"\s+", "", _BRACKETS.sub("", text)).strip('《》"“”')


def split(lines: list[Line]) -> list[list[Line]]:
    """The lines of each plan, in order."""
    if not lines:
        return []
    if chapters := _plans_as_chapters(lines):
        return _collected(lines, chapters)
    starts = [0]
    counted = False  # a numbered line has been seen in this plan
    for index, line in enumerate(lines):
        if not line.text:
            continue
        piece = bool(_PIECE.match(line.text)) and len(line.text) <= 60
        if index and (piece or (counted and is_title(line) and _begins_anew(lines, index))):
            starts.append(index)
            counted = False
        counted = counted or (line.marker is not None and line.marker.style not in ("annex", "bullet"))
    starts = [start for start in starts if start == 0 or any(line.text for line in lines[:start])]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _plans_as_chapters(lines: list[Line]) -> list[int]:
    """A handbook: its chapters are plans, each with headings of its own (一、火灾应急预案 …). Where they begin; nothing where it is no handbook."""
    top = next((line.marker.style for line in lines if line.marker and line.marker.style in _TOP), "")
    heads = [(index, line.marker.value) for index, line in enumerate(lines) if line.marker and line.marker.style == top]
    titled = {index: value for index, value in heads if _PLAN.search(lines[index].rest)}
    plans, values = list(titled), list(titled.values())
    if len(plans) < 2 or len(plans) * 3 < len(heads) * 2 or values != sorted(set(values)):
        return []
    ends = [*plans[1:], len(lines)]
    whole = all(
        any(line.marker and line.marker.value == 1 for line in lines[start + 1 : end])
        for start, end in zip(plans, ends, strict=True)
    )
    return plans if whole else []


def _collected(lines: list[Line], chapters: list[int]) -> list[list[Line]]:
    """Each chapter as a plan whose title it is; what stands before the first belongs to it."""
    titled = [
        replace(line, marker=None, text=line.rest) if index in chapters else line for index, line in enumerate(lines)
    ]
    starts = [0, *chapters[1:]]
    return [titled[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _begins_anew(lines: list[Line], index: int) -> bool:
    """The next number after this line is a first one, of a style of top headings that has been counted before."""
    before = {line.marker.style for line in lines[:index] if line.marker}
    for line in lines[index + 1 : index + 1 + _FAR]:
        if line.marker is None or line.marker.style in ("annex", "bullet"):
            continue
        if line.marker.value != 1 or line.marker.style not in (*_TOP, "dec", "article"):
            return False
        if line.marker.style in _TOP:
            return True
        return before.isdisjoint(_TOP) and bool(_PAPER.search(bare_title(lines[index])))
    return False


def title_of(front: list[Line]) -> str:
    """What a plan is called: the first line that is a title, or the first line."""
    titles = [line for line in front if line.text and is_title(line)]
    wrapped = next((found[1] for line in front if (found := _WRAPPED.match(line.text))), "")
    if wrapped and not titles:
        return wrapped
    if titles:
        best = next((line for line in titles if re.search("(?:预案|方案)$", bare_title(line))), titles[0])
        above = front[: front.index(best)]
        owner = next((line for line in reversed(above) if line.text), None)
        if owner is not None and owner.may_sign and not is_title(owner):
            return bare_title(owner) + bare_title(best)
        return bare_title(best)
    first = next((line for line in front if line.text), None)
    return bare_title(first)[:LONGEST_TITLE] if first else ""


def _named(title: str) -> KindWords | None:
    return next((kind for kind in vocabulary().kinds if kind.title.search(title)), None)


def kind_of(title: str, front: list[Line], lines: list[Line]) -> Kind:
    """What a plan is for, by its title; where that says nothing, by the words that its text repeats."""
    words = vocabulary()
    articles = sum(1 for line in lines if line.marker and line.marker.style == "article")
    if words.law_titles.search(title) or (title.endswith("法") and articles >= 10):
        return "law"
    named = _named(title) or _named("".join(line.text for line in front[:4] if len(line.text) <= LONGEST_TITLE))
    if named is not None and named.name not in ("general", "rules"):
        return named.name
    text = "".join(line.text for line in lines)
    best = max(words.kinds, key=lambda kind: len(kind.text.findall(text)))
    if len(best.text.findall(text)) >= 3 and (named is None or named.name == "general"):
        return best.name
    return named.name if named else "other"
