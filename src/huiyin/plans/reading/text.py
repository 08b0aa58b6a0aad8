"""What was read from a file: its lines, and what the file itself said about each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["docx", "pdf", "md", "txt"]


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file as everybody counts them, from 1; they stand as they stood, never joined or mended.

    In Word every paragraph is a line, an empty one and that of a table's cell too, row by row; a merged cell stands once,
    and a break inside a paragraph stays in its line as a newline. `numbers`, `outline` and `rows` run beside `lines`.
    """

    name: str
    format: Format
    lines: tuple[str, ...]
    numbers: tuple[str, ...]
    """The number that Word draws before the line and that stands in no text; empty where there is none."""
    outline: tuple[int, ...]
    """1 to 9 where a style of Word or a mark of Markdown makes the line a heading of that depth; otherwise 0."""
    rows: tuple[int, ...]
    """Which row of a table the line belongs to, counted through the file from 1; 0 outside of tables."""
    bold: frozenset[int] = frozenset()
    """Numbers of lines that are bold throughout."""
    encoding: str = ""
    """As found or named; empty for Word and PDF."""
    damaged: tuple[int, ...] = ()
    """Lines with bytes that the encoding does not know; each such byte reads U+FFFD."""
    margins: frozenset[int] = frozenset()
    """Numbers of lines that stand at the head or foot of the pages of a PDF and come again on most: they part no paragraph."""
    notes: frozenset[int] = frozenset()
    """Numbers of lines that stand beside the text of a Word file: footnotes, endnotes, what the heads and feet of pages say."""
    silent_pages: tuple[int, ...] = ()
    """Pages of a PDF without any text: pictures, which nobody has read."""

    def line(self, number: int) -> str:
        """The line as it stands, without an automatic number."""
        return self.lines[number - 1]

    def printed(self, number: int) -> str:
        """The line as it is seen on paper: with the number that Word draws."""
        return self.numbers[number - 1] + self.lines[number - 1]
