"""The plan documents with hand marks, and the scorer that lies beside them. `HUIYIN_TEST_DATA` names the folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from huiyin.plans.commands import as_json
from huiyin.plans.reading import Text, read_file
from huiyin.plans.understanding import Understood, understand

ROOT = Path(__file__).resolve().parents[4]
FOLDER = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / "plans"


def documents() -> Path:
    """The folder. Missing, the test fails, unless the run says with HUIYIN_WITHOUT_TEST_DATA=1 that it does without."""
    if FOLDER.is_dir():
        return FOLDER
    if os.environ.get("HUIYIN_WITHOUT_TEST_DATA") == "1":
        pytest.skip(f"without the plan documents ({FOLDER}), as HUIYIN_WITHOUT_TEST_DATA says")
    pytest.fail(f"the plan documents are not at {FOLDER}; set HUIYIN_TEST_DATA, or HUIYIN_WITHOUT_TEST_DATA=1")


@dataclass(frozen=True)
class Read:
    """One document with its marks and with what was understood."""

    name: str
    marks: dict[str, Any]
    text: Text
    understood: Understood


def read_all(folder: Path) -> list[Read]:
    """Every document of the folder, imported."""
    out = []
    for file in sorted(folder.glob("*.json")):
        marks = json.loads(file.read_text(encoding="utf-8"))
        text = read_file(folder / marks["file"])
        out.append(Read(marks["file"], marks, text, understand(text)))
    return out


def score(read: list[Read], folder: Path, out: Path) -> tuple[dict[str, list[float]], float]:
    """Precision, recall and F1 by what is judged ("roles, line / all"), and the share of lines that have a place."""
    for one in read:
        said = json.dumps(as_json(one.text, one.understood), ensure_ascii=False)
        (out / f"{one.name}.json").write_text(said, encoding="utf-8")
    result = out / "result"
    command = [sys.executable, str(folder / "score.py"), str(folder), str(out), "--json", str(result)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    placed = re.search(r"lines placed by the product: ([\d.]+)", printed)
    assert placed, printed
    return json.loads(result.read_text(encoding="utf-8")), float(placed[1])
