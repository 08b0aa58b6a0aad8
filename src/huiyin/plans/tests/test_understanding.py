"""What is found in plan documents, against the marks that a reader made by hand, and that no line of any text is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import BadInput
from huiyin.plans.commands import as_json
from huiyin.plans.reading import Text, read_file
from huiyin.plans.understanding import Understood, understand

ROOT = Path(__file__).resolve().parents[4]
FOLDER = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / "plans"
WITHOUT = os.environ.get("HUIYIN_WITHOUT_TEST_DATA") == "1"
needs_documents = pytest.mark.skipif(
    WITHOUT and not FOLDER.is_dir(), reason="HUIYIN_WITHOUT_TEST_DATA=1: no plan documents here"
)
LINES = st.lists(
    st.text("一二三四、（）()1.2.第章条组长：副主任由担任24小时内分钟立即 \t*①附件abc", max_size=24)
    | st.text(max_size=24),
    min_size=1,  # a file without a line is refused by `reading`
    max_size=30,
)


def counted(understood: Understood) -> list[int]:
    """Each line once for each plan that it belongs to."""
    return sorted(number for plan in understood.plans for number in plan.lines)


@needs_documents
def test_parts_roles_and_limits_agree_with_the_hand_marks(tmp_path):
    for mark in sorted(FOLDER.glob("*.json")):
        gold = json.loads(mark.read_text(encoding="utf-8"))
        text = read_file(FOLDER / gold["file"], "")
        understood = understand(text)
        assert counted(understood) == list(range(1, len(text.lines) + 1)), gold["file"]
        said = json.dumps(as_json(text, understood), ensure_ascii=False)
        (tmp_path / mark.name).write_text(said, encoding="utf-8")
    result = tmp_path / "result.json"
    command = [sys.executable, str(FOLDER / "score.py"), str(FOLDER), str(tmp_path), "--json", str(result)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    score = json.loads(result.read_text(encoding="utf-8"))
    for what in ("parts, top level", "roles, line", "limits, line and length"):
        assert score[f"{what} / all"][2] >= 0.9, printed
    placed = next(line for line in printed.splitlines() if line.startswith("lines placed"))
    assert float(placed.split(":")[1].split()[0]) >= 0.95, placed


@given(LINES)
def test_no_line_of_any_text_is_dropped(lines):
    words = tuple(line.replace("\n", " ") for line in lines)
    none, flat = ("",) * len(words), (0,) * len(words)
    text = Text("drawn.txt", "txt", words, numbers=none, outline=flat, rows=flat)
    understood = understand(text)
    assert understood.lines_total == len(text.lines)
    assert set(counted(understood)) == set(range(1, len(text.lines) + 1))
    unplaced = [number for plan in understood.plans for run in plan.unplaced for number in run]
    assert understood.lines_placed + len(unplaced) == understood.lines_total


def test_a_file_that_is_no_plan_says_what_to_do(tmp_path):
    file = tmp_path / "plan.docx"
    file.write_bytes(b"\x00\x01 not a Word file")
    with pytest.raises(BadInput) as refused:
        read_file(file, "")
    assert "plan.docx" in str(refused.value)
    assert refused.value.remedy
