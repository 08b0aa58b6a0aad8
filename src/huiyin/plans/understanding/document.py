"""An understood plan as a `PlanDocument`: every piece with the lines of the file from which it came, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from huiyin.plans.reading import Text
from huiyin.plans.schema import (
    Annex,
    Clause,
    Contact,
    Level,
    Limit,
    Part,
    PartName,
    Phase,
    PlanDocument,
    Role,
    Source,
    Step,
    Trigger,
    Unplaced,
)

from .lines import Line, look, paragraphs, with_breaks
from .plain import plain
from .understood import FoundRole, FoundStep, Lines, Plan, Section

_PHASES: dict[str, Phase] = {
    "prevention": "prevention",
    "duties": "response",
    "recovery": "aftercare",
    "aftercare": "aftercare",
}
_STAND_DOWN = re.compile(r"(?:响应|应急|处置)?(?:终止|结束|解除)")
_OUTSIDE = re.compile(r"(?:110|119|120|122|999|12\d{3})$")
_ANNEX = re.compile(r"附\s*[件表录图]?")


def document(plan: Plan, text: Text) -> PlanDocument:
    """The plan as one document. Keys count on in the order of the file: `part-1`, `part-1-clause-2`, `role-3`."""
    lines = {line.number: line for line in with_breaks(look(text))}
    parts, annexes = _parts(plan, text, lines)
    roles = _roles(plan.roles)
    levels = tuple(
        Level(key=f"level-{n}", rank=one.rank, title=one.title, begins=one.begins, source=_source(one.lines))
        for n, one in enumerate(plan.levels, 1)
    )
    return PlanDocument(
        title=plan.title,
        kind=plan.kind,
        language=_language(text, plan.lines),
        parts=parts,
        roles=tuple(role.as_role for role in roles),
        levels=levels,
        triggers=tuple(
            Trigger(key=f"trigger-{n}", text=one.text, source=_source(Lines(one.line, one.line)))
            for n, one in enumerate(plan.triggers, 1)
        ),
        steps=tuple(_steps(plan, roles, parts)),
        limits=tuple(
            Limit(
                key=f"limit-{n}",
                text=one.text,
                minutes=one.minutes,
                days=one.days,
                source=_source(Lines(one.line, one.line)),
            )
            for n, one in enumerate(plan.limits, 1)
        ),
        contacts=tuple(
            Contact(
                key=f"contact-{n}",
                name=one.name,
                number=one.number,
                outside=bool(_OUTSIDE.match(one.number)),
                source=_source(Lines(one.line, one.line)),
            )
            for n, one in enumerate(plan.contacts, 1)
        ),
        annexes=annexes,
        unplaced=tuple(
            Unplaced(key=f"unplaced-{n}", text=_words(one, text), source=_source(one))
            for n, one in enumerate(plan.unplaced, 1)
        ),
    )


@dataclass(frozen=True, slots=True)
class _KeyedRole:
    found: FoundRole
    as_role: Role


def _roles(found: Iterable[FoundRole]) -> list[_KeyedRole]:
    return [
        _KeyedRole(
            one,
            Role(key=f"role-{n}", title=one.role, holder=one.holder, source=_source(Lines(one.line, one.line))),
        )
        for n, one in enumerate(found, 1)
    ]


def _parts(plan: Plan, text: Text, lines: dict[int, Line]) -> tuple[tuple[Part, ...], tuple[Annex, ...]]:
    """Parts with their paragraphs; annexes apart, whole."""
    parts: list[Part] = []
    annexes: list[Annex] = []
    before, after = _around(plan, text)
    for section in (*before, *plan.sections, *after):
        own = _own_lines(section, plan.sections)
        if section.level == 1 and _ANNEX.match(section.number) and section.part == "supplement":
            words = "\n".join(text.line(number) for number in own if number != section.lines.first)
            annexes.append(
                Annex(key=f"annex-{len(annexes) + 1}", title=section.title, text=words, source=_source(section.lines))
            )
            continue
        key = f"part-{len(parts) + 1}"
        parts.append(
            Part(
                key=key,
                part=section.part,
                title=section.title,
                number=section.number,
                level=2 if section.level == 2 else 1,
                clauses=tuple(_clauses(key, section, own, text, lines)),
                source=_source(section.lines),
            )
        )
    return tuple(parts), tuple(annexes)


def _own_lines(section: Section, sections: tuple[Section, ...]) -> list[int]:
    """The lines of a section that stand in no section below it."""
    below = [
        one.lines
        for one in sections
        if one is not section and one.level > section.level and one.lines.first in section.lines
    ]
    return [number for number in section.lines if not any(number in one for one in below)]


def _clauses(key: str, section: Section, own: list[int], text: Text, lines: dict[int, Line]) -> Iterator[Clause]:
    """Each paragraph; what stands behind the title in the line of the heading is one too."""
    count = 0
    for paragraph in paragraphs([lines[number] for number in own]):
        first, last = paragraph[0].number, paragraph[-1].number
        words = "\n".join(text.printed(number).strip() for number in range(first, last + 1))
        if section.title and first == section.lines.first:
            words = _after_title(words, section.title)
        if words:
            count += 1
            yield Clause(key=f"{key}-clause-{count}", text=words, source=Source(first=first, last=last))


def _after_title(words: str, title: str) -> str:
    at = words.find(title)
    return words[at + len(title) :].strip(" :：。】〗*#\n\t　") if at >= 0 else ""


def _steps(plan: Plan, roles: list[_KeyedRole], parts: tuple[Part, ...]) -> Iterator[Step]:
    """Steps with the role that the paper names as the doer, where it is one of the plan's, and the clause they came from."""
    clauses = [(clause, clause.source) for part in parts for clause in part.clauses if clause.source]
    for number, one in enumerate(plan.steps, 1):
        role = next((keyed.as_role.key for keyed in roles if one.doer and keyed.found.role == one.doer), "")
        clause = next((c.key for c, source in clauses if source.first <= one.lines.first <= source.last), "")
        yield Step(
            key=f"step-{number}",
            action=one.text,
            role=role,
            phase=_phase(one),
            within=one.minutes,
            clause=clause,
            source=_source(one.lines),
        )


