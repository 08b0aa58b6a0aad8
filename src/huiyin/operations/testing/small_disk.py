"""A real file system of a few megabytes that a test can fill up, or have fail as a worn disk does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = 160_000_000  # bytes: the example, its write-ahead log, and some room


class MayNotMountError(RuntimeError):
    """This user or this machine may mount nothing."""


@dataclass
class SmallDisk:
    """`at`: where it is mounted. `image`: the file in which it lies, of its own outside of itself."""

    at: Path
    image: Path

    def fill(self) -> int:
        """To the last byte; answers how many there were. What others give back meanwhile is there to be filled again."""
        filled = 0
        with (self.at / "filler").open("ab", buffering=0) as filler:
            for piece in (1_000_000, 4096, 1):
                try:
                    while True:
                        filled += filler.write(b"x" * piece)
                except OSError:
                    continue
        return filled

    def make_room(self) -> None:
        (self.at / "filler").unlink()

    def let(self, how: str) -> bool:
        """`ro`: it can only be read from now on; `rw`: it takes what is written again. False while somebody still writes there."""
        return (
            subprocess.run(["mount", "-o", f"remount,{how}", str(self.at)], check=False, capture_output=True).returncode
            == 0
        )

    def fail(self) -> None:
        """As when a block could not be written: the kernel lets everybody read on, and nobody write."""
        device = subprocess.run(
            ["findmnt", "-no", "SOURCE", str(self.at)], check=True, capture_output=True, text=True
        ).stdout.strip()
        Path(f"/sys/fs/ext4/{Path(device).name}/trigger_fs_error").write_text("1")


@contextmanager
def mounted(at: Path, image: Path) -> Iterator[SmallDisk]:
    """Raises MayNotMountError."""
    at.mkdir(parents=True)
    with image.open("wb") as file:
        os.truncate(file.fileno(), SIZE)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop,errors=remount-ro", str(image), str(at)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MayNotMountError("only who may mount can try a full disk: run this test as root") from error
    at.chmod(0o700)
    try:
        yield SmallDisk(at, image)
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)
        image.unlink()
