"""The folder that the operator named (`HUIYIN_MORNING_FOLDER`), such as a share whose printer prints what comes. Whole files or none."""

from __future__ import annotations

import datetime as dt
import logging
import os
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger("huiyin.onpaper")


def name_of(day: dt.date, number: str) -> str:
    """The day and the number of the sheet; no name of an office or a person."""
    return f"{day.isoformat()}-{number}.pdf"


def put(folder: Path | None, name: str, content: bytes) -> bool:
    """Whether it lies there, or no folder is named. One that takes nothing keeps the set from nobody who opens it in Huiyin."""
    if folder is None:
        return True
    draft = folder / f".{name}.part"  # the same at each try: what a worker that died left is written over
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        _log.warning("the folder for the sets of the morning took nothing: %s", error.strerror)
        return False
    return True


def takes(folder: Path) -> bool:
    """Whether Huiyin may write there."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def remove(folder: Path | None, name: str) -> None:
    """Also what was half written; where the folder is away, whoever runs it clears it."""
    if folder is not None:
        for path in (folder / name, folder / f".{name}.part"):
            with suppress(OSError):
                path.unlink(missing_ok=True)
