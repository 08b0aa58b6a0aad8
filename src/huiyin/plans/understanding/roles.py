"""Named functions and who holds them, in all the forms in which papers say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from .lines import Line
from .understood import FoundRole
from .vocabulary import vocabulary

_SPACED = re.compile(
    r"(?<!\S)副\s+(?=总?\s*(?:组|指|主|队))|指\s+挥\s*长|组\s+长|成\s+员|组\s+员|队\s+长|队\s+员|总\s+指\s*挥|总\s*指\s+挥|指\s+挥|联\s*络\s+员|联\s+络\s*员|负\s+责\s*人|主\s+任"
)
_NOT_HOLDER = re.compile(r"^(?:.*(?:成立|以|由)(?=.{2}))?(?:.*为副?(?:总?指挥长?|组长|队长|主任)[、,])?")
_OFTEN_A_BLANK = re.compile(r"(?:负责人|责任人|联系人|联络人|记录员|报告人|值班员|主任)$")
_LEADER = re.compile(r"(?:组长|总?指挥长?|队长)\s*(?:由|为|[:])|为副?(?:组长|总?指挥长?|队长)")
_NEEDS = {  # signs without one of which a form can't be there: most sentences hold none, and are passed over quickly
    "with deputy": ";",
    "colon": ":",
    "space": " ",
    "role by": "任兼",
    "by holder": "任兼为",
    "as members": "任为",
    "as list": "为包有",
    "made of": "成",
    "beside": "长挥员人任导",
    "bracket": "(",
}
_HEADS_COLUMN = re.compile(r"(?:名称|姓名|电话|时间|日期|地点|方式)$")
_LONGEST_NAME = 10
_SIGN = r"[^\s:,;。、|()由]"
_PREFIX = rf"{_SIGN}{{0,12}}?"
_HOLDER = r"[^,。;:()\s]"
_NOT_ROLES = re.compile(r"班主任|级主任|教研组长|年级组长|备课组长|机长|家庭成员|班子成员|小组成员单位")
_POST = re.compile(
    r"(?!(?:.*办公室)?(?:常务)?副?主任$).*主任$"
)  # a post or a name; 主任 alone and 办公室主任 are roles


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    words = vocabulary().roles
    head = f"{words.before}{{0,2}}(?:{words.heads})"
    any_role = f"(?:{head}|{words.before}?(?:{words.members}))"
    strict = f"{words.before}{{0,2}}(?:{words.heads})"
    return {
        "with deputy": re.compile(
            r"^(?P<role>[^:;。,]{2,16}):(?P<holder>[^:;。]{1,40};(?:替补|后备|代理人|[AB]岗)[^:。]{0,4}:[^。;]{1,60})(?:。职责:(?P<duties>.+))?"
        ),
        "colon": re.compile(
            rf"(?:^|(?<=[\s;:。,、|()]))(?P<role>{_PREFIX}{any_role})(?:名单|安排)?(?:\([^()]{{0,14}}\))?\s*:\s*"
            rf"(?P<holder>(?:(?![\s,、]{_PREFIX}{any_role}(?:\([^()]{{0,14}}\))?\s*:)[^;。])*)"
        ),
        "space": re.compile(rf"^(?P<role>{_PREFIX}{any_role})(?:\([^()]{{0,10}}\))?\s+(?P<holder>[^,。;:]{{1,80}})$"),
        "role by": re.compile(
            rf"(?P<role>{_PREFIX}{strict}|{words.before}?(?:{words.members}))\s*(?:[一二两三四五六\d若干]+[名人],?)?(?:分别|暂)?(?:由|为)(?P<holder>[^。;:]{{1,60}}?)(?:担任|兼任|出任|兼|(?<!主)任(?![务何职教命意]))"
        ),
        "by holder": re.compile(
            rf"(?:^|[由以,。;、:\s])(?P<holder>{_HOLDER}{{1,24}}?)(?:同志)?(?:兼任|担任|兼|(?<!主)任|为)(?P<role>{_SIGN}{{0,8}}?{strict})(?=[,。;、)\s的]|$)"
        ),
        "as members": re.compile(rf"(?P<holder>{_HOLDER}{{2,40}}?)(?:等)?(?:为|(?<!主)任|担任)(?P<role>{words.before}?(?:{words.members}))(?=[,。;、)\s的]|$)"),
        "as list": re.compile(rf"(?:^|(?<=[,;。、]))(?P<role>{words.before}?(?:{words.members}))(?:为|包括|有)(?P<holder>[^。;]{{2,80}})"),
        "made of": re.compile(rf"(?P<role>{words.before}?(?:{words.members}))由(?P<holder>[^。;:]{{2,80}}?)(?:组成|构成)"),
        "beside": re.compile(
            rf"(?:^|(?<=[:,;。()\s]))(?P<role>{_PREFIX}{any_role})(?P<holder>[{words.surnames}][\u4e00-\u9fff*]{{1,2}})(?=[,;。()、\s]|$)"
        ),
        "bracket": re.compile(rf"(?P<holder>[\u4e00-\u9fff*]{{1,4}})\s*\((?P<role>(?:兼)?{strict})\)"),
        "cell": re.compile(rf"{_PREFIX}{any_role}"),
        "in cell": re.compile(rf"(?P<role>{_PREFIX}{any_role})(?:\s*:\s*|\s+)(?P<holder>[^,。;:\s]{{2,12}}(?:、[^,。;:\s]{{2,12}})*)"),
        "bare": re.compile(any_role),
    }  # fmt: skip


def roles(paragraphs: list[list[Line]]) -> list[FoundRole]:
    """The roles in the paragraphs of one plan, each at the line in which it is named."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    found: list[FoundRole] = []
    for paragraph in paragraphs:
        if not paragraph[0].row and "\t" not in paragraph[0].text:
            led = bool(found) and paragraph[0].number - found[-1].line <= 2
            found += _in_paragraph(paragraph, led=led)
    found += _in_tables(lines)
    out: dict[tuple[int, str, str], FoundRole] = {}
    for role in sorted(found, key=lambda one: one.line):
        out.setdefault((role.line, role.role, role.holder), role)
    first: dict[str, FoundRole] = {}
    for role in out.values():
        if role.holder:
            first.setdefault(role.role, role)
    return [role for role in out.values() if not _is_order(role, first.get(role.role, role))]


