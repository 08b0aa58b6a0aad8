"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `huiyin people import FILE`."""
    people = commands.add_parser("people", help="staff, posts and units")
    verbs = people.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring_in = verbs.add_parser(
        "import", help="bring in units, posts, people, classes and terms from an .xlsx workbook"
    )
    bring_in.add_argument("file", metavar="FILE", type=Path)
    bring_in.add_argument(
        "--to", metavar="ORG", default="", help="name or id of the organisation (when there are several)"
    )
    bring_in.add_argument("--check", action="store_true", help="say what would change, and change nothing")
    bring_in.add_argument("--json", action="store_true", help="one JSON object on stdout")
    bring_in.set_defaults(run=_import)
    marks = verbs.add_parser("marks", help="the marks under which the log tells of one account's signing in, by day")
    marks.add_argument("username", metavar="NAME")
    marks.add_argument("--days", metavar="N", type=int, default=7, help="so many days back (7)")
    marks.set_defaults(run=_marks)


def _marks(options: argparse.Namespace) -> int:
    """0: one line a day, the latest first."""
    from huiyin.kernel import time

    from .signing_in import mark

    today = time.now().date()
    for back in range(max(1, min(options.days, 400))):
        day = today - dt.timedelta(days=back)
        _say(f"{day.isoformat()} {mark(options.username, day)}")
    return 0


def _import(options: argparse.Namespace) -> int:
    """0: written (or nothing to write); 1: the workbook has problems; 2: the file can't be read."""
    from .access import machine
    from .actions import NotImported, import_staff, preview_import

    organisation = _organisation(options.to)
    content = _content(options.file)
    actor = machine("people")
    try:
        if options.check:
            planned = preview_import(actor=actor, organisation=organisation, content=content)
            if planned.problems:
                raise NotImported(planned.problems)
            changes, keys = planned.changes, []
        else:
            done = import_staff(actor=actor, organisation=organisation, content=content)
            changes = list(done.changes)
            keys = [{"name": key.name, "username": key.username, "code": key.key} for key in done.keys]
    except NotImported as refused:
        return _report_problems(options, refused)
    listed = [{"table": change.table, "new": change.new, "name": change.name} for change in changes]
    if options.json:
        _say(json.dumps({"changes": listed, "codes": keys, "problems": []}, ensure_ascii=False))
        return 0
    for change in changes:
        _say(f"{'+' if change.new else '~'} {change.table} {change.name}")
    for key in keys:
        _say(_("%(name)s (%(username)s) sets a password with the code %(code)s") % key)
    _say(_("Nothing would change.") if not changes else _("%(n)d changes.") % {"n": len(changes)})
    return 0


def _report_problems(options: argparse.Namespace, refused: Exception) -> int:
    from .actions import NotImported

    assert isinstance(refused, NotImported)  # narrows for the type checker
    if options.json:
        problems = [
            {"sheet": problem.sheet, "row": problem.row, "column": problem.column,
             "reason": problem.message, "remedy": problem.remedy}
            for problem in refused.problems
        ]  # fmt: skip
        _say(json.dumps({"changes": [], "codes": [], "problems": problems}, ensure_ascii=False))
    else:
        for problem in refused.problems:
            sys.stderr.write(f"{options.file}: {problem}\n")
        sys.stderr.write(f"huiyin: {refused.sentences}\n")
    return 1


def _organisation(wanted: str) -> str:
    """The public id of the organisation with this name or id; of the only one where none is named."""
    from .models import Organisation

    rows = Organisation.objects.filter(closed_at=None)
    found = [row for row in rows if not wanted or wanted in (row.public_id, row.name, row.short_name)]
    if len(found) == 1:
        return found[0].public_id
    names = "、".join(row.name for row in rows)
    raise BadInput(
        "--to",
        _("It is not clear which organisation is meant."),
        _("Name one of: %(names)s.") % {"names": names or _("(none yet: run `huiyin setup` first)")},
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read."), str(error.strerror or "")) from error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
