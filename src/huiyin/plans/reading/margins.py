"""What stands at the head and foot of pages."""

from __future__ import annotations

import re

EDGE = 2  # so many lines at the head and at the foot of a page may be no text of it
_PAGE_NUMBER = re.compile(r"\W*第?0页?\W*(?:of|共)?\W*(?:0页?)?\W*", re.IGNORECASE)


def shape(line: str) -> str:
    """A line without spaces, each figure as 0: that of the next page is the same."""
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))


def is_page_number(shape: str) -> bool:
    """It says the page, and perhaps of how many."""
    return bool(_PAGE_NUMBER.fullmatch(shape))
