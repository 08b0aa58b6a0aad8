"""One plan from its lines: front, sections, closing, and what found no place."""

from __future__ import annotations

import re
from bisect import bisect_right

from huiyin.plans.reading import Text
from huiyin.plans.schema import Kind, PartName

from . import parts, splitting, steps
from .headings import headings
from .limits import limits
from .lines import Line, paragraphs, with_breaks
from .roles import roles
from .titles import Heading
from .understood import Lines, Plan, Section

_CONTENTS = re.compile(r"目\s*录")
_ENTRY = re.compile(r"[\s.…·\d]+$")
_NO_LETTER = re.compile(r"\W+")
_ADDRESS = re.compile(
    r"(?:各|全[体校镇乡]|尊敬的|.{0,16}(?:同志|同学|老师|教工|师生|家长|部门|单位|科室|处室|班级|党支部|人民政府)们?).{0,40}:$"
)
_NUMBERED_PAPER = re.compile(r".{0,12}[〔(\[]\d{4}[〕)\]]\s*\d*\s*号?")
_LABEL = re.compile(r"[^,。;:]{2,8}:")
_INTRODUCES = re.compile(r"(?::|(?:如下|下列|以下).{0,8}[。:]?)$")
_LONGEST_FRONT = 40


def plan(lines: list[Line], text: Text) -> Plan:
    """Understand the lines of one plan."""
    whole = Lines(lines[0].number, lines[-1].number)
    beside = [line for line in lines if line.number in text.notes]
    if len(beside) == len(lines):
        beside = []
    lines = with_breaks(lines[: len(lines) - len(beside)])
    contents = _contents(lines)
    closing = _closing(lines)
    body = [line for line in lines if line.number not in contents and line.number not in closing]
    joined = paragraphs(body)
    found = headings([line for line in body if line.number not in _titles(body)])
    first = found[0].line.number if found else body[-1].number + 1 if body else 0
    before = [line for line in body if line.number < first]
    front_lines, loose = _front(before)
    title = splitting.title_of([line for line in before if line.number in front_lines] or before)
    kind = splitting.kind_of(title, before, lines)
    end = max((line.number for line in body), default=lines[0].number)
    implicit, unplaced = _implicit(loose) if found else _whole(loose, kind, title)
    sections = sorted(
        [*implicit, *_sections(found, end, kind, body, text), *_notes(beside)],
        key=lambda one: (one.lines.first, one.level),
    )
    sections = [one for one in sections if len(one.lines)]
    places = {number: section for section in sections for number in section.lines}
    found_limits, found_roles, found_levels = limits(joined), roles(joined), steps.levels(body)
    return Plan(
        title=title,
        kind=kind,
        lines=whole,
        front=_runs(front_lines | contents),
        closing=_runs(closing),
        sections=tuple(sections),
        roles=tuple(found_roles),
        steps=tuple(steps.steps(joined, found, places, found_limits, found_roles)),
        limits=tuple(found_limits),
        triggers=tuple(steps.triggers(body, places, found_levels)),
        levels=tuple(found_levels),
        contacts=tuple(steps.contacts(body)),
        citations=tuple(steps.citations([*lines, *beside])),
        unplaced=_runs(unplaced),
    )


def _notes(beside: list[Line]) -> list[Section]:
    """Footnotes and the like stand behind the plan."""
    return [Section("", "", "supplement", 1, lines) for lines in _runs({line.number for line in beside})]


def _titles(body: list[Line]) -> set[int]:
    """Lines at the head that are the paper's own title: they are no headings, however they look."""
    out: set[int] = set()
    for line in body:
        if not line.text:
            continue
        is_annex = line.marker is not None and line.marker.style == "annex" and not out and splitting.is_title(line)
        if (line.marker is not None and not is_annex) or (out and not splitting.is_title(line)):
            break
        out.add(line.number)
        if not splitting.is_title(line) and len(line.text) > _LONGEST_FRONT:
            break
    return out


def _contents(lines: list[Line]) -> set[int]:
    """The lines of a table of contents: those below the word, up to where its first entry comes again."""
    for index, line in enumerate(lines[:60]):
        if not _CONTENTS.fullmatch(line.text):
            continue
        entries = [(one.number, _NO_LETTER.sub("", _ENTRY.sub("", one.rest))) for one in lines[index + 1 :]]
        first = next((text for _number, text in entries if text), "")
        again = [number for number, text in entries if text == first][1:2]
        if first and again and again[0] - line.number <= 120:
            return set(range(line.number, again[0]))
    return set()


def _closing(lines: list[Line]) -> set[int]:
    """Who signed and when, at the end: a date, and names of bodies beside it."""
    out: set[int] = set()
    for line in reversed(lines[1:]):
        if not line.text or line.is_date or (line.may_sign and len(out) < 8):
            out.add(line.number)
        else:
            break
    signed = [line for line in lines if line.number in out and line.text]
    if not signed or len(signed) > 4:
        return set()
    start = signed[0].number
    return {number for number in out if number >= start}


