"""What the styles of Word add to a paragraph: its list, its depth as a heading, whether it is bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """Of one paragraph. `depth` is None where only a style names the list: then the list says which depth that style has."""

    style: str
    num: str
    depth: int | None
    outline: int
    bold: bool


class Styles:
    """The styles of one document."""

    def __init__(self, styles: Element | None) -> None:
        found = list(styles.iterchildren(qn("w:style"))) if styles is not None else []
        self._styles = {one.get(qn("w:styleId"), ""): one for one in found}
        self._default = next(
            (
                one.get(qn("w:styleId"), "")
                for one in found
                if one.get(qn("w:type")) == "paragraph" and one.get(qn("w:default")) in ("1", "true", "on")
            ),
            "",
        )
        self.nums = {
            key: num for key, one in self._styles.items() if (num := _value(one, "w:pPr/w:numPr/w:numId")) is not None
        }

    def look(self, paragraph: Element) -> Look:
        """Its list, heading depth and weight."""
        style = _value(paragraph, "w:pPr/w:pStyle") or self._default
        chain = list(self._chain(style))
        num, depth = _value(paragraph, "w:pPr/w:numPr/w:numId"), _value(paragraph, "w:pPr/w:numPr/w:ilvl")
        naming = ""
        if num is None:
            for key, one in chain:
                num = _value(one, "w:pPr/w:numPr/w:numId")
                if num is not None:
                    naming, depth = key, depth or _value(one, "w:pPr/w:numPr/w:ilvl")
                    break
        by_style = naming != "" and depth is None
        return Look(
            style=naming,
            num="" if num in (None, "0") else str(num),
            depth=None if by_style else _depth(depth),
            outline=self._outline(paragraph, chain),
            bold=self._bold(paragraph, chain),
        )

    def _chain(self, key: str) -> Iterator[tuple[str, Element]]:
        """The style and those on which it is based; files that go in circles end."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = _value(self._styles[key], "w:basedOn") or ""

    def _outline(self, paragraph: Element, chain: list[tuple[str, Element]]) -> int:
        for element in (paragraph, *(one for _key, one in chain)):
            told = _value(element, "w:pPr/w:outlineLvl")
            if told is not None:
                return _depth(told) + 1 if _depth(told) < 9 else 0
        for _key, one in chain:
            if heading := _HEADING.match((_value(one, "w:name") or "").strip()):
                return int(heading[1])
        return 0

    def _bold(self, paragraph: Element, chain: list[tuple[str, Element]]) -> bool:
        """Every run with text is bold, of itself or by its style."""
        of_style = next(
            (told for _key, one in chain if (told := _on(one.find(f"{qn('w:rPr')}/{qn('w:b')}"))) is not None), False
        )
        seen = False
        for run in paragraph.iter(qn("w:r")):
            if not any((text.text or "").strip() for text in run.iterchildren(qn("w:t"))):
                continue
            told = _on(run.find(f"{qn('w:rPr')}/{qn('w:b')}"))
            if not (of_style if told is None else told):
                return False
            seen = True
        return seen


def _value(element: Element, path: str) -> str | None:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else str(found.get(qn("w:val"), ""))


def _on(element: Element | None) -> bool | None:
    if element is None:
        return None
    return element.get(qn("w:val"), "1") not in ("0", "false", "off")


def _depth(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