def _phase(step: FoundStep) -> Phase:
    if step.part in _PHASES:
        return _PHASES[step.part]
    if _STAND_DOWN.match(step.text):
        return "stand-down"
    return "first" if re.search("第一发现人|第一时间|立即拨打", step.text) else "response"


def _around(plan: Plan, text: Text) -> tuple[list[Section], list[Section]]:
    """What stands before the first part beyond the title (date, address), and who signed: parts without heading, so that
    a printed version says what the paper said."""

    def headless(runs: tuple[Lines, ...], part: PartName) -> list[Section]:
        return [Section("", "", part, 1, lines) for lines in runs if any(_says_more(number) for number in lines)]

    def _says_more(number: int) -> bool:
        words = re.sub(r"\s+", "", plain(text.line(number)))
        return bool(words) and words.strip("#*《》") != plan.title

    return headless(plan.front, "other"), headless(plan.closing, "supplement")


def _words(lines: Lines, text: Text) -> str:
    return "\n".join(text.line(number) for number in lines)


def _source(lines: Lines) -> Source:
    return Source(first=lines.first, last=lines.last)


def _language(text: Text, lines: Lines) -> Literal["zh-hans", "zh-hant", "en"]:
    """The script in which most of the text is written."""
    words = "".join(text.line(number) for number in lines)
    chinese = [sign for sign in words if "\u4e00" <= sign <= "\u9fff"]
    if len(chinese) * 4 < len(words.strip()):
        return "en"
    joined = "".join(chinese)
    changed = sum(one != other for one, other in zip(joined, plain(joined), strict=True))
    return "zh-hant" if changed > len(chinese) * 0.05 else "zh-hans"
