"""This room's part of the `huiyin` command: a receipt is checked without database and without network."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger import leaves, notes
from huiyin.kernel.ledger.notes import Key, NoteError

from . import reading, verifying
from .verifying import Fault, Verdict


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    receipt = commands.add_parser("receipt", help="check a receipt that a person has kept")
    verbs = receipt.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="whether it holds, by itself and against checkpoints kept elsewhere")
    verify.add_argument("file", metavar="FILE", type=Path, help="the receipt file")
    verify.add_argument(
        "--checkpoint", metavar="FILE", type=Path, action="append", default=[],
        help="a checkpoint kept elsewhere, or what /log/consistency/SIZE gave; may be given several times",
    )  # fmt: skip
    verify.add_argument("--key", metavar="KEY", help="the log's key as it was published elsewhere")
    verify.add_argument(
        "--witness", metavar="KEY", action="append", default=[], help="a witness who must have co-signed"
    )
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    verify.set_defaults(run=_verify, needs_database=False)


def _verify(options: argparse.Namespace) -> int:
    witnesses = [_key(one, "--witness") for one in options.witness]
    try:
        verdict = verifying.verify(
            reading.receipt(_bytes(options.file)),
            key=_key(options.key, "--key") if options.key else None,
            kept=[_text(path) for path in options.checkpoint],
            witnesses=witnesses,
        )
    except reading.Unusable as error:
        remedy = _("Give the file as it was downloaded; a checkpoint as it was kept, each line in its place.")
        raise BadInput(str(options.file), _("can't be read at: %(place)s") % {"place": error.place}, remedy) from error
    if verdict.unlinked and not verdict.faults:
        sizes = ", ".join(str(size) for size in verdict.unlinked)
        remedy = _("Fetch %(path)s from the log and give it with --checkpoint too.")
        path = f"/log/consistency/{min([*verdict.unlinked, *verdict.trees])}"
        raise BadInput(
            "--checkpoint",
            _("Nothing joins the checkpoint of size %(sizes)s to the receipt's.") % {"sizes": sizes},
            remedy % {"path": path},
        )
    absent = [one.name for one in witnesses if one.name not in verdict.witnessed]
    sys.stdout.write(_as_json(verdict, absent) if options.json else _as_text(verdict, absent, options))
    return 0 if verdict.holds and not absent else 1


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(reading.LONGEST + 1)
    except OSError as error:
        raise BadInput(str(path), error, _("Give the path of a file that can be read.")) from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise BadInput(str(path), error, _("Give a checkpoint as it was kept.")) from error


def _key(written: str, place: str) -> Key:
    try:
        return notes.read_key(written)
    except NoteError as error:
        raise BadInput(place, error, _("Give a key in the form name+hash+base64.")) from error


def _as_json(verdict: Verdict, absent: list[str]) -> str:
    answer = {
        "ok": verdict.holds and not absent,
        "origin": verdict.origin,
        "registered": verdict.registered,
        "recorded_at": verdict.recorded_at,
        "dates": [
            {"title": one.title, "due_on": one.due_on, "due_at": one.due_at, "status": one.status, "at": one.at}
            for one in verdict.dates
        ],
        "fingerprint": verdict.fingerprint,
        "leaves": verdict.leaves,
        "trees": {str(size): root.hex() for size, root in sorted(verdict.trees.items())},
        "witnesses": verdict.witnessed,
        "witnesses_missing": absent,
        "bad": [{"fault": str(one.fault), "place": one.place} for one in verdict.faults],
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _as_text(verdict: Verdict, absent: list[str], options: argparse.Namespace) -> str:
    words = _words()
    lines = [f"{one.place}: {words[one.fault]}" for one in verdict.faults]
    lines += [_("The witness %(name)s has not co-signed it.") % {"name": name} for name in absent]
    if verdict.registered:
        lines.append(_("Registered: %(at)s") % {"at": verdict.registered["received_at"]})
        lines.append(str(verdict.registered["text"]))
        lines.append(_("Fingerprint: %(leaf)s") % {"leaf": leaves.grouped(bytes.fromhex(verdict.fingerprint))})
    for one in verdict.dates:
        lines.append(f"{one.due_on}  {one.title.get('zh-hans') or next(iter(one.title.values()), '')}")
    for name, moment in verdict.witnessed.items():
        seen = dt.datetime.fromtimestamp(moment, dt.UTC).isoformat()
        lines.append(_("Co-signed by %(name)s, %(at)s") % {"name": name, "at": seen})
    if not options.key:
        lines.append(_("The key is the one in the file (%(name)s): compare it with what was published elsewhere, or give --key.") % {"name": verdict.origin})  # fmt: skip
    if not options.checkpoint:
        lines.append(_("Whether the log was rewritten since shows only against a newer checkpoint: --checkpoint FILE."))
    lines.append(_("The receipt holds.") if verdict.holds and not absent else _("The receipt does NOT hold."))
    return "\n".join(lines) + "\n"


def _words() -> dict[Fault, str]:
    return {
        Fault.KEY: _("the file names another key than the one that was given"),
        Fault.LEAF: _("this is no entry of a log"),
        Fault.OPENING: _("the words are not those that were registered"),
        Fault.SIGNATURE: _("a checkpoint that the log did not sign"),
        Fault.INCLUSION: _("the proof does not lead to the signed checkpoint"),
        Fault.FORKED: _("two checkpoints contradict each other: the log was rewritten, or one of the files is damaged"),
        Fault.NOT_YET: _("no proof in it yet: download the receipt once more, some ten minutes after it was handed in"),
    }
