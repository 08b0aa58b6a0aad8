"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.organisations.access import machine

from . import actions, printing, starters
from .paper import KINDS, folder
from .reading import Text, read_file

if TYPE_CHECKING:  # what understands is loaded by who asks for it: every command loads this module
    from .understanding import FoundLimit, Lines, Plan, Understood

_SHOWN = 60  # signs of an unplaced line on the terminal
_OWN_KINDS = frozenset(
    {"crush", "drowning", "self-harm", "bullying", "network", "data", "building", "laboratory", "evacuation"}
)
"""Kinds that are ours alone: whoever reads the JSON knows the general ones, and is told `other`."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `huiyin plans import | check | print`."""
    plans = commands.add_parser("plans", help="plan documents: what is in them, and whether it holds")
    verbs = plans.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring_in = verbs.add_parser(
        "import",
        help="understand a plan (.docx, .pdf, .md, .txt)",
        description="Says which plans, parts, roles, steps and time limits are in the file, each with its lines, and which "
        "lines found no place. Nothing is stored. Exit status: 0 done; 2 the file can't be used.",
    )
    bring_in.add_argument("file", metavar="FILE", type=Path)
    bring_in.add_argument("--encoding", metavar="NAME", default="", help="of a text that is not recognised")
    bring_in.add_argument("--json", action="store_true", help="one JSON object on stdout")
    bring_in.set_defaults(run=_import, needs_database=False)
    _register_check(verbs)
    to_paper = verbs.add_parser(
        "print",
        help="a plan on paper, and as a folder that opens without a network",
        description="Writes action cards, pocket card, contact tree, map, lists, log sheets and the whole plan as PDF, and pages "
        "that a phone opens from the folder, in three languages. Exit status: 0 done; 2 no such plan, or it can't be written.",
    )
    to_paper.add_argument("name", metavar="NAME", help="a starter plan, or the id or title of a plan")
    to_paper.add_argument("--out", metavar="DIR", type=Path, required=True, help="a folder that is new or empty")
    to_paper.add_argument("--exercise", action="store_true", help="the sheets are for an exercise, and say so")
    to_paper.add_argument("--json", action="store_true", help="one JSON object on stdout")
    to_paper.set_defaults(run=_print, needs_database=lambda options: options.name not in starters.names())


