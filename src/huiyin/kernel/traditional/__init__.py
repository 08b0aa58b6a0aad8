"""Traditional Chinese (Hong Kong usage) from Simplified, by words: `words.tsv` first, what lies between by characters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import opencc

_WORDS = Path(__file__).resolve().parent / "words.tsv"


def by_words(text: str) -> str:
    """For what is read; the names of laws (《…》) by characters alone, for they stay as published."""
    parts = re.split(r"(《[^》]*》)", text)
    return "".join(by_characters(part) if part.startswith("《") else _words(part) for part in parts)


def by_characters(text: str) -> str:
    """For names that stay as published."""
    return str(_converter().convert(text))


def _words(text: str) -> str:
    return "".join(_table().get(part) or by_characters(part) for part in _pattern().split(text))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, _table())) + ")")


@cache
def _table() -> dict[str, str]:
    """Simplified to Traditional, longest first, so that a longer word wins over a shorter one in it."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return dict(sorted(((pair[0], pair[1]) for pair in pairs), key=lambda pair: -len(pair[0])))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")
