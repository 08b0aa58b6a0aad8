"""One form for what people write in several: full width, capitals, traditional characters. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_FIRST, _LAST = 0x3400, 0xA000  # the characters of everyday use, in both scripts


def fold(text: str) -> str:
    """The text as index and queries compare it. Character by character, so that its length follows NFKC alone."""
    return unicodedata.normalize("NFKC", text).lower().translate(_to_simplified())


@cache
def _to_simplified() -> dict[int, str]:
    characters = [chr(code) for code in range(_FIRST, _LAST)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}