def _register_check(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = verbs.add_parser(
        "check",
        help="what is missing, out of date or unlawful in a plan (.docx, .pdf, .md, .txt)",
        description="Checks a plan against what the law demands of it and forbids in it, each point at its lines with the "
        "article. Nothing is stored. Exit status: 0 sound; 1 something is missing or unlawful; 2 the file can't be used.",
    )
    check.add_argument("file", metavar="FILE", type=Path)
    check.add_argument("--encoding", metavar="NAME", default="", help="of a text that is not recognised")
    check.add_argument("--json", action="store_true", help="one JSON object on stdout")
    check.set_defaults(run=_check, needs_database=False)


def _import(options: argparse.Namespace) -> int:
    from .understanding import understand

    text = read_file(options.file, options.encoding)
    understood = understand(text)
    if options.json:
        sys.stdout.write(json.dumps(as_json(text, understood), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(text, understood))
    return 0


def _check(options: argparse.Namespace) -> int:
    from .checking import command

    return command.run(options)


def _print(options: argparse.Namespace) -> int:
    out = folder.ready(options.out)
    written = folder.write(out, _printed(options.name, exercise=options.exercise))
    files = [str(path.relative_to(out)) for path in written]
    if options.json:
        sys.stdout.write(json.dumps({"folder": str(out), "files": files}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(
            _("%(count)s files. Open %(file)s.") % {"count": len(files), "file": out / "index.html"} + "\n"
        )
    return 0


def _printed(name: str, *, exercise: bool) -> folder.Printed:
    """Sheets of a plan of an office are numbered and kept as printed, like those from its page; of a starter plan nothing is kept."""
    if name in starters.names():
        return printing.for_starter(name, exercise=exercise)
    version = printing.version_named(name)
    empty = printing.gaps(version)
    for role in empty:
        sys.stderr.write(_("No card for “%(role)s”: nobody holds its post now.") % {"role": role.title} + "\n")
    roles = [role.key for role in version.text.roles if role not in empty]
    kinds = [kind for kind in KINDS if kind != "card" or roles]
    plan = printing.paper_plan(version, exercise=exercise)
    found = {}
    for language in folder.LANGUAGES:
        order = actions.Order(
            kinds, roles, language, exercise, log_pages=printing.LOG_PAGES, holder=_("folder without a network")
        )
        rows = actions.print_sheets(actor=machine("plans"), version_id=version.public_id, order=order)
        found[language] = (plan, [printing.sheet_id(row) for row in rows])
    ledger.sequence_now()
    return found


def as_json(text: Text, understood: Understood) -> dict[str, object]:
    """What was understood, as one object."""
    return {
        "plans": [_plan(plan, text) for plan in understood.plans],
        "lines_total": understood.lines_total,
        "lines_placed": understood.lines_placed,
        "line_texts": list(text.lines),
        "line_numbers": {str(line): number for line, number in enumerate(text.numbers, 1) if number},
        "encoding": text.encoding,
        "damaged": list(text.damaged),
        "silent_pages": list(text.silent_pages),
    }


def _plan(plan: Plan, text: Text) -> dict[str, object]:
    return {
        "title": plan.title,
        "kind": "other" if plan.kind in _OWN_KINDS else plan.kind,
        "lines": _pair(plan.lines),
        "front": [_pair(lines) for lines in plan.front],
        "closing": [_pair(lines) for lines in plan.closing],
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "part": section.part,
                "level": section.level,
                "lines": _pair(section.lines),
            }
            for section in plan.sections
        ],
        "roles": [{"role": role.role, "holder": role.holder, "line": role.line} for role in plan.roles],
        "steps": [
            {
                "text": step.text,
                "doer": step.doer,
                "part": step.part,
                "lines": _pair(step.lines),
                **({"minutes": step.minutes} if step.minutes is not None else {}),
            }
            for step in plan.steps
        ],
        "time_limits": [_limit(limit) for limit in plan.limits],
        "triggers": [{"text": trigger.text, "line": trigger.line} for trigger in plan.triggers],
        "levels": [
            {"rank": level.rank, "title": level.title, "begins": level.begins, "lines": _pair(level.lines)}
            for level in plan.levels
        ],
        "contacts": [{"name": one.name, "number": one.number, "line": one.line} for one in plan.contacts],
        "citations": [
            {"title": one.title, "document_number": one.document_number, "line": one.line} for one in plan.citations
        ],
        "unplaced": [{"lines": _pair(lines), "text": _words(lines, text)} for lines in plan.unplaced],
    }


def _limit(limit: FoundLimit) -> dict[str, object]:
    length = {"minutes": limit.minutes} if limit.minutes is not None else {"days": limit.days}
    return {"line": limit.line, "text": limit.text, **length, **({"working_days": True} if limit.working else {})}


def _pair(lines: Lines) -> list[int]:
    return [lines.first, lines.last]


def _words(lines: Lines, text: Text) -> str:
    return "\n".join(text.line(number) for number in lines)


def as_text(text: Text, understood: Understood) -> str:
    """The same for people: outline, counts, and what must be placed by hand."""
    out = []
    for plan in understood.plans:
        out.append(f"{plan.title} ({plan.kind})")
        out += [
            f"{'  ' * section.level}{section.number}{section.title or '—'}  [{section.part}]  "
            f"{section.lines.first}–{section.lines.last}"
            for section in plan.sections
        ]
        out.append(
            _("Roles: %(roles)s. Steps: %(steps)s. Time limits: %(limits)s. Numbers to ring: %(contacts)s.")
            % {
                "roles": len(plan.roles),
                "steps": len(plan.steps),
                "limits": len(plan.limits),
                "contacts": len(plan.contacts),
            }
        )
        out += [
            _("Not placed, line %(line)s: %(text)s") % {"line": number, "text": text.line(number).strip()[:_SHOWN]}
            for lines in plan.unplaced
            for number in lines
        ]
    for page in text.silent_pages:
        out.append(_("Page %(page)s is a picture and was not read.") % {"page": page})
    for line in text.damaged:
        out.append(_("Line %(line)s holds damaged signs.") % {"line": line})
    out.append(
        _("Lines: %(total)s, of these placed: %(placed)s.")
        % {"total": understood.lines_total, "placed": understood.lines_placed}
    )
    return "\n".join(out) + "\n"
