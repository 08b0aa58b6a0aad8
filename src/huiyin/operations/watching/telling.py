"""What the watcher saw last, in a file beside the state: it needs no lock and no database to be written or read."""

from __future__ import annotations

import datetime as dt
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .looking import FOR_SIGNS, Found

FILE = "watch.json"


@dataclass(frozen=True, slots=True)
class Look:
    """One look of the watcher, and what should have happened by then and had not."""

    at: dt.datetime
    found: tuple[Found, ...]

    def is_fresh(self, now: dt.datetime) -> bool:
        """Whether the watcher still watches. A look from the future is none: the clock was set back since."""
        return abs(now - self.at) <= FOR_SIGNS


def keep(look: Look) -> None:
    """In the place of the look before; who reads meanwhile reads one of the two, whole."""
    path = _path()
    told = {
        "at": look.at.isoformat(),
        "found": [[one.what, one.number, one.since.isoformat(), list(one.names)] for one in look.found],
    }
    draft = path.with_name(f".{FILE}.{os.getpid()}")
    draft.write_text(json.dumps(told))
    draft.replace(path)


def sweep() -> None:
    """What a watcher left that was killed between writing and renaming."""
    for draft in _path().parent.glob(f".{FILE}.*"):
        with suppress(OSError):
            draft.unlink()


def last() -> Look | None:
    """The last look; None where there never was one, or the file can't be read."""
    try:
        told = json.loads(_path().read_text())
        found = tuple(
            Found(what, number, dt.datetime.fromisoformat(since), tuple(names))
            for what, number, since, names in told["found"]
        )
        return Look(dt.datetime.fromisoformat(told["at"]), found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path() -> Path:
    home: Path = settings.HUIYIN_HOME
    return home / FILE
