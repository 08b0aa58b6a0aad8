"""Has a sheet set by the child process: few at a time, each with a time limit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable

from . import fonts

FOLDER = Path(__file__).parent
TYPESETTER = FOLDER / "typesetter.py"
AT_ONCE = 2
WAIT, LONGEST = 15, 30  # seconds
LETTER = ("a-2a", "ua-1")  # PDF/A-2a and PDF/UA-1
WITH_FILES = ("a-3a", "ua-1")  # PDF/A-3a: the only part of the standard that lets any file be embedded, and is tagged
_RUN = re.compile(r"([^\s\u2e80-\U0010ffff]{24,})")  # no space, no Chinese: no place to break a line

_places = threading.BoundedSemaphore(AT_ONCE)


def typeset(
    sheet: str, data: Mapping[str, Any], *, at: float, kind: str = "pdf", folder: Path = FOLDER,
    standards: tuple[str, ...] = LETTER, longest: int = LONGEST,
) -> bytes:  # fmt: skip
    """`sheet`: a file of the folder. `at`: the date of the paper, so that it is the same whenever it is made. `longest`: seconds."""
    if not fonts.chinese():
        raise Unavailable(
            _("This machine has no Chinese font, so no PDF can be made."),
            _("Whoever runs it installs one (Debian: apt-get install fonts-noto-cjk). The page itself can be printed."),
        )
    request = {
        "sheet": sheet,
        "data": data,
        "fonts": fonts.folders(),
        "at": int(at),
        "format": kind,
        "standards": list(standards),
        "seconds": longest,
        "root": str(folder),
    }
    busy = Unavailable(_("Very many letters are being printed just now."), _("Please try again in a minute."))
    if not _places.acquire(timeout=WAIT):
        raise busy
    try:
        done = subprocess.run(  # noqa: S603  # our own file, no shell
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(request, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=longest,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _not_made() from error
    finally:
        _places.release()
    if done.returncode or not done.stdout:
        raise _not_made()
    return done.stdout


def _not_made() -> Unavailable:
    return Unavailable(_("The PDF could not be made."), _("The page itself can be printed; it says the same."))


class Setting:
    """Text as the sheet takes it: paragraphs of pieces between which a line may break, and what could not be drawn."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.lacking = fonts.missing("".join(texts))
        self._replace = dict.fromkeys(map(ord, self.lacking), fonts.GETA)

    def line(self, text: str) -> str:
        return text.translate(self._replace)

    def pieces(self, text: str) -> list[str]:
        return pieces(self.line(text))

    def paragraphs(self, text: str) -> list[list[str]]:
        return [self.pieces(line.strip()) for line in text.splitlines() if line.strip()]

    def notes(self) -> list[str]:
        """Which character each 〓 stands for; its number says exactly which."""
        return [f"{fonts.GETA} U+{ord(character):04X}" for character in self.lacking]


def pieces(text: str) -> list[str]:
    """Long runs without a space (an address of the web) in single characters: nothing may be cut at the edge."""
    found: list[str] = []
    for place, piece in enumerate(_RUN.split(text)):
        found += list(piece) if place % 2 else [piece]
    return [piece for piece in found if piece]
