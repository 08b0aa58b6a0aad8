"""What an office may put into its letters, and what it can't take out. Pure.

What the law demands of a letter (number, date, claim, facts, decision, basis: 条例 32; the way up: 条例 35, 36) is no
part of a template: it comes from the case, stands in every letter, and nothing that is edited here can remove it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.kernel.errors import BadInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVERY_KIND = ""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a letter that an office may word. `needs`: placeholders that must stay, when it is worded at all."""

    name: str
    label: StrOrPromise
    hint: StrOrPromise
    longest: int
    lines: int = 1
    placeholders: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    standard: StrOrPromise = ""


_DAY = gettext_lazy(
    "Placeholders: {received_on}, {office}. {received_on} must stay: it tells which concern is answered."
)

OF_THE_OFFICE: tuple[Piece, ...] = (
    Piece("letterhead", gettext_lazy("Letterhead"), gettext_lazy("The name at the head of every letter."), 60, standard="{office}",
          placeholders=("office",)),
    Piece("code", gettext_lazy("Word of the office in numbers"), gettext_lazy("What numbers begin with, as 临教信."), 16),
    Piece("contact", gettext_lazy("Contact line"), gettext_lazy("At the foot: where to come, whom to call. Placeholders: {office}, {address}, {phone}, {hours}."),
          300, 3, ("office", "address", "phone", "hours"), standard="{office} {address} {phone} {hours}"),
)  # fmt: skip
OF_A_KIND: tuple[Piece, ...] = (
    Piece("salutation", gettext_lazy("Salutation"), gettext_lazy("Used where no name is printed."), 60,
          standard=gettext_lazy("To the person who raised it:")),
    Piece("opening", pgettext_lazy("of a letter", "Opening"), _DAY, 600, 4, ("received_on", "office"), ("received_on",)),
    Piece("extra", gettext_lazy("Standard paragraphs"), gettext_lazy("Stand after what is decided and before the way up. Placeholders: {office}, {address}, {phone}, {hours}."),
          2000, 6, ("office", "address", "phone", "hours")),
    Piece("closing", gettext_lazy("Closing"), gettext_lazy("The last line before the name of the office."), 200),
)  # fmt: skip


def pieces(kind: str) -> tuple[Piece, ...]:
    return OF_A_KIND if kind != EVERY_KIND else OF_THE_OFFICE


def checked(kind: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was worded, piece by piece. `BadInput` names the piece, what is wrong in it, and the way out."""
    kept = {}
    for piece in pieces(kind):
        text = tidy(typed.get(piece.name, ""))
        if text:
            _check(piece, text)
            kept[piece.name] = text
    return kept


def _check(piece: Piece, text: str) -> None:
    if len(text) > piece.longest:
        raise BadInput(
            piece.name,
            _("%(piece)s: %(length)d characters are too many.") % {"piece": piece.label, "length": len(text)},
            _("At most %d.") % piece.longest,
        )
    allowed = ", ".join("{" + name + "}" for name in piece.placeholders)
    remedy = (
        _("What can stand here: %s.") % allowed if allowed else _("No placeholder can stand here; write the words.")
    )
    for found in _BRACES.finditer(text):
        if found[1] not in piece.placeholders:
            raise BadInput(
                piece.name,
                _("%(piece)s: nobody knows what %(found)s stands for.") % {"piece": piece.label, "found": found[0]},
                remedy,
            )
    if re.search(r"[{}]", _BRACES.sub("", text)):
        raise BadInput(piece.name, _("%s: a brace stands alone.") % piece.label, remedy)
    for name in piece.needs:
        if "{" + name + "}" not in text:
            raise BadInput(
                piece.name,
                _("%(piece)s: %(name)s is missing.") % {"piece": piece.label, "name": "{" + name + "}"},
                _("Put it back, or empty the field: then the standard text holds."),
            )


def filled(text: str, values: Mapping[str, str]) -> str:
    """With what stands for the placeholders; one that nobody knows stays as it is."""
    words = _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
    return "\n".join(re.sub(r" {2,}", " ", line).strip() for line in words.splitlines())


_CONTROLS = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff0-\\uffff\\ud800-\\udfff]"
)


def tidy(text: str) -> str:
    """Without what can't be seen: control characters, and those that would turn a line round as it is read."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def number(code: str, mark: str, year: int, count: int) -> str:
    return f"{code}{mark}〔{year}〕{count}号"


def fingerprint(content: Any) -> str:
    """Of what is kept by its content."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_words(content: Any) -> str:
    """Eight characters by which a paper is compared with what the office keeps: another letter has others."""
    value = int(fingerprint(content)[:16], 16)
    marks = ""
    for _place in range(8):
        value, rest = divmod(value, len(ALPHABET))
        marks += ALPHABET[rest]
    return f"{marks[:4]}-{marks[4:]}".upper()
