"""Decisions of the casework room as pure functions: no database, no clock, no randomness."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 characters: no O and I, no 0 and 1
CODE_LENGTH = 12
TEXT_LIMIT = 5000
SUMMARY_LENGTH = 60
ENOUGH = 16  # characters that say something
TITLE_LENGTH = 28
# By these the machine tells the person alone, to an address that is proven.
MACHINE_WAYS = ("email", "sms", "voice", "push")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but line end and tabulator


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person (or a clerk for them) has said. Identity is kept apart and never stored with it."""

    organisation: str
    text: str
    wish: str = ""
    place: str = ""
    happened: str = ""
    language: str = "zh-hans"
    contact_by: str = ""
    told: str = ""  # public id of the row of competence that was told
    level: str = ""
    files: tuple[dict[str, object], ...] = field(default=())


def limit_key(address: str) -> str:
    """One key for all ways of writing one address, so that a limit counts them together: no spaces, case, `+86` or `+tag`."""
    folded = re.sub(r"[\s()（）.·-]", "", unicodedata.normalize("NFKC", address)).casefold()
    name, at, domain = folded.rpartition("@")
    return f"{name.partition('+')[0]}@{domain}" if at else folded.removeprefix("+").removeprefix("86")


def normalise_code(typed: str) -> str:
    """The code as it was issued, however it was typed: full width, small letters, spaces, any dashes."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s\-‐‑‒–—―－_.·]", "", folded)


def is_code(code: str) -> bool:
    """Whether a normalised text can be a receipt code at all."""
    return len(code) == CODE_LENGTH and all(character in CODE_ALPHABET for character in code)


def show_code(code: str) -> str:
    """Groups of four: read out over a telephone, copied by hand."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_digest(code: str, key: bytes) -> bytes:
    """What the database keeps of a code: 60 random bits under a key that is not in the database."""
    return hashlib.blake2b(code.encode(), key=key, digest_size=32).digest()


def clean_text(text: str) -> str:
    """The person's words as they stand, without control characters; line ends as one character."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", unified).strip()


def first_sentence(text: str, limit: int = SUMMARY_LENGTH) -> str:
    """The person's own first words, for lists: whole sentences while they fit, never reworded, an ellipsis where cut."""
    flat = re.sub(r"\s+", " ", text).strip()
    taken = ""
    for sentence in re.findall(r".+?(?:[。！？!?；;]+|$)", flat):
        if taken and (len(taken) >= ENOUGH or len(taken) + len(sentence) > limit):
            break
        taken += sentence
    return taken if len(taken) <= limit else taken[: limit - 1] + "…"


def title_from(text: str) -> str:
    """A working title until a clerk gives a better one."""
    return first_sentence(text, TITLE_LENGTH).rstrip("。；;")


def scopes_of(organisation_path: str, organisation_id: int, unit_id: int | None) -> list[str]:
    """In whose lists a case stands: its organisation, its unit, and each organisation above it (for who sees below).

    `organisation_path` is the path of ids from the root, such as ``/1/4/``.
    """
    scopes = [f"o{organisation_id}"]
    if unit_id is not None:
        scopes.append(f"u{unit_id}")
    scopes.extend(f"b{identifier}" for identifier in organisation_path.strip("/").split("/") if identifier)
    return scopes


def changed_scopes(before: Iterable[str], after: Iterable[str]) -> tuple[set[str], set[str]]:
    """(to add, to remove)."""
    old, new = set(before), set(after)
    return new - old, old - new


def primary_pack(organisation_kind: str, *, public_body: bool) -> str:
    """The procedure that an organisation follows for what people raise with it."""
    if organisation_kind == "school":
        return "school-internal"
    return "xinfang-2022" if public_body else "iso-10002"
