"""What a heading looks like: its title, in a line of its own or before its matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import IN_BRACKETS, Line

_INSIDE = re.compile(r"[。;!?]")
_ROLE = re.compile(r"(?:.{0,8}(?:组\s*长|指\s*挥|成\s*员|组\s*员|负责人|联络员))\s*[:]\s*\S")
RUN_IN = re.compile(r"([^。;!?:,]{2,24})[。:]\s*\S|([^。;!?:]{2,24})[:]\s*\S|([^。;!?]{2,40})[。]\s*\S")
_ASIDES = re.compile(r"旁白|解说词?|画外音|广播|字幕|音效|镜头|主持人?|注意?|备注|提示|说明|举?例")
_ASIDE = re.compile(r"\([^()。;!?]{0,40}\)|\d{1,2}:\d{2}")  # beside a title: for whom, from when to when
TEAM = re.compile(
    r"([^,。;:()]{2,16}(?:组|队|专班))\s*[(:]?\s*(?:组\s*长|队\s*长|牵头人?|(?:牵头|责任)(?:部门|单位|领导)|负责人|责任人)\s*[:由][^。;]*$"
)
LONGEST_TOP, LONGEST_BELOW, LONGEST_LEAD, LONGEST_BARE = 64, 36, 36, 20


@dataclass(frozen=True, slots=True)
class Heading:
    """Of level 1 or 2. `title` in plain form; what else stands in its line is matter."""

    line: Line
    level: int
    title: str


def style_of(line: Line) -> str:
    """The style of its number, or of its look where it has none; empty for ordinary lines."""
    if line.marker:
        return line.marker.style
    return f"outline{line.outline}" if line.outline and line.text else ""


def bracketed(lines: list[Line], at_least: int) -> list[Line]:
    """The headings in 【】, each alone in its line or before its matter. What comes again (【旁白】) says who speaks, and is none."""
    found = [
        line
        for line in lines
        if not line.in_columns and (title := IN_BRACKETS.match(line.text)) and not _ASIDES.fullmatch(title[1])
    ]
    titles = {title_of(line.text) for line in found}
    return found if len(titles) == len(found) >= at_least else []


def title_of(rest: str) -> str:
    """The title in a line: what stands in brackets at its head, before the first colon or full stop, or all of it."""
    if bracket := IN_BRACKETS.match(rest):
        return bracket[1]
    if team := TEAM.match(rest):
        return team[1]
    if (
        _ASIDE.search(rest)
        and (bare := _ASIDE.sub("", rest)).strip()
        and not re.search("[。;!?:]", bare.rstrip("。;:"))
    ):
        return rest.rstrip("。;:., ").strip()
    if not _INSIDE.search(rest.rstrip("。;:")) and ":" not in rest.rstrip(":"):
        return rest.rstrip("。;:., ").strip()
    found = RUN_IN.match(rest)
    title = next((group for group in found.groups() if group), "") if found else ""
    return title.strip() or rest[:LONGEST_BELOW]


def is_title(line: Line, longest: int) -> bool:
    """Short, and no sentence."""
    rest = line.rest.strip()
    if not rest or line.goes_on or rest.endswith("、") or len(rest) > longest or _ROLE.match(rest):
        return False
    bare = rest.rstrip(":,")
    if without := _ASIDE.sub("", bare).strip():
        bare, rest = without.rstrip(":,"), without
    if _INSIDE.search(bare) or ":" in bare or (longest == LONGEST_BELOW and bare.count(",") > 1):
        return False
    return rest == bare or len(rest) <= 24
