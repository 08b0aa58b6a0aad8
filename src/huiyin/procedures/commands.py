"""`huiyin procedures check | draw`: is a procedure sound, and what does it look like."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.utils.translation import get_language, gettext

from huiyin.kernel.errors import BadInput
from huiyin.procedures import Problem, check, draw, load, names, versions
from huiyin.procedures.loading import read, refused
from huiyin.procedures.own import OwnPack
from huiyin.procedures.schema import Pack

LANGUAGES = ("zh-hans", "zh-hant", "en")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    room = commands.add_parser("procedures", help="check and draw procedures").add_subparsers(required=True)
    checking = room.add_parser("check", help="check the installed procedures, or one file")
    checking.add_argument("file", nargs="?", type=Path, metavar="FILE")
    checking.add_argument("--json", action="store_true")
    checking.set_defaults(run=run_check, needs_database=False)
    drawing = room.add_parser("draw", help="draw a procedure as SVG")
    drawing.add_argument("name", metavar="NAME")
    drawing.add_argument("--language", choices=LANGUAGES, default=None)
    drawing.add_argument("--at", metavar="STATE", default=None, help="ring the state in which a case stands")
    drawing.add_argument("-o", "--output", type=Path, metavar="FILE")
    drawing.set_defaults(run=run_draw, needs_database=False)


def run_check(options: argparse.Namespace) -> int:
    """Check; exit status 1 where a procedure does not hold."""
    packs = [read(options.file)] if options.file else [load(n, v) for n in names() for v in versions(n)]
    checked = [(pack, check(pack)) for pack in packs]
    unsound = [] if options.file else refused()
    checked += [(own.pack, list(own.problems)) for own in unsound if own.pack]
    unreadable = [own for own in unsound if own.pack is None]
    ok = not any(problems for _pack, problems in checked) and not unreadable
    if options.json:
        body = {"ok": ok, "packs": [*(_as_json(*one) for one in checked), *map(_unread_as_json, unreadable)]}
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    else:
        for pack, problems in checked:
            sys.stdout.write(_as_text(pack, problems))
        for own in unreadable:
            sys.stdout.write(f"{own.problems[0].path}\n    {own.problems[0].message}\n")
    return 0 if ok else 1


def run_draw(options: argparse.Namespace) -> int:
    """Write the drawing to a file or to stdout."""
    pack = load(options.name)
    if options.at is not None and options.at not in {s.id for s in pack.states}:
        raise BadInput(options.at, gettext("This procedure has no such state."), ", ".join(s.id for s in pack.states))
    svg = draw(pack, options.at, options.language or get_language() or "zh-hans")
    if options.output:
        options.output.write_text(svg, encoding="utf-8")
    else:
        sys.stdout.write(svg)
    return 0


def _as_json(pack: Pack, problems: list[Problem]) -> dict[str, object]:
    return {
        "name": pack.name,
        "version": pack.version,
        "states": len(pack.states),
        "transitions": len(pack.transitions),
        "deadlines": len(pack.deadlines),
        "problems": [{"rule": p.rule, "path": p.path, "message": p.message} for p in problems],
    }


def _unread_as_json(own: OwnPack) -> dict[str, object]:
    problems = [{"rule": p.rule, "path": p.path, "message": p.message} for p in own.problems]
    name, _at, version = own.file.stem.rpartition("@")
    nothing = {"states": 0, "transitions": 0, "deadlines": 0}
    return {
        "name": name or own.file.stem,
        "version": int(version) if name and version.isdecimal() else 0,
        **nothing,
        "problems": problems,
    }


def _as_text(pack: Pack, problems: list[Problem]) -> str:
    title = pack.title.into(get_language() or "zh-hans")
    head = gettext(
        "%(name)s@%(version)s %(title)s: %(states)s states, %(deadlines)s deadlines, %(problems)s problems"
    ) % {
        "name": pack.name,
        "version": pack.version,
        "title": title,
        "states": len(pack.states),
        "deadlines": len(pack.deadlines),
        "problems": len(problems),
    }
    return "\n".join([head, *(f"  {p.rule}  {p.path}\n    {p.message}" for p in problems)]) + "\n"
