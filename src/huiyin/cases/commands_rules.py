"""`huiyin terms load` and `huiyin procedures migrate`: what an office brings in, and a corrected procedure for running cases."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from .actions.school_terms import Problem, TermsPlan
    from .office_rules.migration import Change

SHOWN = 50  # lines on the terminal; --json has all


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `terms load`, and `migrate` to the verbs of `procedures`."""
    terms = commands.add_parser("terms", help="school terms").add_subparsers(dest="verb", required=True, metavar="VERB")
    load = terms.add_parser(
        "load",
        help="bring in the terms of schools from a table (.csv, .xlsx)",
        description="Columns: organisation, name, first day, last day. All of it or nothing: a bad row is named with the "
        "reason. Loading again changes nothing. Where running dates would move, they are listed first, and --apply does it.",
    )
    load.add_argument("file", metavar="FILE", type=Path)
    load.add_argument("--apply", action="store_true", help="load it although running dates move")
    load.add_argument("--json", action="store_true", help="one JSON object on stdout")
    load.set_defaults(run=_load_terms)
    _register_migrate(_verbs_of(commands.choices["procedures"]))


def _register_migrate(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = verbs.add_parser(
        "migrate",
        help="let running cases go on by a corrected procedure",
        description="Shows what would move; --apply does it. Refused where the mapping leaves a state out, where a lawful "
        "date would become later, or where nobody would be responsible. Exit status: 0 done or possible, 1 refused.",
    )
    which = migrate.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="ID", default="", help="one case, by its number")
    which.add_argument("--organisation", metavar="ORG", default="", help="name or id: its cases, not those below it")
    migrate.add_argument("--from", dest="source", metavar="PACK@VERSION", required=True)
    migrate.add_argument("--to", dest="target", metavar="PACK@VERSION", required=True)
    migrate.add_argument("--mapping", metavar="FILE", type=Path, required=True, help="TOML or JSON: [states] old = new")
    migrate.add_argument("--apply", action="store_true", help="move them")
    migrate.add_argument("--json", action="store_true", help="one JSON object on stdout")
    migrate.set_defaults(run=_migrate)


def _verbs_of(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def _load_terms(options: argparse.Namespace) -> int:
    from huiyin.kernel import ledger
    from huiyin.organisations.access import machine

    from .actions.school_terms import load_terms, plan_terms
    from .office_rules.terms_file import read_terms

    table = read_terms(options.file)
    plan = plan_terms(table.rows)
    problems = [*table.problems, *plan.problems]
    applied = not problems and (options.apply or not plan.moves or _asked(options, _terms_in_words(plan)))
    if applied and plan.changes:
        load_terms(actor=machine("terms-load"), plan=plan)
        ledger.sequence_now()
    if options.json:
        _say(json.dumps(_terms_as_json(table.read, plan, problems, applied=applied), ensure_ascii=False))
    elif problems:
        for problem in sorted(problems, key=lambda one: one.row):
            sys.stderr.write(f"{options.file}: {_problem_in_words(problem)}\n")
        sys.stderr.write(_("huiyin: nothing was loaded. Mend these rows and load the file again.") + "\n")
    else:
        _say(_terms_in_words(plan))
        _say(_("Loaded.") if applied else _("Nothing was changed. Load it with --apply."))
    return 2 if problems else 0


def _terms_as_json(read: int, plan: TermsPlan, problems: list[Problem], *, applied: bool) -> dict[str, Any]:
    return {
        "read": read,
        "saved": len(plan.changes) if applied else 0,
        "already": plan.already,
        "rejected": [{"row": one.row, "column": one.column, "reason": one.reason} for one in problems],
        "applied": applied,
        "moves": [
            {"about": move.about, "name": move.name, "from": move.old.isoformat(), "to": move.new.isoformat()}
            for move in plan.moves
        ],
    }


def _terms_in_words(plan: TermsPlan) -> str:
    head = _("%(new)d terms are new or differ, %(already)d are there already; %(moves)d running dates move.")
    head %= {"new": len(plan.changes), "already": plan.already, "moves": len(plan.moves)}
    lines = [f"  {move.old} → {move.new}  {move.about}  {move.title}" for move in plan.moves[:SHOWN]]
    return "\n".join([head, *lines, *(["  …"] if len(plan.moves) > SHOWN else [])])


def _problem_in_words(problem: Problem) -> str:
    return _("row %(row)d, %(column)s: %(reason)s") % {
        "row": problem.row, "column": problem.column, "reason": problem.reason
    }  # fmt: skip


def _migrate(options: argparse.Namespace) -> int:
    from huiyin.kernel import ledger
    from huiyin.organisations.access import machine

    from .actions.migrating import migrate, plan_migration
    from .importing.office import find_office
    from .office_rules.mapping_file import migration

    wanted = migration(options.source, options.target, options.mapping)
    home = find_office(options.organisation, "--organisation") if options.organisation else None
    changes = plan_migration(wanted, organisation=home, case=options.case)
    refused = [change for change in changes if change.refusals]
    moved = 0
    if options.apply and changes and not refused:
        moved, refused = migrate(actor=machine("procedures-migrate"), migration=wanted, changes=changes)
        ledger.sequence_now()
    if options.json:
        _say(json.dumps({"cases": [_change_as_json(one) for one in changes], "refused": len(refused), "moved": moved}))
    else:
        _say("\n".join(_change_in_words(one) for one in (*refused, *changes)[:SHOWN]))
        _say(_outcome(len(changes), len(refused), moved, applied=options.apply))
    return 1 if refused else 0


def _outcome(found: int, refused: int, moved: int, *, applied: bool) -> str:
    if refused and not moved:
        return ngettext(
            "Refused for %(refused)d of %(found)d case: nothing was changed.",
            "Refused for %(refused)d of %(found)d cases: nothing was changed.",
            found,
        ) % {"refused": refused, "found": found}
    if applied:
        words = _("%(moved)d cases go on by the corrected procedure; %(left)d were left where they were.")
        return words % {"moved": moved, "left": found - moved}
    return _("%(found)d cases would move. Nothing was changed; do it with --apply.") % {"found": found}


def _change_as_json(change: Change) -> dict[str, Any]:
    return {
        "case": change.case,
        "from": change.from_state,
        "to": change.to_state,
        "refusals": [str(reason) for reason in change.refusals],
        "clocks": [
            {
                "name": clock.name,
                "now": clock.now.isoformat() if clock.now else None,
                "then": clock.then.isoformat() if clock.then else None,
                "late_at_once": clock.late_at_once,
            }
            for clock in change.clocks
        ],
    }


def _change_in_words(change: Change) -> str:
    lines = [f"{change.case}  {change.from_state} → {change.to_state}"]
    for clock in change.clocks:
        mark = "  " + _("(late at once)") if clock.late_at_once else ""
        lines.append(f"  {clock.title}: {clock.now or '–'} → {clock.then or '–'}{mark}")
    return "\n".join([*lines, *(f"  ! {reason}" for reason in change.refusals)])


def _asked(options: argparse.Namespace, words: str) -> bool:
    if options.json or not sys.stdin.isatty():
        return False
    _say(words)
    return input(_("Load it? Type yes: ")).strip().lower() in {"yes", "y", "是"}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
