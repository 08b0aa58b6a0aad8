"""A disk small enough to be filled."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

SIZE = 160_000_000  # bytes: room for a round, and little besides


class SmallDisk:
    """A file system of its own in memory, where the machine lets us mount one; else an ordinary folder, and it says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_small = False
        self._ballast = folder / "ballast"

    def __enter__(self) -> SmallDisk:
        self.folder.mkdir(parents=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(self.folder)],
            capture_output=True,
            check=False,
        )
        self.is_small = done.returncode == 0
        if not self.is_small:
            sys.stderr.write("faults: this machine lets us mount no disk of our own; none is filled\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_small:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)

    def fill(self) -> None:
        """To the last byte."""
        block = bytes(1 << 20)
        descriptor = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            while block:
                try:
                    os.write(descriptor, block)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    block = block[: len(block) // 2]
        finally:
            os.close(descriptor)

    def free(self) -> None:
        with suppress(FileNotFoundError):
            self._ballast.unlink()
