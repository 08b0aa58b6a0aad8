"""The lines of a text, looked at one by one: what number each begins with, whether it ends a sentence, goes on, signs or dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from huiyin.plans.reading import Text

from .markers import Marker, marker
from .plain import plain

_BEFORE = re.compile(r"[\s>]*(?:#{1,6}\s+)?(?:[-*+]\s+(?=\S))?(?:\*\*|__)?\s*")
_AFTER = re.compile(r"(?:\*\*|__)?\s*$")
_END = re.compile(r"[。;!?:.…][”\"')》」]*$")
_DATE = re.compile(
    r"\(?\s*(?:\d{4}|[二一][〇零O0oΟ○一二三四五六七八九\d]{3})\s*[年.\-/]\s*[\d一二三四五六七八九十xX*某]{1,3}\s*[月.\-/]?(?:\s*[\d一二三四五六七八九十廿xX*某]{0,3}\s*[日号]?)?\s*\)?(?:印发|发布|制定|修订|起草)?\)?$"
)
_SIGNER = re.compile(
    r"[^,。;:!?、()]{0,24}(?:学|校|中学|小学|[一二三四五六七八九十]中|公司|局|处|办公室|委员会|政府|幼儿园|院|中心|办|组|部|队|会|厂|室|站|所|指挥部)(?:\s*\(?(?:公章|盖章|印章?|章)\)?)?$"
)
_ROLE_START = re.compile(r"[^,。;:]{0,12}(?:组\s*长|指\s*挥|成\s*员|组\s*员|联络员|负责人|主\s*任)\s*[:]")
_OPEN = re.compile(r"[《“(\[][^》”)\]]*$")
IN_BRACKETS = re.compile(r"【([^】]{2,20})】")
_GAP = re.compile(r"\S(?:\s{2,}|\t)(?=\S)")
SENTENCE_WIDTH = 18
LONGEST = 1500  # signs of a line, and of a paragraph, in which something is looked for; no plan writes longer ones


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is the printed line in plain form, without marks of Markdown; `rest` without its number."""

    number: int
    text: str
    marker: Marker | None
    outline: int = 0
    row: int = 0
    bold: bool = False
    margin: bool = False
    """It stands at the head or foot of a page, between two lines of the text; `text` is empty."""
    goes_on: bool = False
    """The next line is the rest of this paragraph."""

    @property
    def rest(self) -> str:
        return self.marker.rest if self.marker else self.text

    @property
    def matter(self) -> str:
        """What is said in it, without its number and what stands in 【】 before it."""
        return IN_BRACKETS.sub("", self.rest, count=1).strip() if self.rest.startswith("【") else self.rest

    @property
    def ends_sentence(self) -> bool:
        """It ends in a sign that ends sentences; a colon is one."""
        return bool(_END.search(self.text))

    @property
    def in_columns(self) -> bool:
        """A row of a table, or words parted by gaps as in one."""
        return bool(self.row) or len(_GAP.findall(self.text)) >= 2

    @property
    def is_date(self) -> bool:
        return len(self.text) <= 24 and bool(_DATE.match(self.text))

    @property
    def may_sign(self) -> bool:
        """It looks like the name of a body, as it stands under a paper."""
        return self.marker is None and len(self.text) <= 26 and bool(_SIGNER.fullmatch(self.text))


def look(text: Text) -> list[Line]:
    """Every line of the file, the empty ones too."""
    out = []
    for index, original in enumerate(text.lines):
        margin = index + 1 in text.margins
        printed = "" if margin else plain((text.numbers[index] + original)[:LONGEST]).strip()
        bare = printed
        if text.format == "md" or printed.startswith(("#", ">")):
            bare = _AFTER.sub("", _BEFORE.sub("", printed, count=1))
        row = text.rows[index]
        out.append(
            Line(
                number=index + 1,
                text=bare,
                marker=marker(bare) if not (row and text.format == "md") else None,
                outline=text.outline[index],
                row=row,
                bold=index + 1 in text.bold,
                margin=margin,
            )
        )
    return out


def _width(lines: list[Line]) -> int:
    """How wide the lines of a text with hard breaks are; 0 where each paragraph is one line."""
    long = [line for line in lines if len(line.text) >= SENTENCE_WIDTH and not line.in_columns]
    broken = [line for line in long if not line.ends_sentence]
    if len(broken) < 3 or len(broken) < len(long) * 0.3:
        return 0
    width = sorted((len(line.text) for line in long), reverse=True)[len(long) // 10]
    full = [line for line in broken if width * 0.75 <= len(line.text) <= width * 1.1]
    return width if width <= 80 and len(full) * 10 >= len(broken) * 6 else 0


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """The next line is the rest of this paragraph, broken where the page ended or where somebody pressed Enter."""
    if not line.text or not after.text or line.in_columns or after.in_columns or line.outline or after.outline:
        return False
    if after.marker is not None or IN_BRACKETS.match(after.text):
        return False
    if _OPEN.search(line.text) and len(line.text) >= SENTENCE_WIDTH:
        return True
    if line.ends_sentence or after.is_date or _ROLE_START.match(after.text) or line.is_date:
        return False
    if line.text[-1] in ",、" and len(line.text) >= 8:
        return True
    return bool(width) and len(line.text) >= width * 0.8 and not (after.may_sign and len(after.text) < width * 0.6)


def with_breaks(lines: list[Line]) -> list[Line]:
    """The same lines; those that go on in the next one say so."""
    inside = [line for line in lines if not line.margin]
    width = _width(inside)
    on = {line.number: _goes_on(line, following, width) for line, following in pairwise(inside)}
    out: list[Line] = []
    for line in lines:
        before = bool(out) and out[-1].goes_on
        out.append(replace(line, goes_on=before if line.margin else on.get(line.number, False)))
    return out


class Around:
    """What stands around each line that says something: the line before it, the one after it, and how many below it. By number."""

    def __init__(self, lines: list[Line]) -> None:
        said = [line for line in lines if line.text]
        self.after = {line.number: following for line, following in pairwise(said)}
        self.before = {line.number: earlier for earlier, line in pairwise(said)}
        self.below = {line.number: len(said) - place for place, line in enumerate(said, 1)}


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines that belong to one paragraph together; an empty line is a paragraph of its own."""
    out: list[list[Line]] = []
    size = 0
    for line in lines:
        joins = bool(out) and out[-1][-1].goes_on and out[-1][-1].number == line.number - 1
        if joins and size + len(line.text) <= LONGEST:
            out[-1].append(line)
            size += len(line.text)
        else:
            out.append([line])
            size = len(line.text)
    return out
