"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

if TYPE_CHECKING:
    from huiyin.organisations.models import Organisation

    from .importing.running import Result

OFFICE = "imported"
SHOWN = 20  # rejected rows on the terminal; the file has all


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `huiyin cases import`, `categories` and `figures`."""
    cases = commands.add_parser("cases", help="messages of a former system, and figures")
    verbs = cases.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring_in = verbs.add_parser(
        "import",
        help="bring in messages from a table (.csv, .xlsx)",
        description="Each row becomes a case, or is named with the reason why not. Nothing is imported twice. "
        "Exit status: 0 done, also when rows were rejected (they are listed, and written into a file that can be mended "
        "and given again); 2 the file can't be used as a table, and nothing was imported.",
    )
    bring_in.add_argument("file", metavar="FILE", type=Path)
    bring_in.add_argument("--to", metavar="ORG", default="", help=f'name or id of the office (default: "{OFFICE}")')
    bring_in.add_argument("--mapping", metavar="FILE", type=Path, help="which column holds what, in TOML or JSON")
    bring_in.add_argument("--encoding", metavar="NAME", default="", help="of a .csv that is not recognised")
    bring_in.add_argument("--rejects", metavar="FILE", type=Path, help="where rejected rows go (default: beside FILE)")
    bring_in.add_argument("--json", action="store_true", help="one JSON object on stdout")
    bring_in.set_defaults(run=_import)
    categories = verbs.add_parser(
        "categories",
        help="load a taxonomy (.csv with the columns level1, level2, level3; optional en, hant)",
        description="Categories that are not there yet are added; those that are there stay as they are.",
    )
    categories.add_argument("file", metavar="FILE", type=Path)
    categories.set_defaults(run=_categories)
    figures = verbs.add_parser("figures", help="how long answers took, and how cases ended")
    figures.add_argument("--org", metavar="ORG", default="", help="name or id of one office (default: all)")
    figures.add_argument("--json", action="store_true", help="one JSON object on stdout")
    figures.set_defaults(run=_figures)


def _import(options: argparse.Namespace) -> int:
    from huiyin.kernel import ledger
    from huiyin.organisations.access import machine

    from .importing.columns import ColumnMap, read_mapping
    from .importing.office import office_for
    from .importing.reading import read_table
    from .importing.running import Import

    mapping = read_mapping(options.mapping) if options.mapping else ColumnMap()
    if not options.file.is_file():
        raise BadInput(str(options.file), _("There is no such file."))
    table = read_table(options.file, mapping, options.encoding)
    actor = machine("import")
    job = Import(
        actor=actor,
        organisation=office_for(options.to, actor, default=OFFICE),
        path=options.file,
        table=table,
        day_order=mapping.day_order,
        rejects_file=options.rejects,
        progress=_bar if sys.stderr.isatty() else lambda done, of: None,
    )
    result = job.run()
    ledger.sequence_now()
    sys.stdout.write(_as_json(result) if options.json else _as_text(result))
    return 0


def _categories(options: argparse.Namespace) -> int:
    from huiyin.kernel import ledger

    from .taxonomy import load_taxonomy

    added = load_taxonomy(options.file)
    ledger.sequence_now()
    sys.stdout.write(_("%(count)d new categories.") % {"count": added} + "\n")
    return 0


def _figures(options: argparse.Namespace) -> int:
    from .queries.reply_times import endings, reply_times

    organisation = _organisation(options.org) if options.org else None
    figures = {**asdict(reply_times(organisation)), **asdict(endings(organisation))}
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        width = max(map(len, figures))
        sys.stdout.writelines(
            f"{name:<{width}}  {'–' if value is None else value}\n" for name, value in figures.items()
        )
    return 0


def _organisation(wanted: str) -> Organisation:
    from .importing.office import find_office

    return find_office(wanted, "--org")


def _as_json(result: Result) -> str:
    answer = {
        "read": result.read,
        "imported": result.imported,
        "already": result.already,
        "rejected": [{"row": one.row, "column": one.column, "reason": one.reason} for one in result.rejected],
        "rejects_file": str(result.rejects_file) if result.rejects_file else None,
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _as_text(result: Result) -> str:
    words = _("%(read)d rows: %(imported)d imported, %(already)d were there already, %(rejected)d rejected.")
    numbers = {"read": result.read, "imported": result.imported, "already": result.already}
    lines = [words % {**numbers, "rejected": len(result.rejected)}]
    if result.unknown:
        lines.append(_("Columns that nothing was made of: %s.") % "、".join(result.unknown))
    for one in result.rejected[:SHOWN]:
        lines.append(_("Row %(row)d, %(column)s: %(reason)s") % asdict(one))
    if len(result.rejected) > SHOWN:
        lines.append("…")
    if result.rejects_file:
        words = _(
            "The rejected rows are in %s: mend them there and give that file. It holds personal data: delete it then."
        )
        lines.append(words % result.rejects_file)
    return "\n".join(lines) + "\n"


def _bar(done: int, of: int) -> None:
    """One line on the terminal that fills; a line's end when it is full."""
    width = 30
    filled = width * done // of if of else width
    end = "\n" if done >= of else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{of}{end}")
    sys.stderr.flush()
