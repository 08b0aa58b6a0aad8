"""Reads a PDF as a screen reader and a checker would: text in order, tags, language, faces, what lies off the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

EDGE = 15  # points: nothing is printed nearer to the edge of the paper


@dataclass(frozen=True)
class Read:
    pages: int
    text: str
    tagged: bool
    language: str
    title: str
    structure: tuple[str, ...]
    fonts: dict[str, bool]
    off_the_page: int
    width: float

    @property
    def words(self) -> str:
        """Without spaces and ends of lines, which are the page's and not the letter's."""
        return squeezed(self.text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(content: bytes) -> Read:
    with pypdfium2.PdfDocument(content) as document:
        texts, structure, fonts, off = [], [], {}, 0
        for page in document:
            texts.append(page.get_textpage().get_text_range())
            off += _outside(page)
            structure += _tags(page)
            fonts.update(_fonts(page))
        return Read(
            pages=len(document),
            text="\n".join(texts),
            tagged=document.is_tagged(),
            language=_language(content),
            title=document.get_metadata_value("Title"),
            structure=tuple(structure),
            fonts=fonts,
            off_the_page=off,
            width=document[0].get_width(),
        )


def _language(content: bytes) -> str:
    found = re.search(rb"/Lang\s*\(([^)]*)\)", content)
    return found[1].decode() if found else ""


def _outside(page: pypdfium2.PdfPage) -> int:
    text, width, height = page.get_textpage(), page.get_width(), page.get_height()
    boxes = (text.get_charbox(place) for place in range(text.count_chars()))
    return sum(
        1
        for left, bottom, right, top in boxes
        if right > left and (left < EDGE or right > width - EDGE or bottom < EDGE or top > height - EDGE)
    )


def _tags(page: pypdfium2.PdfPage) -> Iterator[str]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from _below(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _below(element: object) -> Iterator[str]:
    if not element:
        return
    buffer = ctypes.create_string_buffer(200)
    length = raw.FPDF_StructElement_GetType(element, buffer, 200)
    yield buffer.raw[: max(length - 2, 0)].decode("utf-16-le")
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _below(raw.FPDF_StructElement_GetChildAtIndex(element, place))


def _fonts(page: pypdfium2.PdfPage) -> dict[str, bool]:
    found = {}
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        font = raw.FPDFTextObj_GetFont(thing)
        buffer = ctypes.create_string_buffer(200)
        raw.FPDFFont_GetBaseFontName(font, buffer, 200)
        found[buffer.value.decode(errors="replace")] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found
