"""Where the bytes lie: MEDIA_ROOT/<first two characters>/<digest>. Written whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import disk, time
from huiyin.kernel.vault import keys


def digest(data: bytes, salt: bytes) -> str:
    """Keyed BLAKE2b. Under another salt the same bytes have another name; without the key nobody can look for known bytes."""
    key = hashlib.blake2b(salt, key=keys.current().derive("file-names"), digest_size=32).digest()
    return hashlib.blake2b(data, key=key, digest_size=32).hexdigest()


def put(name: str, data: bytes) -> None:
    """Write `data` under `name` (a digest) and wait until it is on disk. Raises `Unavailable` when the disk does not take it."""
    target = _path(name)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(draft, data)
        draft.replace(target)
        _sync_folder(target.parent)
        _sync_folder(target.parent.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        state = disk.state_of(error)
        if state is None:
            raise
        state.remedy = _("Nothing was lost of what you wrote. Send it without the file, or try again later.")
        raise state from error


def open_file(name: str) -> BinaryIO:
    """Raises `FileNotFoundError`."""
    return _path(name).open("rb")


def length(name: str) -> int | None:
    """Bytes on disk; None where it is not there."""
    try:
        return _path(name).stat().st_size
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    _path(name).unlink(missing_ok=True)


def older_than(moment: dt.datetime) -> Iterator[str]:
    """The names of files, half-written ones too, last written before `moment`."""
    for folder in sorted(_root().glob("??")):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            with suppress(FileNotFoundError):  # another worker was faster
                if entry.stat().st_mtime < moment.timestamp():
                    yield entry.name


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _path(name: str) -> Path:
    return _root() / name[:2] / name


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        written = time.now().timestamp()
        os.utime(file.fileno(), (written, written))  # by Huiyin's clock, by which it is swept
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """A new name is durable only when its folder is."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
