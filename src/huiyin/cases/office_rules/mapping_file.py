"""Which state of a corrected procedure each former state becomes: read from a file, and checked against both packs.

[states]
received = "received"
in_handling = "being_handled"

[deadlines]            # only where a date has another name now
handle = "answer"
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.procedures import loading
from huiyin.procedures.schema import Pack

from .migration import Migration


def migration(source: str, target: str, path: Path) -> Migration:
    """Raises `BadInput` that names what is missing or unknown. `source`, `target`: `name@version`."""
    before, after = _pack(source, "--from"), _pack(target, "--to")
    if before == after:
        raise BadInput("--to", _("Both are the same procedure."), _("Name the corrected version."))
    states, deadlines = _tables(path)
    _check_states(path, before, after, states)
    _check_deadlines(path, before, after, deadlines)
    return Migration(before, after, states, deadlines)


def _pack(reference: str, place: str) -> Pack:
    name, _at, version = reference.rpartition("@")
    if not name or not version.isdecimal():
        raise BadInput(place, _("“%s” names no version.") % reference, _("Write it as xinfang-2022@1."))
    return loading.load(name, int(version))


def _tables(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    remedy = _('Write [states] and lines such as received = "received".')
    try:
        text = path.read_text("utf-8-sig")
        content: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror) from error
    except ValueError as error:  # broken TOML, JSON or UTF-8
        raise BadInput(str(path), str(error), remedy) from error
    if not isinstance(content, dict) or not isinstance(content.get("states"), dict):
        raise BadInput(str(path), _("The file has no table of states."), remedy)
    if unknown := set(content) - {"states", "deadlines"}:
        raise BadInput(f"{path}: {min(unknown)}", _("This table is not known."), remedy)
    tables = content["states"], content.get("deadlines", {})
    for table in tables:
        for name, value in table.items():
            if not isinstance(value, str):
                raise BadInput(f"{path}: {name}", _("A name is wanted here."), remedy)
    return tables


def _check_states(path: Path, before: Pack, after: Pack, states: dict[str, str]) -> None:
    old, new = {state.id for state in before.states}, {state.id for state in after.states}
    missing = [state.id for state in before.states if state.id not in states]
    if missing:
        lines = "; ".join(f'{name} = "{name if name in new else "?"}"' for name in missing)
        raise BadInput(
            f"{path}: [states]",
            _("The mapping leaves out: %s.") % ", ".join(missing),
            _("Every state needs its line, whether a case stands there or not. Add: %s") % lines,
        )
    _known(path, states, old, new)
    for name, becomes in states.items():
        if before.state(name).final != after.state(becomes).final:
            raise BadInput(
                f"{path}: {name}",
                _("A case must neither end nor begin again by a correction: “%(old)s” and “%(new)s” differ in that.")
                % {"old": name, "new": becomes},
                _("Map it to a state that is as open as it is now."),
            )


def _check_deadlines(path: Path, before: Pack, after: Pack, deadlines: dict[str, str]) -> None:
    _known(path, deadlines, {one.id for one in before.deadlines}, {one.id for one in after.deadlines})


def _known(path: Path, table: dict[str, str], old: set[str], new: set[str]) -> None:
    for name, becomes in table.items():
        if name not in old:
            raise BadInput(f"{path}: {name}", _("The former procedure has nothing of this name."))
        if becomes not in new:
            raise BadInput(f"{path}: {name}", _("The corrected procedure has no “%s”.") % becomes)
