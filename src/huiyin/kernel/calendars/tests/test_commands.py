"""The command as its users type it, in the same process, and once wholly without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from huiyin import cli
from huiyin.kernel import calendars, ledger
from huiyin.kernel.calendars import actions, answers, tables
from huiyin.kernel.calendars.models import LoadedYear

pytestmark = pytest.mark.django_db(transaction=True)

NOTICE_2027 = {
    "year": 2027,
    "papers": ["https://www.gov.cn/example"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-04", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-09", "isOffDay": False},
    ],
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[Any], str]:
    status = cli.main(["calendar", *words])
    out, err = capsys.readouterr()
    return status, [json.loads(line) for line in out.splitlines()], err


def ask_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, *words: str
) -> tuple[int, list[Any], str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return run(capsys, *words)


def notice_file(folder: Path, content: object) -> str:
    path = folder / "2027.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(path)


def test_due_and_day_answer_exactly(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "--from", "2026-09-16", "--length", "15", "--unit", "days", "--json")
    status, [rolled], _ = run(capsys, *words)
    assert status == 0
    assert list(rolled) == ["due", "due_at", "provisional", "not_counted"]
    assert rolled["due"], rolled["due_at"] == ("2026-10-08", "2026-10-08T23:59:59+08:00")
    assert [day["date"] for day in rolled["not_counted"]] == [f"2026-10-0{day}" for day in range(1, 8)]
    assert run(capsys, *words, "--no-roll")[1][0]["due"] == "2026-10-01"
    _, [day], _ = run(capsys, "is-working-day", "2026-10-10", "--json")
    assert list(day) == ["date", "working_day", "reason", "provisional"]
    assert day["working_day"] is True


def test_lines_are_answered_in_order_and_bad_ones_in_their_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        b'{"from": "2026-10-09", "length": 60, "unit": "days"}',
        b'{"from": "2026-10-09", "length": "60", "unit": "days"}',
        b"\xff{",
        b'{"from": "2026-09-16", "length": 15, "unit": "days", "roll": false}',
        b'{"from": "2026-10-02", "length": 1, "unit": "days", "region": "DE"}',
        b'{"from": "2026-10-02", "lenght": 1, "unit": "days"}',
    ]
    status, found, err = ask_lines(monkeypatch, capsys, b"\n".join(lines), "due", "-", "--json")
    assert status == 2
    assert [answer.get("due") for answer in found] == ["2026-12-08", None, None, "2026-10-01", "2026-10-05", None]
    assert [answer["place"] for answer in found if "error" in answer] == ["line 2: length", "line 3", "line 6: lenght"]
    assert all(answer["remedy"] for answer in found if "error" in answer)
    assert "3" in err


def test_what_cannot_be_used_is_refused_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    for words, place in [
        (("is-working-day", "2026-02-30"), "date"),
        (("due", "--from", "20261009", "--length", "1", "--unit", "days"), "from"),
        (("due", "--from", "2026-10-09", "--length", "x", "--unit", "days"), "length"),
        (("due", "--from", "2026-10-09", "--length", "1"), "unit"),
        (("is-working-day", "2026-02-03", "--region", "ZZ"), "region"),
    ]:
        status, _, err = run(capsys, *words)
        assert status == 2
        assert place in err


def test_loading_a_year_settles_it_and_other_processes_notice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notice_file(tmp_path, NOTICE_2027)
    before = answers.working_day({"date": "2027-01-09"})
    assert (before["working_day"], before["provisional"]) == (False, True)
    _, [shown], _ = run(capsys, "load", path, "--json")
    assert (shown["applied"], LoadedYear.objects.count()) == (False, 0)
    _, [loaded], _ = run(capsys, "load", path, "--apply", "--json")
    assert (loaded["year"], loaded["applied"]) == (2027, True)
    after = answers.working_day({"date": "2027-01-09"})
    assert (after["working_day"], after["provisional"]) == (True, False)
    entry = ledger.Entry.objects.get(verb="calendars.load")
    assert entry.leaf is not None  # the command sequences what it wrote
    assert (entry.about, entry.actor) == ("calendar:CN-2027", "system:calendar-load")
    _, [again], _ = run(capsys, "load", path, "--apply", "--json")
    assert (again["in_force"], again["applied"], LoadedYear.objects.count()) == (True, False, 1)


def test_a_later_correction_of_a_year_counts(tmp_path: Path) -> None:
    for day in ("2027-01-09", "2027-01-10"):
        days = [*NOTICE_2027["days"][:2], {"name": "元旦", "date": day, "isOffDay": False}]  # type: ignore[index]
        notice = answers.read_notice_file(Path(notice_file(tmp_path, {**NOTICE_2027, "days": days})))
        actions.load_year(notice=notice, actor="system:test")
    assert not answers.working_day({"date": "2027-01-09"})["working_day"]
    assert answers.working_day({"date": "2027-01-10"})["working_day"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({**NOTICE_2027, "days": []}, "2027"),
        ([], "2027.json"),
        ({**NOTICE_2027, "year": "2027"}, "year"),
        ({**NOTICE_2027, "days": [{"name": "元旦", "date": "2028-06-01", "isOffDay": True}]}, r"days\[0\]"),
        ({**NOTICE_2027, "days": [{"name": "元旦", "date": "2027-01-01"}]}, r"days\[0\]"),
        ({**NOTICE_2027, "days": NOTICE_2027["days"][:1] * 2}, "days"),  # type: ignore[index]
    ],
)
def test_a_file_that_is_no_notice_changes_nothing(
    content: object, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import re

    status, _, err = run(capsys, "load", notice_file(tmp_path, content), "--apply", "--json")
    assert status == 2
    assert re.search(place, err)
    assert not LoadedYear.objects.exists()


def test_a_cached_calendar_follows_a_load_of_another_process() -> None:
    """The other process is a plain row: nothing in this one is told of it."""
    import datetime as dt

    from huiyin.kernel import time

    assert tables.china().day(dt.date(2027, 3, 1)).provisional
    assert calendars.announced_through() == 2026
    LoadedYear.objects.create(
        region="CN", year=2027, papers=[], days=[["2027-01-01", "元旦", True]], loaded_at=time.now(), loaded_by="x"
    )
    assert not tables.china().day(dt.date(2027, 3, 1)).provisional
    assert calendars.announced_through() == 2027


def test_answers_without_any_database(tmp_path: Path) -> None:
    """Asking for a date must not need a set-up."""
    home = tmp_path / "fresh"
    environment = {**os.environ, "HUIYIN_HOME": str(home), "HUIYIN_KEY_FILE": str(tmp_path / "fresh.key")}
    environment["DJANGO_SETTINGS_MODULE"] = "huiyin.settings.embedded"
    command = [sys.executable, "-m", "huiyin.cli", "calendar", "is-working-day", "2026-10-10", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["working_day"] is True
    assert not list(tmp_path.rglob("*.sqlite3")), "and makes none"
