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

from . import printed
from .lines import Line, look, paragraphs, with_breaks
from .plain import plain
from .understood import FoundLimit, FoundRole, FoundStep, Lines, Plan, Section

_PHASES: dict[str, Phase] = {
    "prevention": "prevention",
    "duties": "response",
    "recovery": "aftercare",
    "aftercare": "aftercare",
}
_STAND_DOWN = re.compile(r"(?:响应|应急|处置)?(?:终止|结束|解除)")
_OUTSIDE = re.compile(r"(?:110|119|120|122|999|12\d{3})$")
_SURE = 3  # so many roles in our own form show that a plan was printed from here
_ANNEX = re.compile(r"附\s*[件表录图]?")


def documents(plans: Iterable[Plan], text: Text) -> list[PlanDocument]:
    """Each plan of a file. Its lines are looked at once for all of them: a file can hold a hundred."""
    lines = _looked(text)
    return [document(plan, text, lines) for plan in plans]


def document(plan: Plan, text: Text, looked: dict[int, Line] | None = None) -> PlanDocument:
    """The plan as one document. Keys count on in the order of the file: `part-1`, `part-1-clause-2`, `role-3`."""
    lines = looked or _looked(text)
    parts, annexes = _parts(plan, text, lines)
    roles = _roles(plan.roles, text)
    levels = tuple(_levels(plan, text))
    keys = {plain(level.title): level.key for level in levels}
    steps = tuple(_steps(plan, roles, parts, keys, text))
    return PlanDocument(
        title=plan.title,
        kind=plan.kind,
        language=_language(text, plan.lines),
        parts=parts,
        roles=tuple(role.as_role for role in roles),
        levels=levels,
        triggers=tuple(
            Trigger(
                key=f"trigger-{n}",
                text=_as_written(one.text, Lines(one.line, one.line), text),
                level=keys.get(one.level, ""),
                source=_source(Lines(one.line, one.line)),
            )
            for n, one in enumerate(plan.triggers, 1)
        ),
        steps=steps,
        limits=tuple(
            Limit(
                key=f"limit-{n}",
                text=_as_written(one.text, Lines(one.line, one.line), text),
                minutes=one.minutes,
                days=one.days,
                source=_source(Lines(one.line, one.line)),
            )
            for n, one in enumerate(_limits_beside(plan, steps), 1)
        ),
        contacts=tuple(
            Contact(
                key=f"contact-{n}",
                name=_as_written(one.name, Lines(one.line, one.line), text),
                number=one.number,
                what_for=_as_written(one.what_for, Lines(one.line, one.line), text),
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


def _looked(text: Text) -> dict[int, Line]:
    return {line.number: line for line in with_breaks(look(text))}


def _roles(found: Iterable[FoundRole], text: Text) -> list[_KeyedRole]:
    return [_KeyedRole(one, _role(f"role-{n}", one, text)) for n, one in enumerate(found, 1)]


def _role(key: str, found: FoundRole, text: Text) -> Role:
    lines = Lines(found.line, found.line)
    return Role(
        key=key,
        title=_as_written(found.role, lines, text),
        holder=_as_written(found.holder, lines, text),
        duties=tuple(_as_written(duty, lines, text) for duty in found.duties),
        source=_source(lines),
    )


def _levels(plan: Plan, text: Text) -> Iterator[Level]:
    for number, one in enumerate(plan.levels, 1):
        said = (_as_written(words, one.lines, text) for words in (one.title, one.begins, one.ends, one.decided_by))
        title, begins, ends, decided_by = said
        yield Level(
            key=f"level-{number}",
            rank=one.rank,
            title=title,
            begins=begins,
            ends=ends,
            decided_by=decided_by,
            source=_source(one.lines),
        )


def _limits_beside(plan: Plan, steps: tuple[Step, ...]) -> list[FoundLimit]:
    """The limits that no step says."""
    said = {
        (line, step.within) for step in steps if step.source for line in range(step.source.first, step.source.last + 1)
    }
    return [
        one for one in plan.limits if (one.line, one.minutes or (one.days or 0) * printed.MINUTES_A_DAY) not in said
    ]


def _parts(plan: Plan, text: Text, lines: dict[int, Line]) -> tuple[tuple[Part, ...], tuple[Annex, ...]]:
    """Parts with their paragraphs; annexes apart, whole."""
    parts: list[Part] = []
    annexes: list[Annex] = []
    before, after = _around(plan, text)
    said = _said_elsewhere(plan) if _printed_here(plan) else set()
    sections = (*before, *plan.sections, *after)
    owner = {number: one for one in sorted(sections, key=lambda one: one.level) for number in one.lines}
    for section in sections:
        own = [number for number in section.lines if owner[number] is section and number not in said]
        if _is_annex(section, plan):
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


def _is_annex(section: Section, plan: Plan) -> bool:
    """A list, form or drawing behind the plan; where it has parts or roles of its own, it is read as a part."""
    if section.level != 1 or not _ANNEX.match(section.number):
        return False
    has_parts = any(one is not section and one.lines.first in section.lines for one in plan.sections)
    return section.part == "supplement" or not (has_parts or any(role.line in section.lines for role in plan.roles))


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
            words, law = printed.law_behind(words)
            yield Clause(key=f"{key}-clause-{count}", text=words, law=law, source=Source(first=first, last=last))


def _printed_here(plan: Plan) -> bool:
    """It says its roles as `plans.text` does: with deputies and duties in one line."""
    return sum(1 for role in plan.roles if role.duties) >= _SURE


def _said_elsewhere(plan: Plan) -> set[int]:
    """Lines that are wholly a role, a level, a trigger, a step or a number: they are no clauses besides."""
    out = {role.line for role in plan.roles if role.duties} | {one.line for one in plan.triggers if one.level}
    for spans in (step.lines for step in plan.steps), (level.lines for level in plan.levels if level.ends):
        out |= {number for lines in spans for number in lines}
    return out | {one.line for one in plan.contacts if one.what_for}


def _after_title(words: str, title: str) -> str:
    at = words.find(title)
    return words[at + len(title) :].strip(" :：。】〗*#\n\t　") if at >= 0 else ""


def _steps(
    plan: Plan, roles: list[_KeyedRole], parts: tuple[Part, ...], levels: dict[str, str], text: Text
) -> Iterator[Step]:
    """Steps with the role that the paper names as the doer, where it is one of the plan's, and the clause they came from."""
    clauses = {
        line: clause.key
        for part in parts
        for clause in part.clauses
        if (at := clause.source)
        for line in range(at.first, at.last + 1)
    }
    begun: dict[str, str] = {}  # steps by their first words
    for number, one in enumerate(plan.steps, 1):
        key = f"step-{number}"
        role = next((keyed.as_role.key for keyed in roles if one.doer and keyed.found.role == one.doer), "")
        clause = clauses.get(one.lines.first, "")
        said = printed.step(_as_written(one.text, one.lines, text), levels)
        action = said.action
        if role and plain(action).startswith(f"{one.doer}:"):
            action = action[len(one.doer) + 1 :].strip()
        waits = said.after
        after = next((at for words, at in begun.items() if words.startswith(waits)), "") if waits else ""
        begun[plain(action)] = key
        yield Step(
            key=key,
            action=action,
            role=role,
            phase=_phase(one),
            levels=said.levels,
            within=one.minutes if said.within is None else said.within,
            after=after,
            proof=said.proof,
            tells=next((k.as_role.key for k in roles if said.tells and k.as_role.title == said.tells), said.tells),
            calls_out=said.rings,
            law=said.law,
            clause=clause,
            source=_source(one.lines),
        )


def _as_written(words: str, lines: Lines, text: Text) -> str:
    """Words that were found in plain form, as they stand in the file."""
    written = "".join(text.printed(number).strip() for number in lines)
    at = plain(written).find(words) if words else -1
    return written[at : at + len(words)] if at >= 0 else words


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
