"""Makes the `.mo` files that Django reads from the `.po` files that people write. Git ignores them; the wheel ships them."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "huiyin"


def compile_all(package: Path = PACKAGE) -> int:
    """How many were made."""
    paths = sorted(package.glob("**/LC_MESSAGES/*.po"))
    for path in paths:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return len(paths)


if __name__ == "__main__":
    print(f"{compile_all()} catalogues")
    sys.exit(0)
