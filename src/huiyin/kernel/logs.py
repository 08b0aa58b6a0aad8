"""How a line of the log is written: what the machine did, never what people said.

Our own loggers (`huiyin.…`) write words without personal data. Of what libraries say only the fixed words are written, never
what they put into them (a path may hold a receipt's code, a host is what somebody sent). Of an error its kind and its places,
never its text, in which databases quote what was written.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from pathlib import Path
from types import TracebackType

OURS = "huiyin"
PLACES = 12  # the innermost ones
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    """For people: one line a record, the places of an error behind it."""

    def format(self, record: logging.LogRecord) -> str:
        told = facts(record)
        line = f"{told.pop('at')} {told.pop('level')} {told.pop('logger')} {told.pop('message')}"
        return " ".join([line, *(f"{name}={_plain(value)}" for name, value in told.items())])


class Json(logging.Formatter):
    """For machines: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=False)


def facts(record: logging.LogRecord) -> dict[str, object]:
    """What may be told of a record."""
    told: dict[str, object] = {
        "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _words(record),
    }
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        told["route"] = match.view_name
    if status := getattr(record, "status_code", None):
        told["status"] = status
    if record.exc_info:
        told |= _error(record.exc_info)
    return told


def _words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == OURS:
        return " ".join(record.getMessage().splitlines())
    if record.args and isinstance(record.msg, str):
        return record.msg.splitlines()[0]
    return f"{Path(record.pathname).name}:{record.lineno}"


def _error(caught: Caught) -> dict[str, object]:
    kinds: list[str] = []
    error = caught[1]
    while error is not None and len(kinds) < PLACES:
        kinds.append(type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(caught[2])[-PLACES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": " from ".join(kinds), "places": places}


def _plain(value: object) -> str:
    return " < ".join(reversed(value)) if isinstance(value, list) else str(value)
