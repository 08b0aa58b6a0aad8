"""Chinese has no spaces: a run of characters is indexed as overlapping pairs, so that any two characters are found exactly.

Pure functions. A run of Latin letters or digits is one token. The last character of a run stands alone too, so that a
search for one character finds it as the beginning of a token.
"""

from __future__ import annotations

import re

from .folding import fold

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_CJK}]+|[a-z0-9]+")
LONGEST_QUERY = 100


def tokenise(text: str) -> list[str]:
    """The tokens of a text, in order."""
    tokens: list[str] = []
    for run in _RUNS.findall(fold(text)):
        tokens.extend(_tokens(run))
    return tokens


def indexed(text: str) -> str:
    """The text as the index keeps it."""
    return " ".join(tokenise(text))


def query_phrases(query: str) -> list[list[str]]:
    """What is looked for: one phrase for each part of the query between spaces and signs.

    The last character of a phrase stands alone only where the whole run is that one character; it is then a prefix.
    """
    phrases: list[list[str]] = []
    end = -1
    folded = fold(query[:LONGEST_QUERY])
    for match in _RUNS.finditer(folded):
        tokens = _tokens(match[0])
        if match.start() == end:
            phrases[-1].extend(tokens)  # 3号楼: letters, then characters, with nothing between
        else:
            phrases.append(tokens)
        end = match.end()
    return [phrase[:-1] if _ends_in_pair(phrase) else phrase for phrase in phrases]


def sqlite_match(query: str, scope: str) -> str:
    """The FTS5 expression: every phrase of the query, inside one scope. Empty where nothing can be looked for."""
    parts = [_sqlite_phrase(phrase) for phrase in query_phrases(query)]
    return f"(scopes : {scope}) AND (words : ({' AND '.join(parts)}))" if parts else ""


def postgres_query(query: str, scope: str) -> str:
    """The tsquery text for the same search."""
    parts = [_postgres_phrase(phrase) for phrase in query_phrases(query)]
    return " & ".join([f"'scope{scope}'", *(f"({part})" for part in parts)]) if parts else ""


def _tokens(run: str) -> list[str]:
    return [run] if run[0].isascii() else [run[i : i + 2] for i in range(len(run))]


def _ends_in_pair(phrase: list[str]) -> bool:
    """…, 灯坏, 坏: whether the single character at the end is the second of a pair before it, and says nothing more."""
    return len(phrase) > 1 and _is_prefix(phrase[-1]) and len(phrase[-2]) == 2 and phrase[-2][1] == phrase[-1]


def _sqlite_phrase(phrase: list[str]) -> str:
    return '"' + " ".join(phrase) + '"' + (" *" if _is_prefix(phrase[-1]) else "")


def _postgres_phrase(phrase: list[str]) -> str:
    return " <-> ".join(f"'{token}'" for token in phrase) + (":*" if _is_prefix(phrase[-1]) else "")


def _is_prefix(token: str) -> bool:
    return len(token) == 1 and not token.isascii()