def _is_order(role: FoundRole, first: FoundRole) -> bool:
    """What somebody does who was named before: a sentence, and no names; or who was named with deputy or duties, once for all."""
    if first.line >= role.line:
        return False
    is_sentence = any(len(piece) > _LONGEST_NAME for piece in re.split(r"[、,;\s]", role.holder))
    return is_sentence or bool(first.duties) or ";" in first.holder


def _in_paragraph(paragraph: list[Line], *, led: bool) -> Iterator[FoundRole]:
    """`led`: who leads stands right above, so that a list of members here is one of that group."""
    pieces = [_squeezed(line.text if place else line.matter) for place, line in enumerate(paragraph)]
    ends = list(accumulate(map(len, pieces)))
    text = "".join(pieces)
    taken: list[tuple[int, int]] = []
    for form, rule in _forms().items():
        if not any(sign in text for sign in _NEEDS.get(form, "")):
            continue
        for found in rule.finditer(text):
            span = found.span("role")
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            holder = found["holder"].strip()
            if text[max(span[0] - 1, 0)] == "(":
                holder = holder.partition(")")[0]
            role = re.sub(r"^(?:的|和|及|与|并|其中|由)|\s", "", found["role"])
            if form != "with deputy" and not _holds(form, role, holder, text, led=led):
                continue
            taken.append(span)
            at = next(place for place, end in enumerate(ends) if span[0] < end)
            duties = found["duties"] if form == "with deputy" else None
            if form == "with deputy":
                taken.append((0, len(text)))
            yield FoundRole(
                role,
                _NOT_HOLDER.sub("", holder).strip(" 、,"),
                paragraph[at].number,
                duties=tuple(filter(None, (duties or "").split(";"))),
            )


def _squeezed(text: str) -> str:
    """组 长 as 组长."""
    return _SPACED.sub(lambda spaced: re.sub(r"\s+", "", spaced[0]), text)


def _holds(form: str, role: str, holder: str, text: str, *, led: bool) -> bool:
    words = vocabulary().roles
    if _NOT_ROLES.search(role):
        return False
    if form in ("made of", "as list"):
        return led or bool(_LEADER.search(text))
    if form in ("colon", "space") and _POST.match(role):
        return False
    if role == "联系人" and "电话" in text:
        return False
    if form == "colon":
        if holder.endswith("!"):
            return False  # what somebody says in a drill
        return not words.not_names.match(holder) and bool(holder or not _OFTEN_A_BLANK.search(role))
    if form == "space":
        tokens = holder.split()
        if role in words.table_headings and any(token in words.table_headings for token in tokens):
            return False
        return all(len(token) <= 12 for token in tokens) and not words.not_names.match(holder)
    if form == "by holder" and "责任人" in role:
        return False
    return not re.search(r"组织|不|没有|应当", holder) if form in ("by holder", "as members") else True


def _in_tables(lines: list[Line]) -> Iterator[FoundRole]:
    """A cell that is a role and nothing else, beside a cell that says who; or both in one cell."""
    words = vocabulary().roles
    for row in _rows(lines):
        texts = [_squeezed(text.strip()) for _number, text in row]
        if sum(text in words.table_headings or bool(_HEADS_COLUMN.search(text)) for text in texts) >= 2:
            continue
        for place, ((number, _text), text) in enumerate(zip(row, texts, strict=True)):
            name, holder = text.rstrip(":"), ""
            if _forms()["cell"].fullmatch(name):
                others = [other for at, other in enumerate(texts) if other and at != place]
                holder = next((other for other in texts[place + 1 :] if other), others[0] if others else "")
            elif both := _forms()["in cell"].fullmatch(text):
                name, holder = both["role"], both["holder"]
            if not holder or _NOT_ROLES.search(name) or _POST.match(name):
                continue
            if not _forms()["bare"].fullmatch(holder) and not words.not_names.match(holder):
                yield FoundRole(name, holder, number)


def _rows(lines: list[Line]) -> Iterator[list[tuple[int, str]]]:
    """The rows of Word's tables, of Markdown's, and of lines that are parted by tabs."""
    row: list[tuple[int, str]] = []
    at = 0
    for line in lines:
        if line.row and "|" in line.text[1:]:
            yield [(line.number, cell) for cell in line.text.strip("|").split("|")]
        elif line.row:
            if line.row != at and row:
                yield row
                row = []
            at = line.row
            row.append((line.number, line.text))
        elif "\t" in line.text:
            yield [(line.number, cell) for cell in line.text.split("\t")]
    if row:
        yield row
