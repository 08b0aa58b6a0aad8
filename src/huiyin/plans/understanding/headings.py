"""Which lines are headings, and of which level: by the order of their numbers, their styles, and what stands below them."""

from __future__ import annotations

import re
from collections import defaultdict

from .bare import above_numbers, without_numbers
from .lines import IN_BRACKETS, Around, Line
from .parts import ranked
from .titles import LONGEST_BELOW, LONGEST_TOP, RUN_IN, TEAM, Heading, bracketed, is_title, style_of, title_of

_ORDER = ("chapter", "section", "formal", "cn", "cn-paren", "dec", "dec2", "dec-paren", "dec-half", "stage")
_SET_OFF = re.compile(
    r"(?:主要|工作|具体|部门|人员|岗位|成员|任务|领导|小组|各?组){0,2}(?:职责|分工|职责分工|任务分工|任务)|(?:演练|疏散|撤离|活动|有关|相关)?(?:注意事项|要求|路线|流程|步骤)"
)
_CONTACTS = re.compile(
    r"\W{0,2}(?:应急|紧急|相关|常用|主要)?(?:联系|值班|报警|救援)?(?:人员|单位|部门)?(?:联系)?(?:电话|方式|通讯录|通信录|电话表|电话一览表)\W{0,3}"
)
_ARTICLE_TITLE = re.compile(r"【([^】]{2,20})】|\(([^()]{2,14})\)\s*(?=\S)")
_MOTTO = re.compile(r"[^,。;!?:、]{3,8}(?:,[^,。;!?:、]{3,8}){0,2}。\s*\S{8}")


def headings(lines: list[Line]) -> list[Heading]:
    """The headings among the lines of one plan, in order."""
    top_style = _top_style(lines)
    tops = above_numbers(lines, top_style)
    if tops:
        top_style = ""
    elif top_style:
        tops = _tops(lines, top_style)
    if not tops or (top_style and not _are_headings(tops, top_style, lines)):
        return without_numbers(lines)
    out: list[Heading] = []
    places = {line.number: index for index, line in enumerate(lines)}
    for here, following in zip(tops, [*tops[1:], None], strict=True):
        out.append(Heading(here, 1, _title_in_article(here.rest) if top_style == "article" else title_of(here.rest)))
        inside = lines[places[here.number] + 1 : places[following.number] if following else len(lines)]
        out += _below(inside, top_style)
        if following is None and (contacts := _contact_list(inside)):
            out = [*(one for one in out if one.line.number < contacts.line.number), contacts]
    return out


def _are_headings(tops: list[Line], style: str, lines: list[Line]) -> bool:
    """Most of them have a title, and something stands below or behind it (a motto is a title: 提高认识，加强领导。); otherwise they are
    the sentences of a list.
    """
    numbers = {line.number for line in tops}
    following = Around(lines).after
    bodied = {n for n in numbers if n in following and following[n].number not in numbers}
    mottos = all(_MOTTO.match(line.rest) for line in tops)
    run_in = {line.number for line in tops if mottos or _has_run_in_title(line, style, bodied)}
    titled = {line.number for line in tops if is_title(line, LONGEST_TOP)} | run_in
    return len(titled) * 2 >= len(tops) and len(bodied | run_in) * 2 >= len(tops)


def _has_run_in_title(line: Line, style: str, bodied: set[int]) -> bool:
    """A title with its matter in the same line. Under plain figures it must be a word for a part, as
    sentences stand there too."""
    if style == "article":
        return bool(_ARTICLE_TITLE.match(line.rest))
    if IN_BRACKETS.match(line.rest):
        return True
    if style in ("chapter", "section", "formal", "cn") or style.startswith("outline"):
        if len(line.rest) <= 30 and line.number in bodied:
            return True
        return bool(RUN_IN.match(line.rest)) and len(title_of(line.rest)) <= 24
    found = re.match(r"[^。;!?:]{2,24}:", line.rest)
    title = title_of(line.rest)
    return bool(found) and len(title) <= 12 and ranked(title) is not None


def _title_in_article(rest: str) -> str:
    found = _ARTICLE_TITLE.match(rest)
    return (found[1] or found[2]) if found else ""


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
    taken = {line.number for line in found}
    found += [
        line for line in lines
        if line.number not in taken and ((line.text and line.outline and line.outline in marked and not line.marker) or _is_annex(line))
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
                or RUN_IN.match(line.rest)
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
    in_brackets = bracketed([line for line in lines if line.marker is None], 2)
    if in_brackets and (first is None or in_brackets[0].number < first.number):
        return [Heading(line, 2, title_of(line.text)) for line in in_brackets]
    if first is not None:
        style = style_of(first)
        siblings = [line for line in lines if style_of(line) == style]
        named = [line for line in siblings if is_title(line, LONGEST_BELOW) or TEAM.match(line.rest)]
        if len(siblings) > 1 and all(_MOTTO.match(line.rest) for line in siblings):
            return [Heading(line, 2, title_of(line.rest)) for line in siblings]
        after = Around(lines).after
        good = [line for line in named if line.number in after and style_of(after[line.number]) != style]
        if len(good) * 2 >= len(siblings):
            return [Heading(line, 2, title_of(line.rest)) for line in named]
    below = Around(lines).below
    return [Heading(line, 2, title_of(line.text)) for line in lines if _set_off(line) and below[line.number] >= 2]


def _contact_list(lines: list[Line]) -> Heading | None:
    """A list of numbers to ring at the end, under a line that says so: a part of its own, whatever stands above it."""
    below = Around(lines).below
    for line in lines:
        if line.marker is None and not line.row and _CONTACTS.fullmatch(line.text) and below[line.number] >= 2:
            return Heading(line, 1, title_of(line.text))
    return None


def _may_be_below(line: Line, top_style: str) -> bool:
    style = style_of(line)
    if style.startswith("outline"):
        return True
    return style in _ORDER and style != top_style


def _set_off(line: Line) -> bool:
    """A line without number that is a heading by itself, where two lines stand below it at least."""
    bare = line.text.rstrip(":").strip()
    return not (line.marker or line.row) and bool(_SET_OFF.fullmatch(bare))
