"""The command `organisation`: one of many out of an installation, and in."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huiyin.kernel.ledger.commands import in_utc
from huiyin.operations.console import in_its_language

if TYPE_CHECKING:
    from huiyin.organisations.models import Organisation

    from .restoring import Restored


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `huiyin organisation export|restore`."""
    parser = commands.add_parser("organisation", help="export one organisation of many, or restore it alone")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = verbs.add_parser("export", help="write all that belongs to one organisation into one encrypted file")
    export.add_argument("organisation", metavar="ORG", help="its name or public id")
    export.add_argument("file", type=Path)
    export.add_argument("--below", action="store_true", help="with the organisations below it")
    export.add_argument(
        "--for", dest="also_for", action="append", default=[], metavar="age1…", help="the installation that it goes to"
    )
    export.add_argument("--passphrase-file", type=Path, help="a file whose first line opens it too")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=_export)
    restore = verbs.add_parser("restore", help="say what an export would change here; with --yes change it")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true", help="do it")
    restore.add_argument("--under", metavar="ORG", default="", help="below which organisation it stands here")
    restore.add_argument("--passphrase-file", type=Path)
    restore.add_argument("--json", action="store_true")
    restore.set_defaults(run=_restore)


@in_its_language
def _export(options: argparse.Namespace) -> int:
    from .archive import passphrase_of
    from .exporting import export

    passphrase = passphrase_of(options.passphrase_file) if options.passphrase_file else ""
    done = export(
        _named(options.organisation, "ORG"),
        options.file,
        below=options.below,
        also_for=tuple(options.also_for),
        passphrase=passphrase,
        say=_progress(options),
    )
    about = done.manifest
    if options.json:
        said = {
            "file": str(done.path),
            "bytes": done.bytes,
            "organisations": about.organisations,
            "counts": about.counts,
        }
        _print({**said, "entries": about.entries, "unproved": about.unproved, "damaged": about.damaged})
        return 1 if about.damaged else 0
    _say(
        _("{path} is written and on disk: {rows} rows, {files} files, {entries} entries of the ledger.").format(
            path=done.path,
            rows=sum(about.counts.values()),
            files=sum(name.startswith("files/") for name in about.members),
            entries=about.entries,
        )
    )
    for name in about.damaged:
        _say(_("The bytes of file {name} are gone or altered here: they are not in it.").format(name=name))
    return 1 if about.damaged else 0


@in_its_language
def _restore(options: argparse.Namespace) -> int:
    """0: done, or nothing to do; 1: it would change something and was not told to, or something does not hold."""
    from .archive import passphrase_of
    from .restoring import restore

    passphrase = passphrase_of(options.passphrase_file) if options.passphrase_file else ""
    under = _named(options.under, "--under") if options.under else None
    done = restore(options.file, passphrase=passphrase, under=under, do=options.yes, say=_progress(options))
    status = 1 if done.altered or (done.writes and not done.done) else 0
    if options.json:
        _print(
            {
                "made_at": done.about.made_at,
                "own": done.own,
                "done": done.done,
                "counts": done.plan.counts(),
                "lacking": {relation: dict(names) for relation, names in done.plan.lacking.items()},
                "altered": done.altered,
                "proved": done.proved,
                "written": done.written,
                "files": len(done.files),
                "carried": done.carried,
                "renamed": done.renamed,
            }
        )
        return status
    for line in _told(done):
        _say(line)
    return status


def _told(done: Restored) -> list[str]:
    meanings = {
        "new": _("not here: is put in"),
        "same": _("the same here"),
        "older-here": _("older here: is brought to where the export stands"),
        "damaged-here": _("altered or lost its record here: is put back as the ledger says"),
        "newer-here": _("newer here: stays"),
        "changed-here-and-there": _("changed here and there since: stays as it is here; compare by hand"),
        "erased-here": _("erased here since: stays erased"),
        "names-what-is-not-here": _("left out: it can't stand without something that is not here"),
        "working-state": _("working state: stays as it is here"),
    }
    lines = [
        _("The export is of {moment}. What happened after that is not in it.").format(moment=in_utc(done.about.made_at))
    ]
    for act, models in done.plan.counts().items():
        lines.append(f"{sum(models.values()):8}  {meanings[act]}")
        if act != "same":
            lines += [f"{number:14}  {label}" for label, number in models.items()]
    for relation, names in done.plan.lacking.items():
        named = ", ".join(name or "–" for name in sorted(names)[:5])
        lines.append(
            _(
                "{relation} names something that is not here ({names}): restore that first, or fill it in by hand."
            ).format(relation=relation, names=named)
        )
    if done.files:
        lines.append(_("{number} files: their bytes are put in.").format(number=len(done.files)))
    lines += [_("Not as the source's own ledger says: {row}").format(row=row) for row in done.altered[:100]]
    lines += [
        _("The sign-in name {name} was taken; that person now signs in as {other}.").format(name=name, other=other)
        for name, other in done.renamed.items()
    ]
    lines.append(_("{number} entries of its history are proved by the source's checkpoint.").format(number=done.proved))
    if done.done:
        lines.append(
            _("Done: {rows} rows; {entries} entries were taken over as history.").format(
                rows=done.written, entries=done.carried
            )
        )
    elif done.writes:
        lines.append(_("Nothing was changed yet. Type it again with --yes to do it."))
    return lines


def _named(wanted: str, place: str) -> Organisation:
    from huiyin.kernel.errors import BadInput
    from huiyin.organisations.models import Organisation

    rows = Organisation.objects.order_by("path")
    found = [row for row in rows if wanted in (row.public_id, row.name, row.short_name)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{row.name} ({row.public_id})" for row in rows)
    raise BadInput(
        place, _("It is not clear which organisation is meant."), _("Name one of: {names}.").format(names=names)
    )


def _progress(options: argparse.Namespace) -> Any:
    """Lines on standard error, so that what is asked for stands alone on standard output."""
    return (lambda line: None) if options.json else (lambda line: sys.stderr.write(f"{line}\n"))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print(value: dict[str, object]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
