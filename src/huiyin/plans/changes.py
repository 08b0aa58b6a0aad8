"""One piece of a plan document is added, changed, moved, removed or placed; and what brings back the document before. Pure.

Each function takes a document and answers another one. A key that is nowhere raises `Gone`. What refers to a removed
piece no longer does: the document stays whole at every edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .schema import (
    Annex,
    Clause,
    Contact,
    Level,
    Limit,
    Part,
    Piece,
    PlanDocument,
    Resource,
    Role,
    Step,
    Trigger,
    Unplaced,
)

_NARROW = str.maketrans("（）．，：", "().,:")  # as numbers are read
_SENTENCE_ENDS = "。；！？\n"
COLLECTIONS: Final[dict[str, type[Piece]]] = {
    "parts": Part,
    "clauses": Clause,
    "roles": Role,
    "levels": Level,
    "triggers": Trigger,
    "steps": Step,
    "limits": Limit,
    "contacts": Contact,
    "resources": Resource,
    "annexes": Annex,
    "unplaced": Unplaced,
}
"""Where pieces stand; clauses stand inside of a part."""

MAIN_FIELD: Final[dict[str, str]] = {
    "parts": "title", "clauses": "text", "roles": "title", "levels": "title", "triggers": "text", "steps": "action",
    "limits": "text", "contacts": "name", "resources": "name", "annexes": "title", "unplaced": "text",
}  # fmt: skip
PLACEABLE: Final = ("clauses", "parts", "roles", "levels", "triggers", "steps", "contacts", "resources", "annexes")
HEAD: Final = ("title", "kind", "language")
DOCUMENT: Final = ""  # the key of the document itself: its title, kind and language

Json = dict[str, Any]


class Gone(LookupError):
    """The piece is not there (any more)."""


def found(document: PlanDocument, key: str) -> tuple[str, Piece]:
    """In which collection the piece stands, and the piece."""
    for name, _part, piece in every(document):
        if key_of(piece) == key:
            return name, piece
    raise Gone(key)


def part_of(document: PlanDocument, key: str) -> str:
    """The key of the part in which a clause stands; empty for what stands in none."""
    return next((part for name, part, piece in every(document) if name == "clauses" and key_of(piece) == key), "")


def key_of(piece: Piece) -> str:
    return str(vars(piece)["key"])


def main_text(document: PlanDocument, key: str) -> str:
    """What a piece says, in its one main field."""
    name, piece = found(document, key)
    return str(vars(piece)[MAIN_FIELD[name]])


def says(document: PlanDocument, key: str, words: str) -> bool:
    """Whether these words stand whole in the main field of the piece."""
    try:
        return bool(key) and words in main_text(document, key)
    except Gone:
        return False


def sentence_replaced(text: str, words: str, instead: str) -> str:
    """The whole sentence with these words is replaced: what they leave of it would stand there without sense, or still be unlawful.
    The number before it and the end of its line stay.
    """
    from .understanding.markers import marker  # here, for every command loads this module

    first = text.index(words)
    begin = max(text.rfind(end, 0, first) for end in _SENTENCE_ENDS) + 1
    numbered = marker(text[begin : first + len(words)].translate(_NARROW))
    if numbered is not None:
        begin += numbered.length
    last = first + len(words) - 1
    ends = [found for end in _SENTENCE_ENDS if (found := text.find(end, last)) >= 0]
    end = min(ends, default=len(text))
    return text[:begin] + instead + text[end if text[end : end + 1] == "\n" else end + 1 :]


def added(document: PlanDocument, collection: str, values: Mapping[str, Any], *, into: str = "", after: str = "") -> PlanDocument:  # fmt: skip
    """A piece more, behind `after` (else at the end); a clause into the part `into`."""
    data = _data(document)
    rows = _rows(data, collection, into)
    rows.insert(_place(rows, after), dict(values))
    return PlanDocument.model_validate(data)


def changed(document: PlanDocument, key: str, values: Mapping[str, Any]) -> PlanDocument:
    """The piece with other values in the fields that are named; with `DOCUMENT`: title, kind and language."""
    data = _data(document)
    if key == DOCUMENT:
        data.update({name: value for name, value in values.items() if name in HEAD})
        return PlanDocument.model_validate(data)
    rows, number = _at(data, key)
    rows[number] = {**rows[number], **values, "key": key}
    return PlanDocument.model_validate(data)


def moved(document: PlanDocument, key: str, by: int) -> PlanDocument:
    """One place up (-1) or down (+1) among its like; a clause at the edge of its part goes over into the next one."""
    data = _data(document)
    rows, number = _at(data, key)
    other = number + by
    if 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
    elif part := part_of(document, key):
        parts: list[Json] = data["parts"]
        at = [one["key"] for one in parts].index(part) + by
        if 0 <= at < len(parts):
            clauses = parts[at]["clauses"]
            clauses.insert(len(clauses) if by < 0 else 0, rows.pop(number))
    return PlanDocument.model_validate(data)


def removed(document: PlanDocument, key: str) -> PlanDocument:
    """Without the piece (a part with its clauses), and nothing refers to it any more."""
    data = _data(document)
    rows, number = _at(data, key)
    gone = {key, *(clause["key"] for clause in rows[number].get("clauses", ()))}
    del rows[number]
    _forget(data, gone)
    return PlanDocument.model_validate(data)


def placed(
    document: PlanDocument, key: str, collection: str, new: Mapping[str, Any], *, into: str = ""
) -> PlanDocument:
    """An unplaced piece becomes a piece of `collection`, with its own words and source lines; no line of the file is lost."""
    name, piece = found(document, key)
    if name != "unplaced":
        raise Gone(key)
    lines = vars(piece)["source"].model_dump(mode="json")
    values = {MAIN_FIELD[collection]: vars(piece)["text"], **new, "source": lines}
    without = removed(document, key)
    return added(without, collection, values, into=into)


def difference(old: PlanDocument, new: PlanDocument) -> Json:
    """What brings `old` back from `new`: {"head": …, "order": {collection: keys}, "pieces": {collection: {key: piece}}}."""
    before, after = _data(old), _data(new)
    back: Json = {}
    head = {name: before[name] for name in HEAD if before[name] != after[name]}
    order: dict[str, list[str]] = {}
    pieces: dict[str, Json] = {}
    for name in _lists():
        was, now = ({one["key"]: one for one in data[name]} for data in (before, after))
        if list(was) != list(now):
            order[name] = list(was)
        if lost := {key: one for key, one in was.items() if now.get(key) != one}:
            pieces[name] = lost
    for name, value in (("head", head), ("order", order), ("pieces", pieces)):
        if value:
            back[name] = value
    return back


def brought_back(document: PlanDocument, difference: Mapping[str, Any]) -> PlanDocument:
    """The document that `difference` was taken from."""
    data = _data(document)
    data.update(difference.get("head", {}))
    for name in _lists():
        rows = {one["key"]: one for one in data[name]} | difference.get("pieces", {}).get(name, {})
        keys = difference.get("order", {}).get(name, list(rows))
        data[name] = [rows[key] for key in keys]
    return PlanDocument.model_validate(data)


def touched(old: PlanDocument, new: PlanDocument) -> list[str]:
    """Keys of the pieces that differ, clauses apart from their part; `DOCUMENT` for its title, kind or language."""
    was, now = _flat(old), _flat(new)
    keys = [key for key in (*was, *(key for key in now if key not in was)) if was.get(key) != now.get(key)]
    return [*([DOCUMENT] if any(vars(old)[name] != vars(new)[name] for name in HEAD) else []), *keys]


def _flat(document: PlanDocument) -> dict[str, Json]:
    """Each piece by its key, with its part and without its clauses."""
    return {
        key_of(piece): {**piece.model_dump(mode="json", exclude={"clauses"}), "in": part}
        for _name, part, piece in every(document)
    }


def every(document: PlanDocument) -> Iterator[tuple[str, str, Piece]]:
    """Each piece with its collection and, for a clause, the key of its part."""
    for part in document.parts:
        yield "parts", "", part
        for clause in part.clauses:
            yield "clauses", part.key, clause
    for name in _lists():
        if name != "parts":
            for piece in getattr(document, name):
                yield name, "", piece


def _lists() -> Iterator[str]:
    return (name for name in COLLECTIONS if name != "clauses")


def _data(document: PlanDocument) -> Json:
    return document.model_dump(mode="json")


def _rows(data: Json, collection: str, into: str) -> list[Json]:
    if collection not in COLLECTIONS:
        raise Gone(collection)
    if collection != "clauses":
        rows: list[Json] = data[collection]
        return rows
    clauses = next((part["clauses"] for part in data["parts"] if part["key"] == into), None)
    if clauses is None:
        raise Gone(into)
    found_clauses: list[Json] = clauses
    return found_clauses


def _place(rows: list[Json], after: str) -> int:
    return next((number + 1 for number, one in enumerate(rows) if one["key"] == after), len(rows))


def _at(data: Json, key: str) -> tuple[list[Json], int]:
    """The list in which the piece stands, and where."""
    lists = [data[name] for name in _lists()] + [part["clauses"] for part in data["parts"]]
    for rows in lists:
        for number, one in enumerate(rows):
            if one["key"] == key:
                return rows, number
    raise Gone(key)


def _forget(data: Json, gone: set[str]) -> None:
    for step in data["steps"]:
        for name in ("role", "after", "clause", "tells"):
            step[name] = "" if step[name] in gone else step[name]
        step["levels"] = [one for one in step["levels"] if one not in gone]
    for trigger in data["triggers"]:
        trigger["level"] = "" if trigger["level"] in gone else trigger["level"]
    for name, field in (("contacts", "role"), ("resources", "keeper")):
        for one in data[name]:
            one[field] = "" if one[field] in gone else one[field]
