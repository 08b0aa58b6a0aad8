"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

if TYPE_CHECKING:
    from huiyin.kernel.ledger import signing, verification


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
    missing = verbs.add_parser("missing", help="name what came after the last entry here, by what was kept elsewhere")
    missing.add_argument("--old-database", metavar="FILE", type=Path, help="the huiyin.sqlite3 that was in use before")
    missing.add_argument("--against", metavar="FILE", type=Path, help="a checkpoint that was kept outside")
    missing.add_argument("--json", action="store_true", help="one JSON object on standard output")
    missing.set_defaults(run=_missing)
    key = verbs.add_parser("key", help="print the key that checkpoints are verified with, to be published elsewhere")
    key.set_defaults(run=_key)
    witness = verbs.add_parser("witness", help="whose co-signatures are trusted")
    whose = witness.add_subparsers(dest="whose", required=True, metavar="VERB")
    add = whose.add_parser("add", help="trust a witness")
    add.add_argument("key", metavar="KEY", help="its verifier key, name+hash+base64")
    add.set_defaults(run=_add_witness)
    remove = whose.add_parser("remove", help="trust a witness no longer; what it signed stays")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=_remove_witness)
    whose.add_parser("list", help="those that are trusted, and what each signed last").set_defaults(run=_witnesses)
    cosign = verbs.add_parser("cosign", help="take in a checkpoint of this log that witnesses have signed")
    cosign.add_argument("file", metavar="FILE", type=Path)
    cosign.set_defaults(run=_cosign)
    ask = verbs.add_parser("ask-witness", help="print what a witness is asked with (C2SP tlog-witness, add-checkpoint)")
    ask.add_argument("name", metavar="NAME")
    ask.set_defaults(run=_ask)


def _verify(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import verification

    against = _kept(options.against)
    report = verification.verify(against=against)
    sys.stdout.write(_as_json(report) if options.json else _as_text(report, kept=against is not None))
    return 0 if report.ok else 1


def _kept(path: Path | None) -> signing.Tree | None:
    """The tree of a checkpoint that lies in a file."""
    from huiyin.kernel.ledger import signing

    if path is None:
        return None
    try:
        return signing.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, signing.NoteError) as error:
        remedy = _("Give a file made by `huiyin ledger checkpoint` of this installation.")
        raise BadInput(str(path), error, remedy) from error


def _missing(options: argparse.Namespace) -> int:
    """0: nothing is known to be missing; 1: something is."""
    from huiyin.kernel.ledger import afterwards

    kept = _kept(options.against)
    places = afterwards.places_missing(kept) if kept else 0
    old = options.old_database
    found = afterwards.of_old_database(old) if old else afterwards.Missing(afterwards.last_moment())
    said = {
        "until": found.until.isoformat() if found.until else None,
        "entries": found.entries,
        "verbs": dict(found.verbs.most_common()),
        "things": dict(found.things.most_common()),
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "foreign": found.foreign,
        "damaged": found.damaged,
        "places": places,
    }
    if options.json:
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(missing_in_words(said)) + "\n")
    return 1 if found.entries or found.foreign or places else 0


def in_utc(moment: str | None) -> str:
    """A moment as a program keeps it (ISO 8601), as people read it: to the minute, in UTC."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if moment else "–"


def missing_in_words(said: dict[str, Any]) -> list[str]:
    """What `huiyin ledger missing --json` said, in lines for a person."""
    lines = [_("The last entry here is of %(moment)s.") % {"moment": in_utc(said["until"])}]
    if said["entries"]:
        lines.append(
            _("After it the old database holds %(entries)s entries, from %(first)s to %(last)s:")
            % {"entries": said["entries"], "first": in_utc(said["first"]), "last": in_utc(said["last"])}
        )
        lines += [f"{number:6}  {verb}" for verb, number in said["verbs"].items()]
        lines.append(_("They are about %(number)s things:") % {"number": len(said["things"])})
        lines += [f"{number:6}  {about}" for about, number in said["things"].items()]
    if said["foreign"]:
        lines.append(
            _("%(number)s entries there were not written with this installation's key: nothing is known of them.")
            % {"number": said["foreign"]}
        )
    if said["damaged"]:
        lines.append(_("The old database is damaged and could not be read to its end: there may be more."))
    if said["places"]:
        lines.append(
            _(
                "The checkpoint that was kept states %(places)s more places, of entries and of padding, than there are here: "
                "something came after."
            )
            % {"places": said["places"]}
        )
    return lines


def _checkpoint(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import queries

    latest = queries.latest_checkpoint()
    if latest is None:
        sys.stderr.write(_("No checkpoint has been signed yet; the worker signs one every few minutes.") + "\n")
        return 1
    sys.stdout.write(latest.note)
    return 0


def _key(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import signing

    sys.stdout.write(f"{signing.key()}\n")
    return 0


def _add_witness(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import witnessing

    row = witnessing.add_witness(key=options.key)
    sys.stdout.write(_("Trusted: %(name)s") % {"name": row.name} + "\n")
    return 0


def _remove_witness(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import witnessing

    witnessing.remove_witness(name=options.name)
    return 0


def _witnesses(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import queries

    for row in queries.witnesses():
        sys.stdout.write(f"{row.name} {row.tree_size or '-'} {row.seen_at.isoformat() if row.seen_at else '-'}\n")
    return 0


def _cosign(options: argparse.Namespace) -> int:
    """Exit status 1 where the checkpoint contradicts the log."""
    from huiyin.kernel.ledger import witnessing

    try:
        note = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(options.file), error, _("Give a checkpoint as a witness returned it.")) from error
    taken = witnessing.take(note=note)
    if taken.contradiction:
        sys.stderr.write(
            _("This log's key signed the checkpoint, and the log does not go on from it. It is kept, and shown.") + "\n"
        )
        return 1
    for name in taken.witnesses:
        sys.stdout.write(_("Kept: the line of %(name)s") % {"name": name} + "\n")
    if not taken.witnesses:
        sys.stdout.write(_("No line of a trusted witness in it that is not kept already.") + "\n")
    return 0


def _ask(options: argparse.Namespace) -> int:
    from huiyin.kernel.ledger import queries

    text = queries.asked_of(options.name)
    if text is None:
        remedy = _("`huiyin ledger witness list` names those that are trusted; the first checkpoint comes by itself.")
        raise BadInput(options.name, _("No such witness, or no checkpoint yet."), remedy)
    sys.stdout.write(text)
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
