"""`huiyin people import FILE`: exit status and output as a script would meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiyin.cli import main
from huiyin.organisations.models import Account

from .test_staff_import import GOOD, book

pytestmark = pytest.mark.django_db


def run(capsys, *arguments: str) -> tuple[int, dict, str]:
    status = main(["people", "import", *arguments, "--json"])
    said = capsys.readouterr()
    return status, json.loads(said.out) if said.out else {}, said.err


def test_the_command_checks_writes_and_writes_nothing_twice(district, tmp_path: Path, capsys):
    file = tmp_path / "staff.xlsx"
    file.write_bytes(book(GOOD))
    status, said, _ = run(capsys, str(file), "--to", "柳塘镇中心学校", "--check")
    assert (status, bool(said["changes"]), Account.objects.filter(username="xuwen").exists()) == (0, True, False)
    status, said, _ = run(capsys, str(file), "--to", "柳塘中心校")
    assert (status, {entry["username"] for entry in said["codes"]}) == (0, {"xuwen", "maolin"})
    assert run(capsys, str(file), "--to", "柳塘中心校")[:2] == (0, {"changes": [], "codes": [], "problems": []})


def test_the_command_says_what_is_wrong_and_where(district, tmp_path: Path, capsys):
    file = tmp_path / "staff.xlsx"
    file.write_bytes(book({**GOOD, "班级": [["年级", "班级名称"], ["", "三年级（1）班"]]}))
    status, said, _ = run(capsys, str(file), "--to", "柳塘中心校")
    assert status == 1
    assert [(entry["sheet"], entry["row"], entry["column"]) for entry in said["problems"]] == [("班级", 2, "年级")]
    status, _, err = run(capsys, str(file))
    assert status == 2
    assert "柳塘镇中心学校" in err, "which organisation is meant must be said, and which there are"
    assert run(capsys, str(tmp_path / "absent.xlsx"), "--to", "柳塘中心校")[0] == 2
