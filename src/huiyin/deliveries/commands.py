"""`huiyin notices bounces`: what mail servers wrote back about mails that did not arrive."""

from __future__ import annotations

import argparse
import mailbox
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 10_000  # mails at once


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `notices bounces`."""
    notices = commands.add_parser("notices", help="notices that are owed").add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )
    bounces = notices.add_parser(
        "bounces",
        help="take in reports of mails that did not arrive",
        description="Reads a mailbox (mbox file, Maildir folder), one mail (.eml), or a mail on standard input (-), as a mail "
        "server gives it to a command. Reports of delivery by RFC 3464 are taken, all else is passed over; the mailbox stays "
        "as it is, and reading it again changes nothing.",
    )
    bounces.add_argument("source", metavar="MAILBOX", help="file or folder, - for standard input")
    bounces.set_defaults(run=_bounces)


def _bounces(options: argparse.Namespace) -> int:
    from . import actions

    read = taken = 0
    for raw in _mails(options.source):
        read += 1
        taken += actions.take_bounce(raw=raw)
    words = ngettext("%(count)d mail read", "%(count)d mails read", read) % {"count": read}
    did = ngettext("%(count)d notice did not arrive", "%(count)d notices did not arrive", taken) % {"count": taken}
    sys.stdout.write(f"{words}; {did}\n")
    return 0


def _mails(source: str) -> Iterator[bytes]:
    """The mails of a mailbox, the newest `MOST`. Raises `BadInput` where it can't be read."""
    from huiyin.kernel.errors import BadInput
    from huiyin.kernel.outbox.bounces import MOST_BYTES

    if source == "-":
        yield sys.stdin.buffer.read(MOST_BYTES)
        return
    path = Path(source)
    try:
        start = b"" if path.is_dir() else _start(path, MOST_BYTES)
        if start and not start.startswith(b"From "):
            yield start
        elif start or path.is_dir():
            with closing(mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path)) as box:
                for key in box.keys()[-MOST:]:
                    yield box.get_bytes(key)[:MOST_BYTES]
    except (OSError, mailbox.Error, KeyError) as error:
        raise BadInput(
            source, _("It can’t be read as a mailbox."), _("Name an mbox file, a Maildir folder or one mail.")
        ) from error


def _start(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
