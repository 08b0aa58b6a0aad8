"""The folder in which a restore unpacks, beside its target. One that was killed leaves it, with everything in the clear for who may look
there: whoever restores or starts next takes it away. A restore that still runs holds a lock on its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def drafted(home: Path) -> Iterator[Path]:
    """A folder beside `home` for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix=_prefix(home), dir=home.parent) as folder, _held(Path(folder)):
        yield Path(folder)


def sweep(home: Path) -> None:
    """Take away what restores into `home` left that were ended in the middle. What can't be taken away stays for the next time."""
    for folder in home.parent.glob(f"{_prefix(home)}*"):
        with _held(folder) as ours:
            if ours:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether nobody else holds it; the lock ends with its process, however that ends."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # gone meanwhile, or not ours
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _prefix(home: Path) -> str:
    return f".{home.name}-restoring-"
