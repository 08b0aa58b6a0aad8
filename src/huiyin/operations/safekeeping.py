"""The commands `backup`, `restore` and `key`: against the day when the machine is gone."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable
from huiyin.kernel.ledger.commands import in_utc, missing_in_words

from .console import in_its_language

if TYPE_CHECKING:
    from .backup.restoring import Restored


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add them."""
    backup = commands.add_parser("backup", help="write everything but the key into one encrypted file")
    backup.add_argument(
        "file", type=Path, nargs="?", help="default: as each night, into HUIYIN_BACKUP_FOLDER, tried by restoring it"
    )
    backup.add_argument(
        "--for", dest="also_for", action="append", default=[], metavar="age1…", help="somebody else who may open it"
    )
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=run_backup)

    restore = commands.add_parser("restore", help="put a backup into an empty folder and verify it")
    restore.add_argument("file", type=Path)
    restore.add_argument("--to", type=Path, help="the empty folder (default: HUIYIN_HOME)")
    restore.add_argument("--words", action="store_true", help="type the recovery words; for when the key file is lost")
    restore.add_argument("--identity", type=Path, help="a file with an age identity the backup was made --for")
    restore.add_argument(
        "--old-database",
        type=Path,
        metavar="FILE",
        help="the huiyin.sqlite3 that was in use, damaged or not: names what came after the backup",
    )
    restore.add_argument(
        "--against", type=Path, metavar="FILE", help="a checkpoint kept outside: says whether something came after"
    )
    restore.add_argument("--json", action="store_true")
    restore.set_defaults(run=run_restore, needs_database=False)

    key = commands.add_parser("key", help="the installation's key: its recovery words, and back from them")
    verbs = key.add_subparsers(dest="verb", required=True, metavar="VERB")
    words = verbs.add_parser("words", help="print the recovery words")
    words.add_argument("--language", default="en", choices=("en", "zh-hans", "zh-hant"))
    words.set_defaults(run=run_key_words)
    confirm = verbs.add_parser(
        "confirm", help="type the recovery words back, to prove that they were written down rightly"
    )
    confirm.set_defaults(run=run_key_confirm)
    recipient = verbs.add_parser(
        "recipient", help="print for whom another installation encrypts what only this one may open"
    )
    recipient.set_defaults(run=run_key_recipient)
    renew = verbs.add_parser("renew", help="a new key for all that is sealed, where somebody has seen the old one")
    renew.add_argument(
        "--backup", type=Path, metavar="FILE", help="where to write the backup before (default: as each night)"
    )
    renew.add_argument("--language", default="en", choices=("en", "zh-hans", "zh-hant"), help="of the recovery words")
    renew.add_argument("--later", action="store_true", help="type the recovery words back later (huiyin key confirm)")
    renew.set_defaults(run=run_key_renew)
    again = verbs.add_parser("restore", help="make the key file again from the recovery words")
    again.set_defaults(run=run_key_restore, needs_database=False)


@in_its_language
def run_backup(options: argparse.Namespace) -> int:
    from .backup.making import make

    if options.file is None:
        return _as_each_night(options)
    made = make(options.file, also_for=tuple(options.also_for))
    if options.json:
        _print_json({"file": str(made.path), "bytes": made.bytes, "files": made.files})
        return 0
    print(
        _("{path} is written and on disk: {files} files, {size} bytes.").format(
            path=made.path, files=made.files, size=made.bytes
        )
    )
    print(_("The key is not in it. Keep the key file or the recovery words elsewhere; without them nobody opens this."))
    return 0


def _as_each_night(options: argparse.Namespace) -> int:
    from django.conf import settings

    from .backup import nightly

    row = nightly.run()
    if options.json:
        said = {
            "file": str(settings.BACKUP_FOLDER / row.file),
            "proved": row.proved_at is not None,
            "trouble": row.trouble,
        }
        _print_json({**said, "bytes": row.size, "files": row.files})
    elif row.trouble:
        sys.stderr.write(_("The backup failed: {why}.").format(why=_(row.trouble)) + "\n")
    else:
        path = settings.BACKUP_FOLDER / row.file
        print(
            _("{path} is written and on disk: {files} files, {size} bytes.").format(
                path=path, files=row.files, size=row.size
            )
        )
        if row.proved_at:
            print(_("It was restored on trial, and its ledger verified: {number} entries.").format(number=row.entries))
    return 1 if row.trouble else 0


@in_its_language
def run_restore(options: argparse.Namespace) -> int:
    from django.conf import settings

    from huiyin.kernel.vault import keys

    from .backup.restoring import Witnesses, restore

    if options.words:
        run_key_restore(options)
    home = (options.to or settings.HUIYIN_HOME).resolve()
    witnesses = Witnesses(options.old_database, options.against)
    done = restore(options.file, home, keys.current(), identity_file=options.identity, witnesses=witnesses)
    ok = done.ledger.get("ok") is True
    if options.json:
        said = {"home": str(done.home), "made_at": done.made_at, "files": done.files, "newer": done.newer}
        _print_json({**said, "ledger": done.ledger, "missing": done.missing})
        return 0 if ok else 1
    for line in _told(done):
        print(line)
    return 0 if ok else 1


