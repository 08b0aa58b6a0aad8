"""What is to be done and by whom; what starts it; at which level; whom to ring; what the paper rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.plans.schema import PartName

from .lines import Line
from .titles import Heading
from .understood import (
    Citation,
    FoundContact,
    FoundLevel,
    FoundLimit,
    FoundRole,
    FoundStep,
    FoundTrigger,
    Lines,
    Section,
)

_DONE: frozenset[PartName] = frozenset(
    {"response", "reporting", "evacuation", "medical", "recovery", "aftercare", "drill", "duties", "prevention"}
)
_DOER = re.compile(
    r"(?:^|[,。;])(?P<doer>[^,。;:的]{2,16}?)(?:应当|应该|应|必须|须|需|要|负责|立即|及时|迅速|马上|第一时间|组织|带领|协助|安排|通知|拨打|赶赴|到达|切断)"
)
_AT_ONCE = re.compile(r"立即|及时|迅速|马上|第一时间")
_COLON = re.compile(r"(?P<doer>[^,。;:]{2,14}):\s*\S")
_TRIGGER = re.compile(
    r"(?:[^,。;]{2,40}(?:时|后|的|情况|事件|事故|预警)[,]?)?[^,。;]{0,20}启动[^,。;]{0,24}(?:预案|响应|程序|机制)"
)
_NO_TRIGGER = re.compile(r"(?:宣布|决定)?(?:终止|结束|停止)")
_RANKS = (
    (re.compile(r"特别重大|[(]?(?:Ⅰ|I|一)\s*级(?!以)|红色"), 1),
    (re.compile(r"(?<!特别)重大|(?<![IVⅠⅤ])(?:Ⅱ|II|二)\s*级|橙色"), 2),
    (re.compile(r"较大|(?:Ⅲ|III|三)\s*级|黄色"), 3),
    (re.compile(r"一般(?:突发)?(?:事件|事故|级)|(?:Ⅳ|IV|四)\s*级|蓝色"), 4),
)
_LEVEL = re.compile(
    r"(?:(?:Ⅰ|Ⅱ|Ⅲ|Ⅳ|IV|I{1,3}|[一二三四])\s*级|(?:特别重大|重大|较大|一般)(?:突发)?(?:事件|事故)|[红橙黄蓝]色预警)"
)
_LEVEL_LINE = re.compile(
    r"(?P<title>[^。:]{2,40})。启动条件:(?P<begins>[^:]+?)(?:。结束条件:(?P<ends>[^:]+?))?(?:。决定人:(?P<by>[^:()]+))?(?:\([^()]*\))?"
)
_BLANK = re.compile(r"(?P<name>[^。:]{2,30}):_{2,}(?:\((?P<what_for>.+)\))?")
_PHONE = re.compile(
    r"(?<![\d.])(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}(?:-\d{1,5})?|[2-8]\d{6,7}(?:-\d{1,5})?|400[- ]?\d{3}[- ]?\d{4}|"
    r"110|119|120|122|999|114|12\d{3}|95\d{3,6})(?![\d.年月日])"
)
_UNITS_AFTER = re.compile(r"\s*(?:人|元|米|名|个|万|份|台|套|分钟|小时|天|℃|度|公里|%|平方|[-~—至]\d)")
_NAME_BEFORE = re.compile(
    r"([^\s,。;:、()|]{2,20}?)\s*(?:\([^()]*\))?\s*(?:(?:联系|值班|报警|急救|办公|应急)?(?:电话|号码|热线))?\s*[:(]?\s*$"
)
_BY_ROLE = 5  # so many steps that begin with who does them show that the paper says its steps so
_KNOWN = {"110": "公安报警", "119": "火警", "120": "医疗急救", "122": "交通事故报警", "12345": "政务服务便民热线"}
_TITLE = re.compile(r"《([^《》]{3,60})》(?:\s*\(([^()]{2,30})\))?")
_IS_PAPER = re.compile(r"法|条例|办法|规定|预案|通知|意见|规范|标准|准则|制度|细则|方案|规程|指南|纲要|决定")


def steps(
    paragraphs: list[list[Line]],
    headings: list[Heading],
    places: dict[int, Section],
    limits: list[FoundLimit],
    roles: list[FoundRole],
) -> list[FoundStep]:
    """What is to be done: each paragraph of a part that says so, but for headings and bare lists of names. Where a paper says its
    steps by role ("门卫：打开大门"), these are the steps, and the other paragraphs are rules.

    `places`: the innermost section of each line.
    """
    minutes: dict[int, list[int]] = {}
    for limit in limits:
        if limit.minutes is not None:
            minutes.setdefault(limit.line, []).append(limit.minutes)
    taken = {heading.line.number for heading in headings}
    out = []
    for paragraph in paragraphs:
        first, last = paragraph[0].number, paragraph[-1].number
        section = places.get(first)
        matter = paragraph[0].matter if first in taken else paragraph[0].rest
        text = "".join(line.text if place else matter for place, line in enumerate(paragraph)).strip()
        heading = first in taken and matter in ("", paragraph[0].rest)
        if section is None or section.part not in _DONE or heading or len(text) < 6 or paragraph[0].row:
            continue
        within = [one for line in range(first, last + 1) for one in minutes.get(line, [])]
        out.append(FoundStep(text, _doer(text), section.part, Lines(first, last), min(within, default=None)))
    names, named_at = {role.role for role in roles}, {role.line for role in roles}
    by_role = [
        one for one in out
        if one.part != "duties" and one.lines.first not in named_at
        and (found := _COLON.match(one.text)) and found["doer"] in names
    ]  # fmt: skip
    return by_role if len(by_role) >= _BY_ROLE and len({one.doer for one in by_role}) > 1 else out


def _doer(text: str) -> str:
    for rule in (_COLON, _DOER):
        found = rule.search(text)
        if found and not _AT_ONCE.fullmatch(found["doer"]) and (rule is not _COLON or found.start() == 0):
            return re.sub(r"^(?:由|请|各|并|同时|如|若|一旦)(?=.{2})", "", found["doer"]).strip()
    return ""


def triggers(lines: list[Line], places: dict[int, Section], levels: list[FoundLevel]) -> list[FoundTrigger]:
    """Sentences that start the plan, and the items of a part that says when it starts; where they name a level, these alone."""
    titles = {level.title for level in levels}
    leveled = [
        FoundTrigger(line.rest[: -len(title) - 1], line.number, title)
        for line in lines for title in titles
        if line.rest.endswith(f":{title}") and (section := places.get(line.number)) and section.part == "triggers"
    ]  # fmt: skip
    if len(leveled) > 1:
        return leveled
    out = []
    for line in lines:
        section = places.get(line.number)
        listed = section is not None and section.part == "triggers" and line.number != section.lines.first
        found = _TRIGGER.search(line.text)
        if listed and line.text:
            out.append(FoundTrigger(line.rest, line.number))
        elif found and not _NO_TRIGGER.search(found[0]):
            out.append(FoundTrigger(found[0].strip(), line.number))
    return out


def levels(lines: list[Line]) -> list[FoundLevel]:
    """The levels that a paper names in headings or at the head of a line, each once; what stands below is when it begins."""
    if printed := _printed_levels(lines):
        return printed
    out: dict[int, FoundLevel] = {}
    for index, line in enumerate(lines):
        found = _LEVEL.search(line.rest[:16])
        if found is None or len(line.rest[: found.start()]) > 4:
            continue
        rank = next((rank for words, rank in _RANKS if words.search(found[0])), 0)
        if not rank or rank in out:
            continue
        title = re.split(r"[:,。]", line.rest, maxsplit=1)[0][:40]
        begins = line.rest[len(title) :].strip(" :,。")
        last = line.number
        if not begins and index + 1 < len(lines) and lines[index + 1].text:
            begins, last = lines[index + 1].rest, lines[index + 1].number
        out[rank] = FoundLevel(rank, title, begins, Lines(line.number, last))
    return [out[rank] for rank in sorted(out)] if len(out) > 1 else []


def _printed_levels(lines: list[Line]) -> list[FoundLevel]:
    """Levels that say one behind the other when they begin and end, and who decides."""
    found = [(line, said) for line in lines if (said := _LEVEL_LINE.fullmatch(line.rest))]
    return [
        FoundLevel(
            rank, said["title"], said["begins"], Lines(line.number, line.number), said["ends"] or "", said["by"] or ""
        )
        for rank, (line, said) in enumerate(found[:4], 1)
    ]


def contacts(lines: list[Line]) -> list[FoundContact]:
    """Telephone numbers with the name before them, each once: where a list says whose it is, rather than where it is to be rung."""
    out: dict[str, FoundContact] = {}
    for one in _numbers(lines):
        before = out.get(one.number or one.name)
        if before is None or (one.what_for and not before.what_for):
            out[one.number or one.name] = one
    return sorted(out.values(), key=lambda one: one.line)


def _numbers(lines: list[Line]) -> Iterator[FoundContact]:
    for index, line in enumerate(lines):
        if blank := _BLANK.fullmatch(line.rest):
            yield FoundContact(blank["name"], "", line.number, blank["what_for"] or "")
        for found in _PHONE.finditer(line.text):
            if _UNITS_AFTER.match(line.text[found.end() :]):
                continue
            number = re.sub(r"[ ]", "", found[0])
            name = _NAME_BEFORE.search(line.text[: found.start()].rstrip("|/ "))
            said = name[1] if name else ""
            if not said and line.row:
                said = next((one.text for one in reversed(lines[:index]) if one.row == line.row and one.text), "")
            if listed := re.fullmatch(rf"([^。:]{{2,30}}):{re.escape(found[0])}\((.+)\)", line.rest):
                yield FoundContact(listed[1], number, line.number, listed[2])
            else:
                yield FoundContact(_KNOWN.get(number) or said, number, line.number)


def citations(lines: list[Line]) -> Iterator[Citation]:
    """Laws, rules and papers between title marks."""
    for line in lines:
        for found in _TITLE.finditer(line.text):
            if _IS_PAPER.search(found[1]):
                yield Citation(found[1], found[2] or "", line.number)
