"""A disk small enough to be filled, and one that is slow."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

SOURCE = Path(__file__).with_name("slow_disk.c")
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


class SlowDisk:
    """What makes the disk slow for the processes that are given `environment`; where no C compiler is, nothing does, and it says so."""

    def __init__(self, folder: Path) -> None:
        self._sign = folder / "slow"
        self.environment: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)
        compiler, shim = shutil.which("gcc") or shutil.which("cc"), folder / "slow_disk.so"
        if compiler is None:
            sys.stderr.write("faults: no C compiler is installed; no disk is slow\n")
            return
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, SOURCE, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": str(shim), "HUIYIN_SLOW_DISK": str(self._sign)}

    def slow(self) -> None:
        self._sign.touch()

    def quick(self) -> None:
        self._sign.unlink(missing_ok=True)
