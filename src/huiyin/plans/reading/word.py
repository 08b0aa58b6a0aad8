"""The paragraphs of a Word file in the order of the document: those of tables, fields, boxes and tracked insertions too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from django.utils.translation import gettext as _
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from huiyin.kernel.errors import BadInput

from . import margins
from .limits import MOST_CHARACTERS, MOST_LINES, MOST_PARTS, MOST_RATIO, MOST_UNPACKED, too_large
from .numbering import Numbering
from .styles import Styles
from .text import Text

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delText"), f"{_MC}Fallback"}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): "\t"}
_PARAGRAPH, _TABLE, _BOX = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
_CELL, _ROW = qn("w:tc"), qn("w:tr")


@dataclass(slots=True)
class _Line:
    text: str
    number: str = ""
    outline: int = 0
    row: int = 0
    bold: bool = False


class _Reader:
    """One pass through the document."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.lines: list[_Line] = []
        self.row = 0
        self._size = 0

    def blocks(self, parent: Element, row: int = 0) -> None:
        """Every paragraph below `parent`; tables row by row."""
        for child in parent.iterchildren():
            if child.tag == _PARAGRAPH:
                self._paragraph(child, row)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag not in _GONE:
                self.blocks(child, row)

    def notes(self, document: docx.document.Document) -> frozenset[int]:
        """Footnotes and endnotes behind the text, then what heads and feet of pages say beyond it. Numbers of these lines."""
        body = len(self.lines)
        said = {line.text.strip() for line in self.lines}
        for kind in ("footnotes", "endnotes", "header", "footer"):
            for part in _parts(document, kind):
                start = len(self.lines)
                for note in part.iterchildren() if kind.endswith("notes") else (part,):
                    if note.get(qn("w:type"), "normal") == "normal":
                        self.blocks(note)
                new = [line for line in self.lines[start:] if line.text.strip() not in said | {""}]
                del self.lines[start:]
                self.lines += [line for line in new if not margins.is_page_number(margins.shape(line.text))]
                said |= {line.text.strip() for line in new}
        return frozenset(range(body + 1, len(self.lines) + 1))

    def _table(self, table: Element) -> None:
        for row in _inside(table, _ROW):
            self.row += 1
            number = self.row
            for cell in _inside(row, _CELL):
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
                    continue  # the cell above goes on here
                self.blocks(cell, number)

    def _paragraph(self, paragraph: Element, row: int) -> None:
        boxes: list[Element] = []
        text = "".join(_text(paragraph, boxes))
        look = self.styles.look(paragraph)
        number = ""
        if look.num:
            depth = look.depth if look.depth is not None else self.numbering.depth_of_style(look.num, look.style)
            number = self.numbering.next(look.num, depth) if text.strip() or not boxes else ""
        self.lines.append(_Line(text, number, look.outline, row, bool(text.strip()) and look.bold))
        self._size += len(text)
        if len(self.lines) > MOST_LINES or self._size > MOST_CHARACTERS:
            raise OverflowError
        for box in boxes:
            self.blocks(box, row)


def read(content: bytes, name: str) -> Text:
    """The lines of a Word file. Raises `BadInput` for one that is damaged, locked, no Word file, or far too large."""
    try:
        _check(content, name)
        document = docx.Document(io.BytesIO(content))
        styles = Styles(_part(document, "styles"))
        numbering = Numbering.of(_part(document, "numbering"), styles.nums)
        reader = _Reader(styles, numbering)
        reader.blocks(document.element.body)
        notes = reader.notes(document)
    except BadInput:
        raise
    except OverflowError as error:
        raise too_large(name) from error
    except (zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, NotImplementedError) as error:
        raise _damaged(name) from error  # a SyntaxError is what lxml raises on broken XML
    except (RuntimeError, KeyError, ValueError, AttributeError, OSError, TypeError, RecursionError) as error:
        raise _damaged(name) from error  # what python-docx raises on files that are put together wrongly
    lines = reader.lines
    return Text(
        name=name,
        format="docx",
        lines=tuple(line.text for line in lines),
        numbers=tuple(line.number for line in lines),
        outline=tuple(line.outline for line in lines),
        rows=tuple(line.row for line in lines),
        bold=frozenset(number for number, line in enumerate(lines, 1) if line.bold),
        notes=notes,
    )


def _check(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise too_large(name)
        if any(p.file_size > 1_000_000 and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts):
            raise too_large(name)
        if any(part.flag_bits & 1 for part in parts):
            raise BadInput(name, _("It is locked with a password."), _("Open it, and save it anew without a password."))
        if "word/document.xml" not in archive.namelist():
            raise BadInput(name, _("It is no Word file."), _("Give a .docx, .pdf, .md or .txt."))


def _part(document: docx.document.Document, kind: str) -> Element | None:
    return next(_parts(document, kind), None)


def _parts(document: docx.document.Document, kind: str) -> Iterator[Element]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            part = relation.target_part
            found: Element | None = getattr(part, "element", None)
            yield found if found is not None else parse_xml(part.blob)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through the wrappers that fields and tracked changes put around them."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in (_TABLE, _PARAGRAPH, _CELL, _ROW):
            yield from _inside(child, tag)


def _text(element: Element, boxes: list[Element]) -> Iterator[str]:
    """What is seen of a paragraph; text boxes that hang on it are put aside into `boxes`."""
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            if child.get(qn("w:type")) not in ("page", "column"):
                yield _SIGNS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _GONE:
            yield from _text(child, boxes)


def _damaged(name: str) -> BadInput:
    return BadInput(
        name, _("It is damaged or locked with a password."), _("Open it in Word, and save it anew as .docx.")
    )
