"""Headings without numbers: in brackets, bold, or short lines that name a part or stand above a list."""

from __future__ import annotations

import re
from collections import Counter

from .lines import IN_BRACKETS, SENTENCE_WIDTH, Around, Line
from .parts import ranked
from .titles import LONGEST_BARE, LONGEST_LEAD, Heading, bracketed, is_title, style_of, title_of

_LEADS_ON = re.compile(r"[,、]|如下|下列|以下|下设|分为|包括")  # it begins a list, and is no heading


def above_numbers(lines: list[Line], style: str) -> list[Line]:
    """The top headings of a paper that numbers only what stands below them: lines in brackets; bold ones; or short lines, where
    they stand above numbers that begin anew each time, or three name a part and the first stands before any number.
    """
    around = Around(lines)
    said = [line for line in lines if line.marker is None and not line.in_columns and "\t" not in line.text]
    first = next((line.number for line in lines if style and style_of(line) == style), 0)
    in_brackets = bracketed(said, 3)
    if in_brackets and not 0 < first < in_brackets[0].number:
        return in_brackets
    if bold := _bold(said, lines, around, style):
        return bold
    if style not in ("cn-paren", "dec", "dec2", "dec-paren", "dec-half", "stage"):
        return []
    written = Counter(line.text.rstrip(":") for line in said)
    bare = [line for line in said if written[line.text.rstrip(":")] == 1 and _may_be_bare(line, around)]
    starts = [line for line in lines if line.marker and line.marker.style == style and line.marker.value == 1]
    above = {
        line.number
        for line in bare
        if (after := around.after.get(line.number)) and after.marker and after.marker.value == 1
    }
    named = [line for line in bare if _names_part(line)]
    if (len(above) < 2 or len(above) * 3 < len(starts) * 2) and (len(named) < 3 or named[0].number > first):
        return []
    chosen = above | {line.number for line in named}
    return [line for line in bare if line.number in chosen or _above_sentence(line, around)]


def _bold(said: list[Line], lines: list[Line], around: Around, style: str) -> list[Line]:
    """Bold lines, where they are few and no number is bold."""
    bold = [line for line in said if line.bold and _may_be_bare(line, around)]
    few = 3 <= len(bold) <= sum(1 for line in lines if line.text) / 2
    outlined = style.startswith("outline")
    return bold if few and not outlined and not any(line.bold for line in lines if line.marker) else []


def _may_be_bare(line: Line, around: Around) -> bool:
    after = around.after.get(line.number)
    if after is None or line.is_date or (line.may_sign and after.is_date) or line.text[:1] in '(《“"':
        return False
    return is_title(line, LONGEST_BARE) and not _LEADS_ON.search(line.text)


def _names_part(line: Line) -> bool:
    """It says which part follows."""
    found = ranked(line.text.rstrip(":"))
    return found is not None and found[1] < 2


def _above_sentence(line: Line, around: Around) -> bool:
    """It stands between two sentences."""
    after = around.after.get(line.number)
    before = around.before.get(line.number)
    return bool(after and before and before.ends_sentence and after.ends_sentence and len(after.text) >= SENTENCE_WIDTH)


def without_numbers(lines: list[Line]) -> list[Heading]:
    """In a paper without numbers: bold lines, and short lines that name a part and stand above a longer one."""
    out = []
    after_each = Around(lines).after
    for line in lines:
        if (bracket := IN_BRACKETS.match(line.text)) and ranked(bracket[1]):
            out.append(Heading(line, 1, bracket[1]))
            continue
        after = after_each.get(line.number)
        if after is None or line.in_columns or "\t" in line.text or line.marker or line.is_date or line.may_sign:
            continue
        found = ranked(line.text.rstrip(":"))
        opens_list = after.marker is not None and after.marker.value == 1 and line.text.endswith(":")
        if found and opens_list and len(line.text) <= LONGEST_LEAD and not re.search("[。;,]|如下|以下", line.text):
            out.append(Heading(line, 1, title_of(line.text)))
            continue
        if not is_title(line, 20):
            continue
        if found and (line.bold or (found[1] < 2 and len(line.text) <= 14 and not after.is_date)):
            out.append(Heading(line, 1, title_of(line.text)))
    return out
