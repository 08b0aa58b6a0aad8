"""The numbers before headings and items, in every style that offices use, the damaged ones too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal[
    "chapter", "section", "article", "stage", "formal", "cn", "cn-paren", "dec", "dec2", "dec3", "dec-paren", "dec-half", "circled", "letter",
    "annex", "bullet",
]  # fmt: skip

_CN = "一二三四五六七八九十百零〇两"
_FIGURES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾", "一二三三四五六七八九十")  # 參 is 叁 in traditional papers
_NO_UNIT = (  # 3.2 米 is a length; 3.2 分级响应 is a heading, though 分 is a unit too
    r"(?!年(?!度)|月|日(?!常|程)|号|时(?!间|限|段)|分(?!级|工|类|析|布|组|管|阶|段|步|别|区)|秒|点(?!名)|[%°℃度米元万、.\d]|名(?!称|词|单)|"
    r"人(?!员|数|力|身|为|群|工)|个(?!人|案)|位(?!置)|天(?!气)|次(?!生)|岁|级(?!别)|周(?!边|密|知)|层(?!级)|楼(?!层|道|梯|宇)|班(?!级|主任|车)|"
    r"届|条(?!件|例)|款|项(?!目)|台(?!风|账)|辆|套|部(?!门|署|位))"
)
_NO_SERIES = rf"(?![{_CN}]{{1,2}}[、]?[{_CN}]?\s*(?:年级|年段|年|班|楼|层|中|小|号|组|队|区|村|幼))"  # 一、二年级
_RULES: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第\s*([{_CN}\d]{{1,4}})\s*(?:章|编|部分|篇)[\s、:.]*")),
    ("section", re.compile(rf"第\s*([{_CN}\d]{{1,4}})\s*节[\s、:.]*")),
    ("article", re.compile(rf"第\s*([{_CN}\d]{{1,4}})\s*条(?:之[{_CN}]{{1,2}})?(?![款、和的第至])[\s:]*")),
    ("stage", re.compile(rf"第\s*([{_CN}\d]{{1,3}})\s*(?:阶段|步骤|步|环节)[\s、:.(]*")),
    ("annex", re.compile(rf"附\s*(?:件|表|录|图)?\s*([{_CN}\d]{{0,2}})\s*[:.、](?!\d)\s*|附\s*(?:件|表|录|图)\s*([{_CN}\d]{{0,2}})(?=\s|$)\s*")),
    ("dec3", re.compile(r"(\d{1,2}(?:\.\d{1,2}){2,4})(?:[.、\s]+|(?=[^\d\W]))" + _NO_UNIT)),
    ("dec2", re.compile(r"(\d{1,2}\.\d{1,2})(?:[.、\s]+|(?=[^\d\W]))" + _NO_UNIT)),
    ("dec", re.compile(r"(\d{1,2})\s*[.、]+\s*(?!\d)|(\d{1,2}),\s*(?=[^\d\s])|(\d{1,2})\s+" + _NO_UNIT + r"(?=[^\W\da-zA-Z])")),
    ("dec-paren", re.compile(r"\(\s*(\d{1,2})\s*\)[、.:]?\s*|([⑴-⒇])[、.]?\s*")),
    ("dec-half", re.compile(r"(\d{1,2})\)[、.]?\s*")),
    ("dec", re.compile(r"([⒈-⒛])\s*")),
    ("circled", re.compile(r"([①-⑳㉑-㉟])[、.]?\s*")),
    ("cn-paren", re.compile(rf"\(\s*([{_CN}—－ー]{{1,3}})\s*\)[、.:]?\s*|\(?([{_CN}]{{1,3}})\)[、.:]?\s*|([㈠-㈩])[、.]?\s*")),
    ("formal", re.compile(r"([壹贰叁参肆伍陆柒捌玖拾]{1,3})\s*[、.:]+\s*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})\s*[、.]+\s*{_NO_SERIES}|([{_CN}]{{1,3}})\s*[:,](?=\S)|([{_CN}]{{1,3}})\s{{1,4}}(?=\S{{2,30}}$)")),
    ("cn", re.compile(r"([—－ー-])\s*、\s*")),
    ("letter", re.compile(r"([A-Za-z])[.、)]\s*(?=[^\W\da-zA-Z])")),
    ("bullet", re.compile(r"([●◆■►▪·★☆※◇□▲→✓√*+-])\s*(?=[^\W\d_])")),
)  # fmt: skip
# "（一）" in GB code, read one byte too late: A3A8 D2BB A3A9 becomes …A3] [A8D2] [BBA3] [A9…; the sign before it is lost,
# and so on up to the next sign of one byte. What is left of the number still tells which it was.
_SHIFTED = re.compile(r"[?？\ufffd]+[。.]\s*")
_LEFT_OF_NUMBER = {"ㄒ": 1, "ǘ": 2, "ㄈ": 3, "ㄋ": 4, "ㄎ": 5, "ㄆ": 7, "ò": 8, "ň": 9, "ㄊ": 10}
_CN_WRITTEN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Marker:
    """`length` signs of the line belong to it; `rest` is what follows, mended where it was damaged."""

    style: Style
    value: int
    length: int
    rest: str
    damaged: bool = False

    @property
    def number(self) -> str:
        """What a damaged number was meant to be."""
        return f"（{_CN_WRITTEN[self.value - 1]}）" if 0 < self.value <= 10 else ""


def marker(line: str) -> Marker | None:
    """The number with which a plain line begins, if any."""
    for style, rule in _RULES:
        if found := rule.match(line):
            written = next((group for group in found.groups() if group), "")
            return Marker(style, value(written), found.end(), line[found.end() :])
    return _damaged(line)


def value(written: str) -> int:
    """二十一, 21, ㈢ or ③ as a figure; of 1.2 the last part; 0 where it is none."""
    if not written:
        return 0
    if written[-1].isdecimal():
        return int(re.split(r"\D+", written)[-1])
    if len(written) == 1:
        for first in "①⑴⒈㈠":
            if 0 <= ord(written) - ord(first) < 20:
                return ord(written) - ord(first) + 1
        if written in "—－ー-":
            return 1
        if written.isascii() and written.isalpha():
            return ord(written.lower()) - ord("a") + 1
    return chinese_value(written) or 0


def chinese_value(written: str) -> int | None:
    """十五, 二十四, 一百二十, 一五 as a figure; None where it is none."""
    written = written.translate(_FORMAL)
    if not written or any(sign not in _FIGURES and sign not in "十百" for sign in written):
        return None
    if "十" not in written and "百" not in written:
        return int("".join(str(_FIGURES[sign]) for sign in written))
    total, digit = 0, None
    for sign in written:
        if sign in "十百":
            total += (1 if digit is None else digit) * (10 if sign == "十" else 100)
            digit = None
        else:
            digit = _FIGURES[sign]
    return total + (digit or 0)


def _damaged(line: str) -> Marker | None:
    head = _SHIFTED.match(line)
    if head is None:
        return None
    shifted = re.match(r"[^\x00-\x7f]*", line[head.end() :])
    run = shifted[0] if shifted else ""
    number = _LEFT_OF_NUMBER.get(run[:1], 6 if run[:1] and "\u2500" <= run[0] <= "\u257f" else 0)
    if not number:
        return None
    mended = (b"\xa3" + run.encode("gb18030", "ignore")).decode("gb18030", "replace")
    rest = re.sub(r"^.{0,4}?\)|^\(.", "", mended.replace("（", "(").replace("）", ")"), count=1)
    tail = line[head.end() + len(run) :]
    return Marker("cn-paren", number, head.end(), re.sub("[?\ufffd]", "", rest + tail), damaged=True)
