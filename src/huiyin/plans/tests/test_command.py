"""`huiyin plans import`: one object for machines, an outline for people, and a reason when a file can't be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiyin import cli

PLAN = "某校火灾应急预案\n一、组织机构\n总指挥：校长\n二、信息报告\n值班人员在10分钟内报告教育局，3个工作日内书面报告。\n某某中学\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_bytes(PLAN.encode("gb18030"))
    return file


def test_what_is_in_a_plan_as_one_object(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plans", "import", str(plan), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (found,) = said["plans"]
    assert (found["title"], found["kind"], said["encoding"]) == ("某校火灾应急预案", "fire", "gb18030")
    assert found["sections"] == [
        {"number": "一、", "title": "组织机构", "part": "organisation", "level": 1, "lines": [2, 3]},
        {"number": "二、", "title": "信息报告", "part": "reporting", "level": 1, "lines": [4, 5]},
    ]
    assert found["roles"] == [{"role": "总指挥", "holder": "校长", "line": 3}]
    assert [(one["line"], one.get("minutes"), one.get("days")) for one in found["time_limits"]] == [
        (5, 10, None),
        (5, None, 3),
    ]
    assert (said["lines_total"], said["lines_placed"], said["line_texts"][0]) == (6, 6, "某校火灾应急预案")


def test_the_outline_for_people(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plans", "import", str(plan), "--encoding", "gbk"]) == 0
    said = capsys.readouterr().out
    assert "一、组织机构  [organisation]  2–3" in said


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.doc", "missing.txt"])
def test_a_file_that_cannot_be_used_ends_with_2_and_says_why(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name != "missing.txt":
        (tmp_path / name).write_bytes(b"no such file")
    assert cli.main(["plans", "import", str(tmp_path / name), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert name in told.err