def _front(before: list[Line]) -> tuple[set[int], list[Line]]:
    """Of what stands before the first heading: numbers of the lines of title, date and address, and the paragraphs."""
    front: set[int] = set()
    loose: list[Line] = []
    for line in before:
        is_front = (
            splitting.is_title(line)
            or line.is_date
            or line.may_sign
            or bool(_ADDRESS.fullmatch(line.text))
            or bool(_NUMBERED_PAPER.fullmatch(line.text))
            or (
                not loose
                and not line.goes_on
                and len(line.text) <= _LONGEST_FRONT
                and not line.ends_sentence
                and line.marker is None
            )
            or (not loose and not front)
        )
        if (is_front and not (loose and line.marker)) and not (len(line.text) > 60 and line.ends_sentence):
            front.add(line.number)
        elif line.text or loose:
            loose.append(line)
        else:
            front.add(line.number)
    return front, loose


def _implicit(loose: list[Line]) -> tuple[list[Section], set[int]]:
    """Paragraphs without a heading: each run that does the work of a part, and the lines that nothing tells of."""
    sections: list[Section] = []
    unplaced: set[int] = set()
    name: PartName | None = None
    for paragraph in paragraphs(loose):
        text = "".join(line.text for line in paragraph)
        first, last = paragraph[0].number, paragraph[-1].number
        if text:
            told = parts.by_text(text)
            listed = paragraph[0].marker is not None or bool(_LABEL.match(text))
            name = name if listed and name else told if told not in ("other", "supplement") else None
        if name is None:
            unplaced.update(line.number for line in paragraph)
        elif sections and sections[-1].part == name and sections[-1].lines.last == first - 1:
            sections[-1] = Section("", "", name, 1, Lines(sections[-1].lines.first, last))
        else:
            sections.append(Section("", "", name, 1, Lines(first, last)))
    return sections, unplaced


def _whole(loose: list[Line], kind: Kind, title: str) -> tuple[list[Section], set[int]]:
    """A paper without any heading: what it is for, and the one part whose work all the rest does.

    A sentence that only introduces a list ("现通知如下:") belongs to it.
    """
    rest = list(loose)
    while rest and (parts.by_text(rest[0].text) == "purpose" or not rest[0].text):
        rest.pop(0)
    purpose = [line.number for line in loose if not rest or line.number < rest[0].number]
    if (
        rest
        and purpose
        and _INTRODUCES.search(next(one.text for one in reversed(loose) if one.text and one.number in purpose))
    ):
        rest, purpose = list(loose), []
    sections = [Section("", "", "purpose", 1, Lines(purpose[0], purpose[-1]))] if purpose else []
    if not rest:
        return sections, set()
    said = ["".join(line.text for line in some) for some in (rest[1:], rest)]
    name = "drill" if kind == "drill" else parts.by_text(said[0]) or parts.by_text(said[1])
    if name in (None, "other", "supplement"):
        name = parts.of_paper(title, kind)
    if name is None:
        return sections, {line.number for line in rest}
    return [*sections, Section("", "", name, 1, Lines(rest[0].number, rest[-1].number))], set()


def _sections(found: list[Heading], end: int, kind: Kind, body: list[Line], text: Text) -> list[Section]:
    """The headings with the lines that belong to each."""
    out: list[Section] = []
    above: PartName = "other"
    numbers = [line.number for line in body]
    for heading, last in _spans(found, end):
        rest = heading.line.rest
        inside = rest[
            max(rest.find(heading.title), 0) + len(heading.title) :
        ]  # what stands behind the title in its line
        inside += "".join(
            line.text for line in body[bisect_right(numbers, heading.line.number) : bisect_right(numbers, last)]
        )
        if heading.level == 1:
            is_form = (
                heading.line.marker is not None
                and heading.line.marker.style == "annex"
                and parts.is_form(heading.title)
            )
            name = above = "supplement" if is_form else parts.top(heading.title, kind, inside)
        else:
            name = parts.below(heading.title, above, kind, inside)
        number, title = _as_written(heading, text)
        out.append(Section(number, title, name, heading.level, Lines(heading.line.number, last)))
    return out


def _spans(found: list[Heading], end: int) -> list[tuple[Heading, int]]:
    """Each heading with its last line: that before the next heading of its level or a higher one."""
    out: list[tuple[Heading, int]] = []
    following = {1: end + 1, 2: end + 1}
    for heading in reversed(found):
        out.append((heading, following[heading.level] - 1))
        for level in range(heading.level, 3):
            following[level] = heading.line.number
    return out[::-1]


def _as_written(heading: Heading, text: Text) -> tuple[str, str]:
    """Number and title as they stand in the file; of a damaged number the one that was meant, with the mended title."""
    marker = heading.line.marker
    original = text.line(heading.line.number)
    automatic = text.numbers[heading.line.number - 1]
    if marker is None:
        return automatic, re.sub(r"^[\s#>*_【〖]+|[】〗].*$|[\s*_:：]+$", "", original)
    if marker.damaged:
        return marker.number, heading.title
    if automatic.strip():
        return automatic.strip(), original.strip()[: len(heading.title)].rstrip(":： ")
    shown = original.lstrip("#>*_- \t\u3000")
    cut = len(heading.line.text) - len(marker.rest) + max(marker.rest.find(heading.title), 0)
    return shown[:cut].strip(), shown[cut : cut + len(heading.title)].strip()


def _runs(numbers: set[int]) -> tuple[Lines, ...]:
    """Neighbouring lines together."""
    out: list[Lines] = []
    for number in sorted(numbers):
        if out and out[-1].last == number - 1:
            out[-1] = Lines(out[-1].first, number)
        else:
            out.append(Lines(number, number))
    return tuple(out)
