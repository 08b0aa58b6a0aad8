"""The text of a PDF, line by line as it stands on the page. A page that is a picture has none, and we say so."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import pypdfium2
from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

from . import margins
from .limits import MOST_CHARACTERS, MOST_PAGES, too_large
from .text import Text

_one_at_a_time = threading.Lock()  # the library behind it is not made for threads
_LINES = re.compile(r"\r\n|\n|\r")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(content: bytes, name: str) -> Text:
    """The lines of a PDF. Raises `BadInput` where it is locked, damaged or without text."""
    with _one_at_a_time:
        pages = _pages(content, name)
    lines = [line for page in pages for line in page]
    starts = [0, *accumulate(map(len, pages))]
    at_edges = frozenset(starts[page] + place + 1 for page, place in _margins(pages))
    silent = tuple(number for number, page in enumerate(pages, 1) if not any(line.strip() for line in page))
    if len(silent) == len(pages):
        raise BadInput(
            name,
            _("This PDF holds pictures of pages and no text."),
            _("Give the file from which it was printed, or have its text recognised first."),
        )
    return Text(
        name=name,
        format="pdf",
        lines=tuple(lines),
        numbers=("",) * len(lines),
        outline=(0,) * len(lines),
        rows=(0,) * len(lines),
        margins=at_edges,
        silent_pages=silent,
    )


def _pages(content: bytes, name: str) -> list[list[str]]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise BadInput(
            name,
            _("It is locked with a password.") if locked else _("It is damaged."),
            _("Open it, and save it anew without a password."),
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise too_large(name)
        pages: list[list[str]] = []
        characters = 0
        for number in range(len(document)):
            pages.append(_lines(document[number]))
            characters += sum(map(len, pages[-1]))
            if characters > MOST_CHARACTERS:
                raise too_large(name)
        return pages
    except pypdfium2.PdfiumError as error:
        raise BadInput(name, _("It is damaged."), _("Open it, and save it anew.")) from error
    finally:
        document.close()


def _margins(pages: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Page and place of the lines at the edges of a page that stand, but for their figures, on most pages; and of page numbers."""
    edges = {
        (number, place): margins.shape(page[place])
        for number, page in enumerate(pages)
        for place in {*range(len(page))[: margins.EDGE], *range(len(page))[-margins.EDGE :]}
    }
    on_pages = Counter(line for _number, line in {(number, line) for (number, _place), line in edges.items()} if line)
    found = {
        at for at, line in edges.items() if on_pages[line] >= max(2, len(pages) * 0.6) or margins.is_page_number(line)
    }
    for number, place in found:
        last = len(pages[number]) - 1
        if place in (0, last) or (number, 0 if place < margins.EDGE else last) in found:
            yield number, place


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage().get_text_bounded()
    lines = [_NOT_TEXT.sub("", line) for line in _LINES.split(text)]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