def _told(done: Restored) -> list[str]:
    lines = [
        _("{home} now holds the installation as it was at {moment}.").format(
            home=done.home, moment=in_utc(done.made_at)
        )
    ]
    if done.ledger.get("ok") is True:
        lines.append(_("The ledger was verified: every entry and every row that it commits to is unaltered."))
    else:
        lines.append(
            _(
                "The ledger does NOT verify. Don't use this one; type `huiyin ledger verify` to see the first bad entry, and take an older backup."
            )
        )
    if done.newer:
        lines.append(_("A newer backup lies beside it: {name}.").format(name=done.newer))
    lines.append(
        _(
            "What happened after that moment is not in it: receipts given later will not be found, "
            "notices sent later may be sent again. Ask the offices for their paper slips of that time."
        )
    )
    if "error" in done.missing:
        lines.append(_("What came after could not be named: {why}").format(why=done.missing["error"]))
    else:
        lines += missing_in_words(done.missing)
    return lines


@in_its_language
def run_key_words(options: argparse.Namespace) -> int:
    from huiyin.kernel.vault import keys, words

    key = keys.current()
    for place, word in enumerate(words.to_words(key, options.language), 1):
        print(f"{place:2}  {word}")
    print(_("Fingerprint: {fingerprint}").format(fingerprint=keys.fingerprint(key)))
    return 0


def run_key_recipient(options: argparse.Namespace) -> int:
    from huiyin.kernel.vault import keys

    from .backup import recipients

    print(recipients.identity(keys.current()).to_public())
    return 0


@in_its_language
def run_key_confirm(options: argparse.Namespace) -> int:
    """Compare what is typed with the key; note it once it is right."""
    from .actions import confirm_words

    sys.stderr.write(_("Type the 24 recovery words, with spaces or line ends between them; an empty line ends.") + "\n")
    wrong = confirm_words(typed())
    if wrong:
        places = ", ".join(str(place) for place in wrong)
        sys.stderr.write(_("Not right: word {places}. Compare with `huiyin key words`.").format(places=places) + "\n")
        return 1
    print(_("All 24 words are right. Keep the paper where the machine is not."))
    return 0


@in_its_language
def run_key_renew(options: argparse.Namespace) -> int:
    """A backup, the new key, its words."""
    from huiyin.kernel.vault import keys

    from .beginnings import keep_words
    from .renewing import renew

    old = keys.fingerprint(keys.current())

    def backup() -> None:
        made = argparse.Namespace(file=options.backup, also_for=[], json=False)
        if run_backup(made):
            raise Unavailable(
                _("Without a backup of before nothing is changed."),
                _("Name another place: huiyin key renew --backup FILE."),
            )

    number = renew(backup=backup)
    print(_("{number} seals lie under the new key.").format(number=number))
    print(
        _(
            "The key {fingerprint} is retired: its words open nothing but backups of before. Keep them until the last of these is destroyed."
        ).format(fingerprint=old)
    )
    print(_("Everybody signs in anew. Make a backup under the new key now: huiyin backup."))
    return keep_words(options)


@in_its_language
def run_key_restore(options: argparse.Namespace) -> int:
    """Take the words from the keyboard; a key file that another key is in is kept aside, never lost."""
    from django.conf import settings

    from huiyin.kernel import time
    from huiyin.kernel.vault import keys, words

    from .keyguard import FINGERPRINT_FILE, recovered

    path = settings.HUIYIN_KEY_FILE
    sys.stderr.write(_("Type the 24 recovery words, with spaces or line ends between them; an empty line ends.") + "\n")
    noted = settings.HUIYIN_HOME / FINGERPRINT_FILE
    key = words.from_words(typed(), noted.read_text().strip() if noted.is_file() else "")
    key = recovered(key, settings.HUIYIN_HOME)
    if path.is_file() and keys.load_or_make(path) != key:
        path.rename(path.with_name(f"{path.name}.until-{time.now():%Y%m%d-%H%M%S}"))
    keys.load_or_make.cache_clear()
    keys.restore(path, key)
    sys.stderr.write(
        _("The key file {path} is made again; its fingerprint is {fingerprint}.").format(
            path=path, fingerprint=keys.fingerprint(key)
        )
        + "\n"
    )
    return 0


def typed() -> str:
    """Lines from the keyboard up to an empty one."""
    lines: list[str] = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    return " ".join(lines)


def _print_json(value: dict[str, object]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
