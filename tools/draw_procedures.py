"""Draws every shipped procedure into docs/procedures/, with a page that shows them. A test holds the drawings up to date.

python tools/draw_procedures.py
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "procedures"


def drawings() -> dict[str, str]:
    """File name -> contents, in English, as they should stand."""
    from huiyin import procedures

    packs = [procedures.load(name) for name in procedures.names()]
    files = {f"{pack.name}.svg": procedures.draw(pack, language="en") + "\n" for pack in packs}
    lines = [
        "# The procedures, drawn",
        "",
        "Made from the packs by `python tools/draw_procedures.py`; `huiyin procedures draw NAME` draws one in your own language,",
        "and the page of each case shows where it stands.",
        "",
    ]
    for pack in packs:
        states, clocks = len(pack.states), len(pack.deadlines)
        lines += [f"## {pack.title.en} · {pack.title.zh_hans}", ""]
        lines += [f"`{pack.name}@{pack.version}`, {pack.law.full.en}: {states} states, {clocks} dates.", ""]
        lines += [f"![{pack.title.en}]({pack.name}.svg)", ""]
    files["README.md"] = "\n".join(lines)
    return files


def main() -> None:
    """Write what differs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings.test")
    import django

    django.setup()
    FOLDER.mkdir(exist_ok=True)
    for name, contents in drawings().items():
        (FOLDER / name).write_text(contents, encoding="utf-8")


if __name__ == "__main__":
    main()
