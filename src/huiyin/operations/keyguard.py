"""Holds an installation to the key with which it began, or to the one that took its place.

A fresh key is made when there is none; where data are sealed already, that would hide a lost key file until somebody
needs a name. So the first start notes the key's fingerprint in the folder of state, and each later one compares.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Conflict, Unavailable
from huiyin.kernel.vault import keys

from . import intact

FINGERPRINT_FILE = "key.fingerprint"
ROOT_FILE = "key.root"  # the first key under the one of now: the recovery words spell only that
RUNNING = "running.lock"

_held: list[int] = []  # the lock of this process, until it ends


def check() -> None:
    """Note the fingerprint the first time; raise `Unavailable` when the key is missing or another one.

    Until this process ends nobody renews the key beside it. A renewal that was broken off after its write is brought to its end.
    """
    _hold()
    if coming().is_file():
        from . import renewing  # late: it asks the database, which nothing here needs otherwise

        renewing.finish()
    noted = settings.HUIYIN_HOME / FINGERPRINT_FILE
    expected = noted.read_text().strip() if noted.is_file() else ""
    if not expected and (settings.HUIYIN_KEY_FILE.is_file() or not intact.was_there()):
        # The first start, or one that was broken off while it was being written.
        _note(noted, keys.fingerprint(keys.current()))
        return
    if not settings.HUIYIN_KEY_FILE.is_file():
        found = _("is not there")
    elif (present := keys.fingerprint(keys.current())) != expected:
        found = _("holds another key ({fingerprint})").format(fingerprint=present)
    else:
        return
    expected = expected or _("not known: {path} is empty").format(path=noted)
    raise Unavailable(
        _("The key file {path} {found}; this installation's key is {fingerprint}.").format(
            path=settings.HUIYIN_KEY_FILE, found=found, fingerprint=expected
        ),
        _("Put the right file back, or type the recovery words: huiyin key restore."),
    )


def coming() -> Path:
    """Where a new key lies until everything is sealed under it."""
    path: Path = settings.HUIYIN_KEY_FILE
    return path.with_name(f"{path.name}.next")


def alone() -> None:
    """Nobody else of this installation runs on this machine, and who starts now waits. Raises `Conflict` where somebody does."""
    try:
        for held in _held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict(
            _("Huiyin is running here, and every part of it holds the key of now."),
            _("Stop it (systemctl stop huiyin), and other commands; then type this again."),
        ) from None


def let_others_in() -> None:
    """After `alone`."""
    for held in _held:
        fcntl.flock(held, fcntl.LOCK_SH)


def note(key: keys.InstallationKey, home: Path) -> None:
    """This is the installation's key from now on; what its words do not spell lies beside."""
    if key.root:
        _note(home / ROOT_FILE, keys.sealed_root(key))
    _note(home / FINGERPRINT_FILE, keys.fingerprint(key))


def recovered(key: keys.InstallationKey, home: Path) -> keys.InstallationKey:
    """A key from its words, with what lies beside the state. Raises `KeyFileError` where that belongs to another key."""
    beside = home / ROOT_FILE
    return keys.with_root(key, beside.read_text()) if beside.is_file() else key


def complete(home: Path) -> None:
    """A key that came from its words before the state was there gets the rest of it."""
    key = keys.current()
    whole = recovered(key, home) if not key.root else key
    if whole.root != key.root:
        keys.put(settings.HUIYIN_KEY_FILE, whole)


def _hold() -> None:
    if _held:
        return
    with suppress(OSError):  # a disk that can only be read: nothing is renewed there
        descriptor = os.open(settings.HUIYIN_HOME / RUNNING, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _held.append(descriptor)


def _note(noted: Path, text: str) -> None:
    """Whole or not at all, however it ends."""
    draft = noted.with_name(f".{noted.name}.part")
    with draft.open("w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(noted)
