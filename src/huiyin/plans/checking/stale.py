"""Citations of texts that are no longer in force (PC-14). Data: `data/stale.toml`, from law.md §3.5 and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from huiyin.plans.checking import sources
from huiyin.plans.checking.lawfulness.folding import Sentence, fold, sentences
from huiyin.plans.checking.lawfulness.matcher import is_official

_FILE = Path(__file__).resolve().parent / "data" / "stale.toml"


class _Citation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cites: str
    unless: str = ""
    missing: str = ""
    instead: str
    articles: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A citation: its 1-based line, its words as they stand there, and what to cite."""

    line: int
    text: str
    instead: str


@cache
def _citations() -> tuple[_Citation, ...]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_Citation.model_validate(one) for one in raw["citations"])


def stale(lines: Sequence[str], language: str | None = None) -> list[Stale]:
    """The outdated citations of a text, in its order. Official texts say themselves what they replace."""
    if is_official(lines):
        return []
    whole = fold("\n".join(lines))
    found: dict[tuple[int, str], Stale] = {}
    for sentence in sentences(lines):
        for citation in _citations():
            for place in re.finditer(citation.cites, sentence.text):
                if _in_force(citation, sentence, place, whole):
                    continue
                one = _stale(citation, sentence, place, lines, language)
                found.setdefault((one.line, one.instead), one)
    return sorted(found.values(), key=lambda one: one.line)


def _in_force(citation: _Citation, sentence: Sentence, place: re.Match[str], whole: str) -> bool:
    around = sentence.text[max(place.start() - 8, 0) : place.end() + 16]
    if citation.unless and re.search(citation.unless, around):
        return True
    return bool(citation.missing and citation.missing in whole)


def _stale(
    citation: _Citation, sentence: Sentence, place: re.Match[str], lines: Sequence[str], language: str | None
) -> Stale:
    first, last = sentence.places[place.start()], sentence.places[place.end() - 1]
    end = last.column + 1 if last.line == first.line else None
    articles = (f"{citation.instead} {citation.articles}".strip(),)
    return Stale(first.line + 1, lines[first.line][first.column : end], sources.cite(articles, language))
