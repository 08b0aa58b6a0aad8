"""A receipt file as it is read back: every part with its kind and length checked, nothing of it believed yet. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.kernel.ledger.notes import NoteError, Tree, tree_of
from huiyin.kernel.ledger.notes import read as read_note

FORMAT = "huiyin-receipt/1"
PROOF = "c2sp.org/tlog-proof@v1"
LONGEST = 2 * 1024 * 1024  # bytes
MOST_ENTRIES = 64
MOST_ROWS = 64
MOST_HASHES = 63
_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


class Unusable(ValueError):
    """What is no receipt, checkpoint or proof. `place`: where in it."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True)
class Opened:
    """A text with the salt under which its digest stands in a leaf."""

    salt: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf is in the tree of a checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the log: the bytes of its leaf, what of it is opened, and where it stands, if it does yet."""

    leaf: str
    act: Opened | None
    rows: tuple[Opened, ...]
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """`key`: the log's key as the file names it; `parts` in the order of the acts."""

    key: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """That the tree of `new` begins with that of `old` leaves."""

    old: int
    path: tuple[bytes, ...]
    new: Tree


def receipt(content: bytes) -> Receipt:
    """Raises `Unusable`."""
    if len(content) > LONGEST:
        raise Unusable("file")
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unusable("file") from error
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise Unusable("format")
    parts = _list(read, "entries", MOST_ENTRIES)
    if not parts:
        raise Unusable("entries")
    return Receipt(_text(read, "key"), tuple(_part(one, f"entries[{number}]") for number, one in enumerate(parts)))


def proof(written: str, place: str = "proof") -> Proof:
    """A proof as text (https://c2sp.org/tlog-proof). Raises `Unusable`."""
    head, found, checkpoint = written.partition("\n\n")
    lines = head.split("\n")
    if not found or lines[0] != PROOF:
        raise Unusable(place)
    lines = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
    word, _, number = (lines[0] if lines else "").partition(" ")
    if word != "index" or not _NUMBER.fullmatch(number):
        raise Unusable(place)
    return Proof(int(number), _hashes(lines[1:], place), checkpoint)


def link(written: str, place: str) -> tuple[Link | None, str]:
    """A checkpoint, alone or with the proof that it goes on from an earlier one; answers both, the checkpoint as text."""
    if not written.startswith("old "):
        return None, written
    head, found, checkpoint = written.partition("\n\n")
    first, *lines = head.split("\n")
    number = first.removeprefix("old ")
    if not found or not _NUMBER.fullmatch(number):
        raise Unusable(place)
    return Link(int(number), _hashes(lines, place), tree(checkpoint, place)), checkpoint


def tree(checkpoint: str, place: str) -> Tree:
    """What a checkpoint states, its signature aside."""
    try:
        return tree_of(read_note(checkpoint).text)
    except NoteError as error:
        raise Unusable(place) from error


def _part(read: Any, place: str) -> Part:
    if not isinstance(read, dict):
        raise Unusable(place)
    act, written = read.get("act"), read.get("proof", "")
    if not isinstance(written, str):
        raise Unusable(f"{place}.proof")
    return Part(
        leaf=_text(read, "leaf", place),
        act=None if act is None else _opened(act, f"{place}.act"),
        rows=tuple(
            _opened(one, f"{place}.rows[{number}]") for number, one in enumerate(_list(read, "rows", MOST_ROWS, place))
        ),
        proof=proof(written, f"{place}.proof") if written else None,
    )


def _opened(read: Any, place: str) -> Opened:
    if not isinstance(read, dict):
        raise Unusable(place)
    salt = _text(read, "salt", place)
    if len(salt) != 32 or not _HEX.fullmatch(salt):
        raise Unusable(f"{place}.salt")
    return Opened(bytes.fromhex(salt), _text(read, "text", place))


def _text(read: Mapping[str, Any], name: str, place: str = "") -> str:
    value = read.get(name)
    if not isinstance(value, str):
        raise Unusable(f"{place}.{name}".lstrip("."))
    try:
        value.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair, as JSON may write it
        raise Unusable(f"{place}.{name}".lstrip(".")) from error
    return value


def _list(read: Mapping[str, Any], name: str, most: int, place: str = "") -> list[Any]:
    value = read.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise Unusable(f"{place}.{name}".lstrip("."))
    return value


def _hashes(lines: list[str], place: str) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise Unusable(place)
    try:
        found = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (binascii.Error, ValueError) as error:
        raise Unusable(place) from error
    if any(len(one) != 32 or base64.b64encode(one).decode() != line for one, line in zip(found, lines, strict=True)):
        raise Unusable(place)
    return found
