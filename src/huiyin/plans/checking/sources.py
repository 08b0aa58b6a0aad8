"""The names of the texts that rules rest on. Data: `data/sources.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from huiyin.kernel import traditional

_FILE = Path(__file__).resolve().parent / "data" / "sources.toml"
_ARTICLE = re.compile(r"(?P<number>[\d–-]+)(?:¶(?P<paragraph>\d))?(?:\((?P<item>\d+)\))?")


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def in_language(words: dict[str, str], language: str | None = None) -> str:
    """Of words given as `zh` and `en`, those of the reader; Traditional Chinese is made by words."""
    language = (language or get_language() or "zh-hans").lower()
    if not language.startswith("zh"):
        return words["en"]
    return traditional.by_words(words["zh"]) if language.startswith("zh-hant") else words["zh"]


def title(key: str, language: str | None = None) -> str:
    """The name of a text, in Traditional characters as it was published. KeyError where there is none of that key."""
    language = (language or get_language() or "zh-hans").lower()
    if language.startswith("zh-hant"):
        return traditional.by_characters(_texts()[key]["zh"])
    return in_language(_texts()[key], language)


def cite(articles: tuple[str, ...], language: str | None = None) -> str:
    """Articles such as `XF 18¶4` or `PSA 47(3)`, in words, those of one text together."""
    chinese = (language or get_language() or "zh-hans").lower().startswith("zh")
    by_text: dict[str, list[str]] = {}
    for article in articles:
        key, _space, number = article.partition(" ")
        by_text.setdefault(key, []).extend([number] if number else [])
    comma, semicolon, space = ("、", "；", "") if chinese else (", ", "; ", " ")
    cited = semicolon.join(
        title(key, language) + (space if numbers else "") + comma.join(_number(one, chinese=chinese) for one in numbers)
        for key, numbers in by_text.items()
    )
    hant = (language or get_language() or "").lower().startswith("zh-hant")
    return traditional.by_characters(cited) if hant else cited


def _number(article: str, *, chinese: bool) -> str:
    found = _ARTICLE.fullmatch(article)
    if found is None:
        raise ValueError(f"{article} is no article")
    number, paragraph, item = found["number"], found["paragraph"], found["item"]
    if chinese:
        return f"第{number}条" + (f"第{paragraph}款" if paragraph else "") + (f"第{item}项" if item else "")
    return f"art. {number}" + (f" para. {paragraph}" if paragraph else "") + (f" item {item}" if item else "")
