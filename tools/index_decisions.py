"""Writes the table in docs/decisions/README.md from the pages beside it: `python tools/index_decisions.py`.

A page begins with `# NNNN: title`, and its third line says its date and whether it is accepted, proposed or replaced.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "decisions"
HEAD = "| no. | decision | status |\n|---|---|---|\n"


def row(page: Path) -> str:
    """One line of the table."""
    lines = page.read_text().splitlines()
    number, title = re.fullmatch(r"# (\d{4}): (.+)", lines[0]).groups()  # type: ignore[union-attr]
    status = re.search(r"accepted|proposed|replaced", lines[2]).group()  # type: ignore[union-attr]
    return f"| {number} | [{title}]({page.name}) | {status} |\n"


def main() -> None:
    index = FOLDER / "README.md"
    before = index.read_text().partition(HEAD)[0]
    index.write_text(before + HEAD + "".join(row(page) for page in sorted(FOLDER.glob("[0-9]*.md"))))


if __name__ == "__main__":
    main()
