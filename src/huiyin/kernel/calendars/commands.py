"""`huiyin calendar due | is-working-day | load`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, HuiyinError

from . import answers

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    room = commands.add_parser("calendar", help="working days and due dates")
    verbs = room.add_subparsers(dest="verb", required=True, metavar="VERB")
    _register_due(verbs)
    _register_day(verbs)
    load = verbs.add_parser("load", help="bring a year's notice of days off into force, after showing what would move")
    load.add_argument("file", help="one year, as published by holiday-cn")
    load.add_argument("--apply", action="store_true", help="load it without asking")
    load.add_argument("--json", action="store_true", help="one JSON object on stdout")
    load.set_defaults(run=_load)


def _register_due(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    due = verbs.add_parser("due", help="the last day of a time limit")
    due.add_argument("many", nargs="?", choices=["-"], metavar="-", help="read many from stdin, a JSON object a line")
    due.add_argument("--from", dest="start", metavar="DATE", help="day of the event, which is not counted")
    due.add_argument("--length", metavar="N", help="how many")
    due.add_argument("--unit", choices=answers.UNITS, help="days (calendar days), working-days or months")
    _places(due)
    due.add_argument("--zone", help="time zone of the last day's end (default: the installation's)")
    due.add_argument("--no-roll", dest="roll", action="store_false", help="leave a last day on a rest day")
    due.add_argument("--json", action="store_true", help="one JSON object on stdout")
    due.set_defaults(run=_due, needs_database=False)


def _register_day(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    day = verbs.add_parser("is-working-day", help="whether a date is a working day, and why")
    day.add_argument("date", metavar="DATE", help="YYYY-MM-DD, or - to read many from stdin, a JSON object a line")
    _places(day)
    day.add_argument("--json", action="store_true", help="one JSON object on stdout")
    day.set_defaults(run=_is_working_day, needs_database=False)


def _places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", default="CN", help="ISO 3166 code (default CN, mainland China)")


def _due(options: argparse.Namespace) -> int:
    usual = {"unit": options.unit, "region": options.region, "roll": options.roll, "zone": options.zone}
    usual = {key: value for key, value in usual.items() if value is not None}
    if options.many or options.start == "-":
        return _answer_lines(lambda question: answers.due({**usual, **question}))
    length = answers.whole_number(options.length, "--length")
    given = {"from": options.start, "length": length}
    answer = answers.due({**usual, **given})
    _say(answer if options.json else answers.due_in_words(answer), as_json=options.json)
    return 0


def _is_working_day(options: argparse.Namespace) -> int:
    usual = {"region": options.region}
    if options.date == "-":
        return _answer_lines(lambda question: answers.working_day({**usual, **question}))
    answer = answers.working_day({**usual, "date": options.date})
    _say(answer if options.json else answers.day_in_words(answer), as_json=options.json)
    return 0


def _answer_lines(ask: Answer) -> int:
    """One answer a line, in order, each at once; a line that can't be used says so in its own place."""
    wrong = total = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        total += 1
        try:
            answer = ask(_read_line(line))
        except HuiyinError as error:
            wrong += 1
            answer = _refusal(number, error)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if wrong:
        words = _("%(wrong)d of %(total)d lines can't be used; the answer in each one's place says why.")
        sys.stderr.write("huiyin: " + words % {"wrong": wrong, "total": total} + "\n")
    return 2 if wrong else 0


def _read_line(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except ValueError:  # broken JSON or broken UTF-8
        raise BadInput(
            "", _("This is no JSON."), _('Write one object a line, such as {"date": "2026-10-10"}.')
        ) from None
    if not isinstance(question, dict):
        raise BadInput("", _("This is no object."), _('Write one object a line, such as {"date": "2026-10-10"}.'))
    return question


def _refusal(number: int, error: HuiyinError) -> dict[str, Any]:
    field = error.place if isinstance(error, BadInput) else ""
    place = f"line {number}" + (f": {field}" if field else "")
    return {"error": str(error.message), "place": place, "remedy": str(error.remedy)}


def _load(options: argparse.Namespace) -> int:
    from . import actions, tables

    notice = answers.read_notice_file(Path(options.file))
    tables.require_database()
    in_force = actions.in_force(notice)
    moves = [] if in_force else actions.preview(notice)
    applied = False
    if not options.json:
        _say(answers.moves_in_words(notice, moves, in_force=in_force), as_json=False)
    if not in_force and (options.apply or _asked(options)):
        moves = actions.load_year(notice=notice, actor="system:calendar-load") or []
        ledger.sequence_now()
        applied = True
    if options.json:
        _say(answers.load(notice, moves, applied=applied, in_force=in_force), as_json=True)
    elif applied:
        _say(_("Loaded. %d running dates were moved; each one shows why.") % len(moves), as_json=False)
    elif not in_force:
        _say(_("Nothing was changed. Load it with --apply."), as_json=False)
    return 0


def _asked(options: argparse.Namespace) -> bool:
    if options.json or not sys.stdin.isatty():
        return False
    return input(_("Load it? Type yes: ")).strip().lower() in {"yes", "y", "是"}


def _say(answer: object, *, as_json: bool) -> None:
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if as_json else str(answer)) + "\n")
