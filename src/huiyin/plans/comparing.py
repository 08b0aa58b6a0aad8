"""Two versions of a plan side by side, piece by piece through their keys, with the words that changed marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from .changes import HEAD, found, touched
from .schema import PlanDocument

Word = tuple[str, bool]  # a piece of text, and whether it is marked
NOT_SHOWN = frozenset({"key", "source", "clauses"})
_TOKENS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.S)
LONGEST = 4000  # characters of one field; longer ones are marked whole


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a piece, before and after. An empty side: it was not there, or is no longer."""

    name: str
    before: tuple[Word, ...]
    after: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that was added, removed, changed, or put into another part. `collection` "" is the document's own head."""

    what: Literal["added", "removed", "changed", "moved"]
    collection: str
    key: str
    fields: tuple[Field, ...]


def compared(old: PlanDocument, new: PlanDocument) -> tuple[Change, ...]:
    """Every change, in the order of the older document, then what is new."""
    return tuple(_change(old, new, key) for key in touched(old, new))


def marked(before: str, after: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Both texts cut into pieces, those that are not in the other one marked: Chinese by characters, the rest by words."""
    if before == after:
        return _whole(before, mark=False), _whole(after, mark=False)
    if not before or not after or max(len(before), len(after)) > LONGEST:
        return _whole(before, mark=True), _whole(after, mark=True)
    one, other = _TOKENS.findall(before), _TOKENS.findall(after)
    left: list[Word] = []
    right: list[Word] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += [("".join(one[a:b]), tag != "equal")] if b > a else []
        right += [("".join(other[c:d]), tag != "equal")] if d > c else []
    return tuple(left), tuple(right)


def _change(old: PlanDocument, new: PlanDocument, key: str) -> Change:
    (collection, was), (other, now) = _values(old, key), _values(new, key)
    name = collection or other
    if not was and not now:
        raise ValueError(f"{key} stands in neither")
    fields = tuple(_fields(was, now))
    if not was or not now:
        return Change("removed" if was else "added", name, key, fields)
    return Change("changed" if fields else "moved", name, key, fields)


def _values(document: PlanDocument, key: str) -> tuple[str, dict[str, Any]]:
    if not key:
        return "", {name: vars(document)[name] for name in HEAD}
    try:
        name, piece = found(document, key)
    except LookupError:
        return "", {}
    return name, {field: value for field, value in vars(piece).items() if field not in NOT_SHOWN}


def _fields(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Field]:
    for name in dict.fromkeys((*was, *now)):
        before, after = said(was.get(name)), said(now.get(name))
        if before != after:
            yield Field(name, *marked(before, after))


def said(value: object) -> str:
    """A value as text: lists in lines, nothing as nothing."""
    if value is None or value == ():
        return ""
    return "\n".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _whole(text: str, *, mark: bool) -> tuple[Word, ...]:
    return ((text, mark),) if text else ()
