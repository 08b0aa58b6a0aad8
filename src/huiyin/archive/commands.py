"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

SHOWN = 50  # rejects on the terminal


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `huiyin archive import` and `check`."""
    archive = commands.add_parser("archive", help="packages and catalogues of an old archive")
    verbs = archive.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring_in = verbs.add_parser(
        "import",
        help="bring in a catalogue with scans, or BagIt packages",
        description="FOLDER or file: tables (.csv, .xlsx with 档号 and 题名), the scans that they name, packages (.zip). Nothing is "
        "imported twice. Exit status: 0 done; 1 some rows were rejected, each is named.",
    )
    bring_in.add_argument("path", metavar="FOLDER", type=Path)
    bring_in.add_argument("--to", metavar="ORG", required=True, help="name or id of the office")
    bring_in.set_defaults(run=_import)
    check = verbs.add_parser("check", help="whether a BagIt package is whole and unchanged")
    check.add_argument("file", metavar="FILE", type=Path)
    check.set_defaults(run=_check)


def _import(options: argparse.Namespace) -> int:
    from huiyin.cases.importing.office import office_for
    from huiyin.kernel import ledger
    from huiyin.organisations.access import machine

    from .importing.running import run

    paths = sorted(options.path.rglob("*")) if options.path.is_dir() else [options.path]
    given = {
        str(one.relative_to(options.path) if one != options.path else one.name): _bytes(one)
        for one in paths
        if not one.is_dir()
    }
    actor = machine("import")
    result = run(actor=actor, organisation=office_for(options.to, actor, default=""), given=given)
    ledger.sequence_now()
    told = {"read": result.read, "new": result.imported, "there": result.already, "wrong": len(result.rejected)}
    _say(_("%(read)d read, %(new)d brought in, %(there)d there already, %(wrong)d rejected") % told)
    for one in result.rejected[:SHOWN]:
        _say(f"{one.place}: {one.reason}")
    return 1 if result.rejected else 0


def _check(options: argparse.Namespace) -> int:
    from .bags.checking import read

    bag = read(_bytes(options.file), options.file.name)
    _say(_("%(name)s is whole: %(files)d files.") % {"name": bag.name, "files": len(bag.payload)})
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror, "") from error
