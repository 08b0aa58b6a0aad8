"""Chinese has no spaces: a run of characters is indexed as overlapping pairs, so that any two characters are found exactly.

Pure functions. A run of Latin letters or digits is one token. The last character of a run stands alone too, so that a
search for one character finds it as the beginning of a token.
"""

from __future__ import annotations

import re
import unicodedata

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_CJK}]+|[a-z0-9]+")
LONGEST_QUERY = 100


def tokenise(text: str) -> list[str]:
    """The tokens of a text, in order."""
    tokens: list[str] = []
    for run in _RUNS.findall(_folded(text)):
        if run[0].isascii():
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run)))
    return tokens


def indexed(text: str) -> str:
    """The text as the index keeps it."""
    return " ".join(tokenise(text))


def query_runs(query: str) -> list[list[str]]:
    """Each run of the query as the phrase to look for; a single character is a prefix (marked by its length of one)."""
    phrases = []
    for run in _RUNS.findall(_folded(query[:LONGEST_QUERY])):
        if run[0].isascii() or len(run) == 1:
            phrases.append([run])
        else:
            phrases.append([run[i : i + 2] for i in range(len(run) - 1)])
    return phrases


def sqlite_match(query: str, scope: str) -> str:
    """The FTS5 expression: every run of the query as a phrase, inside one scope. Empty where nothing can be looked for."""
    parts = [_sqlite_phrase(phrase) for phrase in query_runs(query)]
    return f"(scopes : {scope}) AND (words : ({' AND '.join(parts)}))" if parts else ""


def postgres_query(query: str, scope: str) -> str:
    """The tsquery text for the same search."""
    parts = [
        " <-> ".join(f"'{token}'" + (":*" if _is_prefix(token) else "") for token in phrase)
        for phrase in query_runs(query)
    ]
    return " & ".join([f"'scope{scope}'", *(f"({part})" for part in parts)]) if parts else ""


def _sqlite_phrase(phrase: list[str]) -> str:
    return f'"{phrase[0]}" *' if len(phrase) == 1 and _is_prefix(phrase[0]) else '"' + " ".join(phrase) + '"'


def _is_prefix(token: str) -> bool:
    return len(token) == 1 and not token.isascii()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
