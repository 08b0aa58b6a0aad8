"""Which lines are headings, and of which level: by the order of their numbers, their styles, and what stands below them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from .lines import SENTENCE_WIDTH, Line
from .parts import ranked

_INSIDE = re.compile(r"[。;!?]")
_ORDER = ("chapter", "section", "cn", "cn-paren", "dec", "dec2", "dec-paren", "dec-half", "stage")
_SET_OFF = re.compile(
    r"(?:主要|工作|具体|部门|人员|岗位|成员|任务|领导|小组|各?组){0,2}(?:职责|分工|职责分工|任务分工|任务)|(?:演练|疏散|撤离|活动|有关|相关)?(?:注意事项|要求|路线|流程|步骤)"
)
_CONTACTS = re.compile(
    r"\W{0,2}(?:应急|紧急|相关|常用|主要)?(?:联系|值班|报警|救援)?(?:人员|单位|部门)?(?:联系)?(?:电话|方式|通讯录|通信录|电话表|电话一览表)\W{0,3}"
)
_ROLE = re.compile(r"(?:.{0,8}(?:组\s*长|指\s*挥|成\s*员|组\s*员|负责人|联络员))\s*[:]\s*\S")
_RUN_IN = re.compile(r"([^。;!?:,]{2,24})[。:]\s*\S|([^。;!?:]{2,24})[:]\s*\S|([^。;!?]{2,40})[。]\s*\S")
_IN_BRACKETS = re.compile(r"【([^】]{2,14})】")
_ARTICLE_TITLE = re.compile(r"【([^】]{2,14})】|\(([^()]{2,14})\)\s*(?=\S)")
_LEADS_ON = re.compile(r"[,、]|如下|下列|以下|下设|分为|包括")  # it begins a list, and is no heading
_ASIDE = re.compile(r"\([^()。;!?]{0,40}\)|\d{1,2}:\d{2}")  # beside a title: for whom, from when to when
_MOTTO = re.compile(r"[^,。;!?:、]{3,8}(?:,[^,。;!?:、]{3,8}){0,2}。\s*\S{8}")
_TEAM = re.compile(
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


def headings(lines: list[Line]) -> list[Heading]:
    """The headings among the lines of one plan, in order."""
    top_style = _top_style(lines)
    tops = _above_numbers(lines, top_style)
    if tops:
        top_style = ""
    elif top_style:
        tops = _tops(lines, top_style)
    if not tops or (top_style and not _are_headings(tops, top_style, lines)):
        return _without_numbers(lines)
    out: list[Heading] = []
    places = {line.number: index for index, line in enumerate(lines)}
    for here, following in zip(tops, [*tops[1:], None], strict=True):
        out.append(Heading(here, 1, _title_in_article(here.rest) if top_style == "article" else title_of(here.rest)))
        inside = lines[places[here.number] + 1 : places[following.number] if following else len(lines)]
        out += _below(inside, top_style)
        if following is None and (contacts := _contact_list(inside)):
            out = [*(one for one in out if one.line.number < contacts.line.number), contacts]
    return out


def _above_numbers(lines: list[Line], style: str) -> list[Line]:
    """The top headings of a paper that numbers only what stands below them: lines in brackets; bold ones; or short lines, where
    they stand above numbers that begin anew each time, or three name a part and the first stands before any number.
    """
    said = [line for line in lines if line.marker is None and not line.in_columns and "\t" not in line.text]
    bracketed = [line for line in said if _IN_BRACKETS.fullmatch(line.text)]
    if len({line.text for line in bracketed}) == len(bracketed) >= 3:
        return bracketed
    if bold := _bold(said, lines, style):
        return bold
    if style not in ("cn-paren", "dec", "dec2", "dec-paren", "dec-half", "stage"):
        return []
    written = Counter(line.text.rstrip(":") for line in said)
    bare = [line for line in said if written[line.text.rstrip(":")] == 1 and _may_be_bare(line, lines)]
    starts = [line for line in lines if line.marker and line.marker.style == style and line.marker.value == 1]
    above = {
        line.number for line in bare if (after := _after(line, lines)) and after.marker and after.marker.value == 1
    }
    named = [line for line in bare if _names_part(line)]
    first = next((line.number for line in lines if style_of(line) == style), 0)
    if (len(above) < 2 or len(above) * 3 < len(starts) * 2) and (len(named) < 3 or named[0].number > first):
        return []
    return [line for line in bare if line in named or line.number in above or _above_sentence(line, lines)]


def _bold(said: list[Line], lines: list[Line], style: str) -> list[Line]:
    """Bold lines, where they are few and no number is bold."""
    bold = [line for line in said if line.bold and _may_be_bare(line, lines)]
    few = 3 <= len(bold) <= sum(1 for line in lines if line.text) / 2
    outlined = style.startswith("outline")
    return bold if few and not outlined and not any(line.bold for line in lines if line.marker) else []


def _may_be_bare(line: Line, lines: list[Line]) -> bool:
    after = _after(line, lines)
    if after is None or line.is_date or (line.may_sign and after.is_date) or line.text[:1] in '(《“"':
        return False
    return is_title(line, LONGEST_BARE) and not _LEADS_ON.search(line.text)


def _names_part(line: Line) -> bool:
    """It says which part follows."""
    found = ranked(line.text.rstrip(":"))
    return found is not None and found[1] < 2


def _above_sentence(line: Line, lines: list[Line]) -> bool:
    """It stands between two sentences."""
    after = _after(line, lines)
    before = next((one for one in reversed(lines) if one.number < line.number and one.text), None)
    return bool(after and before and before.ends_sentence and after.ends_sentence and len(after.text) >= SENTENCE_WIDTH)


def _after(line: Line, lines: list[Line]) -> Line | None:
    return next((one for one in lines if one.number > line.number and one.text), None)


def _are_headings(tops: list[Line], style: str, lines: list[Line]) -> bool:
    """Most of them have a title, and something stands below or behind it; otherwise they are the sentences of a list."""
    numbers = {line.number for line in tops}
    following = dict(
        zip((one.number for one in lines if one.text), [one for one in lines if one.text][1:], strict=False)
    )
    bodied = {n for n in numbers if n in following and following[n].number not in numbers}
    run_in = {line.number for line in tops if _has_run_in_title(line, style, tops, bodied)}
    titled = {line.number for line in tops if is_title(line, LONGEST_TOP)} | run_in
    return len(titled) * 2 >= len(tops) and len(bodied | run_in) * 2 >= len(tops)


def _has_run_in_title(line: Line, style: str, tops: list[Line], bodied: set[int]) -> bool:
    """A title with its matter in the same line. Under plain figures it must be a word for a part, or all of them
    begin with a motto (提高认识，加强领导。), as sentences stand there too."""
    if style == "article":
        return bool(_ARTICLE_TITLE.match(line.rest))
    if _IN_BRACKETS.match(line.rest):
        return True
    if style in ("chapter", "section", "cn") or style.startswith("outline"):
        if len(line.rest) <= 30 and line.number in bodied:
            return True
        return bool(_RUN_IN.match(line.rest)) and len(title_of(line.rest)) <= 24
    if _MOTTO.match(line.rest) and all(_MOTTO.match(one.rest) for one in tops):
        return True
    found = re.match(r"[^。;!?:]{2,24}:", line.rest)
    title = title_of(line.rest)
    return bool(found) and len(title) <= 12 and ranked(title) is not None


def _title_in_article(rest: str) -> str:
    found = _ARTICLE_TITLE.match(rest)
    return (found[1] or found[2]) if found else ""


def title_of(rest: str) -> str:
    """The title in a line: what stands in brackets at its head, before the first colon or full stop, or all of it."""
    if bracket := _IN_BRACKETS.match(rest):
        return bracket[1]
    if team := _TEAM.match(rest):
        return team[1]
    if (
        _ASIDE.search(rest)
        and (bare := _ASIDE.sub("", rest)).strip()
        and not re.search("[。;!?:]", bare.rstrip("。;:"))
    ):
        return rest.rstrip("。;:., ").strip()
    if not _INSIDE.search(rest.rstrip("。;:")) and ":" not in rest.rstrip(":"):
        return rest.rstrip("。;:., ").strip()
    found = _RUN_IN.match(rest)
    title = next((group for group in found.groups() if group), "") if found else ""
    return title.strip() or rest[:LONGEST_BELOW]


def _top_style(lines: list[Line]) -> str:
    """The style of the outermost numbers: that of the first one, unless a higher style is counted through after it."""
    seen: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        style = style_of(line)
        if style in _ORDER or style.startswith("outline"):
            seen[style].append(line)
    articles = [line for line in lines if style_of(line) == "article"]
    titled = [line for line in articles if _ARTICLE_TITLE.match(line.rest)]
    if len(articles) >= 3 and len(titled) * 3 >= len(articles) * 2 and not (seen.keys() & {"chapter", "section"}):
        return "article"
    if not seen:
        return ""
    outlines = sorted(style for style in seen if style.startswith("outline") and len(seen[style]) >= 2)
    numbered = [style for style in _ORDER if style in seen and _counted(seen[style])]
    if not numbered:
        if outlines:
            return outlines[0]
        return next((style for style in _ORDER if style in seen), "")
    first = min(numbered, key=lambda style: seen[style][0].number)
    best = first
    for style in numbered:
        if (
            _ORDER.index(style) < _ORDER.index(best)
            and len(seen[style]) >= 2
            and not _goes_on_after(seen[best], seen[style])
        ):
            best = style
    if outlines and not any(line.outline for line in seen[best]) and seen[outlines[0]][0].number < seen[best][0].number:
        return outlines[0]
    return best


def _counted(lines: list[Line]) -> bool:
    return any(line.marker and line.marker.value == 1 for line in lines) or len(lines) >= 3


def _goes_on_after(lines: list[Line], others: list[Line]) -> bool:
    """The first style counts on (2 after 1) beyond the first of the other style, and is not started anew by it."""
    start = others[0].number
    before = [line.marker.value for line in lines if line.number < start and line.marker]
    after = [line.marker.value for line in lines if line.number > start and line.marker]
    return bool(before and after) and after[0] == before[-1] + 1


def _tops(lines: list[Line], style: str) -> list[Line]:
    """The lines of the top style, without lists inside that are numbered in the same style."""
    depth = int(style.removeprefix("outline")) if style.startswith("outline") else 0
    found = [line for line in lines if style_of(line) == style or (depth and line.outline == depth and line.text)]
    marked = {line.outline for line in found if line.outline}
    found += [
        line for line in lines
        if line not in found and ((line.text and line.outline and line.outline in marked and not line.marker) or _is_annex(line))
    ]  # fmt: skip
    found.sort(key=lambda line: line.number)
    if style != "dec":
        return found
    out: list[Line] = []
    expected = 1
    for line in found:
        if _is_annex(line):
            out.append(line)
            continue
        value = line.marker.value if line.marker else expected
        if (
            not line.marker
            or value == expected
            or (value in (expected + 1, expected + 2) and is_title(line, LONGEST_BELOW))
        ):
            if (
                not out
                or is_title(line, LONGEST_TOP)
                or not is_title(out[-1], LONGEST_BELOW)
                or _RUN_IN.match(line.rest)
            ):
                out.append(line)
                expected = value + 1
        elif value == 1 and out and line is found[-1]:
            continue
    return out


def _is_annex(line: Line) -> bool:
    return bool(
        line.marker
        and line.marker.style == "annex"
        and re.match(r"[^\W\da-zA-Z]{2}|《", line.rest)
        and len(line.rest) <= 40
        and not line.ends_sentence
    )


def _below(lines: list[Line], top_style: str) -> list[Heading]:
    """The headings of level 2 inside a part: the first style that is used there, where its lines are headings at all."""
    first = next((line for line in lines if _may_be_below(line, top_style)), None)
    if first is not None:
        style = style_of(first)
        siblings = [line for line in lines if style_of(line) == style]
        named = [line for line in siblings if is_title(line, LONGEST_BELOW) or _TEAM.match(line.rest)]
        good = [line for line in named if _has_matter(line, lines, style)]
        if len(good) * 2 >= len(siblings):
            return [Heading(line, 2, title_of(line.rest)) for line in named]
    return [Heading(line, 2, title_of(line.text)) for line in lines if _set_off(line, lines)]


def _contact_list(lines: list[Line]) -> Heading | None:
    """A list of numbers to ring at the end, under a line that says so: a part of its own, whatever stands above it."""
    for line in lines:
        if line.marker is None and not line.row and _CONTACTS.fullmatch(line.text) and _lines_below(line, lines) >= 2:
            return Heading(line, 1, title_of(line.text))
    return None


def _lines_below(line: Line, lines: list[Line]) -> int:
    return sum(1 for one in lines if one.number > line.number and one.text)


def _may_be_below(line: Line, top_style: str) -> bool:
    style = style_of(line)
    if style.startswith("outline"):
        return True
    return style in _ORDER and style != top_style


def is_title(line: Line, longest: int) -> bool:
    """Short, and no sentence."""
    rest = line.rest.strip()
    if not rest or line.goes_on or rest.endswith("、") or len(rest) > longest or _ROLE.match(rest):
        return False
    bare = rest.rstrip(":,")
    if without := _ASIDE.sub("", bare).strip():
        bare, rest = without.rstrip(":,"), without
    if _INSIDE.search(bare) or ":" in bare:
        return False
    return rest == bare or len(rest) <= 24


def _has_matter(line: Line, lines: list[Line], style: str) -> bool:
    after = _after(line, lines)
    return after is not None and style_of(after) != style


def _set_off(line: Line, lines: list[Line]) -> bool:
    """A line without number that is a heading by itself, with two lines below it at least."""
    bare = line.text.rstrip(":").strip()
    if line.marker or line.row or not _SET_OFF.fullmatch(bare):
        return False
    return _lines_below(line, lines) >= 2


def _without_numbers(lines: list[Line]) -> list[Heading]:
    """In a paper without numbers: bold lines, and short lines that name a part and stand above a longer one."""
    out = []
    for index, line in enumerate(lines):
        if (bracket := _IN_BRACKETS.match(line.text)) and ranked(bracket[1]):
            out.append(Heading(line, 1, bracket[1]))
            continue
        after = next((one for one in lines[index + 1 :] if one.text), None)
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
