"""The numbers by which what was written on paper is typed back: of a sheet, and of a row on it. Pure.

`7KQ2M-07X` is row 7 of sheet `7KQ2M`; `7KQ2M-X` is the sheet. The last character is a check: one character that is wrong, or
two neighbours that changed places, are noticed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ids
from huiyin.kernel.errors import BadInput

ALPHABET = ids.ALPHABET.upper()  # 31 characters, a prime number: each change of one moves the sum
LENGTH = 5
MOST_ROWS = 99
ROOM, ROUND, DAY = (
    "R",
    "W",
    "D",
)  # with these begin the sheets of a running emergency, of rounds that are gone, of the day
_MISREAD = str.maketrans("OIL", "011")  # in the number of a row


@dataclass(frozen=True, slots=True)
class RowId:
    """`row` 0: the sheet itself."""

    sheet: str
    row: int = 0

    def __str__(self) -> str:
        number = f"{self.row:02d}" if self.row else ""
        return f"{self.sheet}-{number}{_check(self.sheet, self.row)}"


def new_sheet(first: str = "") -> str:
    """A number for a sheet that is about to be printed. `first`: ROOM, ROUND or DAY; those of plans begin with none of them."""
    begins = first or ids.random_text(1, "".join(sign for sign in ALPHABET if sign not in (ROOM, ROUND, DAY)))
    return begins + ids.random_text(LENGTH - 1, ALPHABET)


def read(text: str) -> RowId:
    """The number as somebody typed it or as a square code holds it; small letters, spaces and hyphens make no difference. `BadInput`."""
    typed = "".join(c for c in unicodedata.normalize("NFKC", text.rpartition("/")[2]).upper() if c.isalnum())
    sheet, row, check = typed[:LENGTH], typed[LENGTH:-1].translate(_MISREAD), typed[-1:]
    if not LENGTH < len(typed) <= LENGTH + 3 or not set(sheet + check) <= set(ALPHABET):
        raise _wrong(text, _("This is no number of a sheet: it has 5 signs, then 2 digits for the row, then one sign."))
    if row and not (row.isascii() and row.isdecimal()):
        raise _wrong(text, _("The row of the sheet is two digits, as in 07."))
    found = RowId(sheet, int(row or 0))
    if check != _check(sheet, found.row) or (row and not found.row):
        raise _wrong(text, _("One sign of this number is wrong, or two stand in the wrong order."))
    return found


def _wrong(text: str, reason: object) -> BadInput:
    return BadInput(text[:40], str(reason), str(_("Read it off the sheet again; it has no I, L, O in it.")))


def _check(sheet: str, row: int) -> str:
    values = [ALPHABET.index(sign) for sign in sheet] + [row // 10, row % 10]
    return ALPHABET[sum(place * value for place, value in enumerate(values, 1)) % len(ALPHABET)]
