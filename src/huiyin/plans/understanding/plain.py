"""A text as it is matched: simplified characters, half-width signs. As long as the original, sign for sign, so that what is
found here stands at the same place there. What is kept and shown is always the original."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_HALF = {0x3000: " ", 0xA0: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_RADICALS = {  # as which some PDFs hold ordinary characters: they look the same
    code: whole
    for start, end in ((0x2E80, 0x2FE0), (0xF900, 0xFAFF))
    for code in range(start, end)
    if len(whole := unicodedata.normalize("NFKC", chr(code))) == 1
}
_SIGNS = str.maketrans(
    _HALF
    | {
        ord(sign): as_sign
        for signs, as_sign in (
            ("﹕∶︰", ":"),
            ("〔﹝", "("),
            ("〕﹞", ")"),
            ("〖", "【"),
            ("〗", "】"),
            ("〇○Ｏ", "〇"),
            ("﹑", "、"),
            ("\u2009\u2002\u2003\ufeff\u200b\v", " "),
            ("﹒", "."),
        )
        for sign in signs
    }
)


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """The text in the form in which it is matched."""
    if text.isascii():
        return text.translate(_SIGNS)
    text = text.translate(_RADICALS)
    simplified: str = _to_simplified().convert(text)
    if len(simplified) != len(text):
        simplified = "".join(
            one if len(one) == 1 else sign for sign, one in ((s, _to_simplified().convert(s)) for s in text)
        )
    return simplified.translate(_SIGNS)
