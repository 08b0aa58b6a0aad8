"""The articles that a procedure names, as they are cited in the reader's language. Pure.

A pack writes `art. 31(6), 34`, `art. 23¶2`; Chinese cites 第31条第6项、第34条, 第23条第2款. What a pack remarks for its own
readers in brackets (`(I)`, `(the sender sets it)`) is not part of a citation.
"""

from __future__ import annotations

import re

OWN = "own rule"
_REMARK = re.compile(r"\s*\((?:[IUS]|(?!EU)[^()]*[A-Za-z]{2,}[^()]*)\)")
_ARTICLE = re.compile(
    r"(?P<first>\d+)(?P<items>(?:\([0-9a-z]+\))*)(?:-(?P<last>\d+)|-\((?P<last_item>\d+)\))?"
    r"(?:¶(?P<paragraph>\d+(?:-\d+)?))?$"
)


def cite(source: str, language: str) -> str:
    """The citation without the name of the pack's own law; empty for an office's own rule."""
    if source.startswith(OWN):
        return ""
    if not language.startswith("zh"):
        return _REMARK.sub("", source)
    words = ("條", "項") if language == "zh-hant" else ("条", "项")
    return "；".join(_piece(piece, words) for piece in source.split("; ") if piece)


def _piece(piece: str, words: tuple[str, str]) -> str:
    law, found, articles = _REMARK.sub("", piece).partition("art. ")
    if not found:
        return piece
    name = f"《{law.strip()}》" if law.strip() else ""
    directive = law.startswith("Directive")
    return name + "、".join(_article(one.strip(), words, directive=directive) for one in articles.split(", "))


def _article(text: str, words: tuple[str, str], *, directive: bool) -> str:
    match = _ARTICLE.match(text)
    if match is None:
        return text
    article, item = words
    cited = f"第{match['first']}" + (f"至{match['last']}" if match["last"] else "") + article
    for number in re.findall(r"\(([0-9a-z]+)\)", match["items"]):
        cited += (
            f"({number})"
            if directive
            else f"第{number}" + (f"至{match['last_item']}" if match["last_item"] else "") + item
        )
    return cited + (f"第{match['paragraph'].replace('-', '至')}款" if match["paragraph"] else "")
