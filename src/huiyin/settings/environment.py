"""Settings of one installation that its administrator writes: `huiyin.env` in the folder of state, lines NAME=value.

Only names that begin with HUIYIN_ count; what the environment says already goes before.
"""

from __future__ import annotations

import os
from pathlib import Path

FILE = "huiyin.env"


def home() -> Path:
    """The folder of state."""
    return Path(os.environ.get("HUIYIN_HOME") or "var").resolve()


def load() -> None:
    """Take the file's lines into the environment."""
    path = home() / FILE
    if not path.is_file():
        return
    for line in path.read_text().splitlines():
        name, separator, value = line.partition("=")
        if separator and name.strip().startswith("HUIYIN_"):
            os.environ.setdefault(name.strip(), value.strip())


def change(name: str, value: str) -> None:
    """Set one line, keep the others; only its owner may read the file, which can hold a password."""
    path = home() / FILE
    lines = path.read_text().splitlines() if path.is_file() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    draft = path.with_name(f".{FILE}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write("\n".join([*kept, f"{name}={value}"]) + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.rename(path)
