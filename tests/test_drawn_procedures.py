"""The drawings of the procedures in docs/ are those of the packs that are shipped."""

from __future__ import annotations

from tools.draw_procedures import FOLDER, drawings


def test_each_procedure_is_drawn_as_it_is() -> None:
    wanted = drawings()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    stale = sorted(name for name in wanted if there.get(name) != wanted[name])
    assert not stale, f"run python tools/draw_procedures.py: {stale}"
    assert set(there) == set(wanted)
