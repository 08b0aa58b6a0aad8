"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

if TYPE_CHECKING:
    from huiyin.kernel.ledger import verification


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    ledger = commands.add_parser("ledger", help="verify the record of who did what, when")
    verbs = ledger.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="recompute everything and name the first thing that does not fit")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    verify.add_argument(
        "--against", metavar="FILE", type=Path, help="a checkpoint that was kept outside of this machine"
    )
    verify.set_defaults(run=_verify)
    checkpoint = verbs.add_parser("checkpoint", help="print the latest signed checkpoint, to be kept elsewhere")
    checkpoint.set_defaults(run=_checkpoint)


def _verify(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import signing, verification

    against = None
    if options.against:
        try:
            against = signing.read(options.against.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, signing.NoteError) as error:
            remedy = _("Give a file made by `huiyin ledger checkpoint` of this installation.")
            raise BadInput(str(options.against), error, remedy) from error
    report = verification.verify(against=against)
    sys.stdout.write(_as_json(report) if options.json else _as_text(report, kept=against is not None))
    return 0 if report.ok else 1


def _checkpoint(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import queries

    latest = queries.latest_checkpoint()
    if latest is None:
        sys.stderr.write(_("No checkpoint has been signed yet; the worker signs one every few minutes.") + "\n")
        return 1
    sys.stdout.write(latest.note)
    return 0


def _as_json(report: verification.Report) -> str:
    fields = ("ok", "entries", "tree_size", "root", "first_bad")
    return json.dumps({name: getattr(report, name) for name in fields}, ensure_ascii=False) + "\n"


def _as_text(report: verification.Report, *, kept: bool) -> str:
    lines = [
        _("Entries: %(entries)s, of which %(waiting)s wait for the tree.")
        % {"entries": report.entries, "waiting": report.waiting},
        _("Tree: %(size)s leaves, root %(root)s, %(checkpoints)s checkpoints.")
        % {"size": report.tree_size, "root": report.root, "checkpoints": report.checkpoints},
        _("Rows committed to: %(rows)s; erased: %(erased)s.") % {"rows": report.rows, "erased": report.erased},
        *report.bad,
        _("Everything fits.") if report.ok else _("It does NOT fit. Keep a copy of the database as it is now."),
    ]
    if not kept:
        lines.append(_("A tail that was cut off shows only against a checkpoint held outside: --against FILE."))
    return "\n".join(lines) + "\n"
