"""The terms of schools from a table: errors by row, a second time nothing, and running dates that move say why."""

from __future__ import annotations

import json

import pytest

from huiyin.cli import main
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks import derivation, rows
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations import actions as organisations
from huiyin.organisations.models import SchoolTerm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(office):
    office.at = "school"
    for term in SchoolTerm.objects.all():
        organisations.remove_term(actor=office.example.actors["admin"], term=term.public_id)
    return office


def table(tmp_path, *lines: str):
    file = tmp_path / "terms.csv"
    file.write_text("\n".join(["学校,学期,第一天,最后一天", *lines]), encoding="gb18030")
    return str(file)


def load(capsys, file: str, *words: str) -> tuple[int, dict]:
    status = main(["terms", "load", file, "--json", *words])
    return status, json.loads(capsys.readouterr().out)


def first_clock(case) -> Clock:
    return Clock.objects.filter(subject_id=case.public_id, unit="school-days", ended_at=None).order_by("id").first()


def test_running_dates_in_school_days_move_visibly_and_loading_again_changes_nothing(school, tmp_path, capsys):
    case = school.fresh(school.raised())
    before = first_clock(case)
    assert before.provisional, "without terms every working day counts for the time being"
    today = time.today("Asia/Shanghai")
    name = school.example.organisations["school"].name
    file = table(tmp_path, f"{name},下学期,{today.year + 1}-03-01,{today.year + 1}-07-05")
    status, told = load(capsys, file)
    assert (status, told["applied"], told["saved"]) == (0, False, 0)
    assert {move["name"] for move in told["moves"]} >= {before.name}
    assert not SchoolTerm.objects.exists()

    status, told = load(capsys, file, "--apply")
    assert (status, told["applied"], told["saved"]) == (0, True, 1)
    after = Clock.objects.get(pk=before.pk)
    assert after.due_on > before.due_on
    assert after.reckoned.limited, "the lawful fifteen days hold: school holidays never lengthen them"
    due = next(row for row in rows(derivation(after), day=str, moment=str) if row.key == "due")
    assert str(before.due_on) in due.lines[-1]
    assert case.events.filter(verb="date_moved_by_terms").exists()
    assert ledger.verify().ok

    again, told = load(capsys, file, "--apply")
    assert (again, told["saved"], told["already"], told["moves"]) == (0, 0, 1, [])
    assert case.events.filter(verb="date_moved_by_terms").count() == len(
        Clock.objects.filter(subject_id=case.public_id, moves__0__because__startswith="terms:")
    )


def test_terms_that_are_entered_on_the_page_move_them_too(school):
    case = school.fresh(school.raised())
    before = first_clock(case)
    year = time.today("Asia/Shanghai").year + 1
    first, last = before.due_on.replace(year=year, month=3, day=1), before.due_on.replace(year=year, month=7, day=5)
    home = school.example.organisations["school"].public_id
    organisations.save_term(
        actor=school.example.actors["admin"], organisation=home, name="下学期", first_day=first, last_day=last
    )
    assert Clock.objects.get(pk=before.pk).due_on > before.due_on


def test_every_bad_row_is_named_and_nothing_is_loaded(school, tmp_path, capsys):
    stored = list(SchoolTerm.objects.values_list("name", "first_day", "last_day"))
    name = school.example.organisations["school"].name
    file = table(
        tmp_path,
        f"{name},甲,2031-09-01,2032-01-20",
        f"{name},乙,2032-01-10,2032-07-01",
        "没有的学校,丙,2031-09-01,2032-01-20",
        f"{name},丁,2033年2月30日,2033-07-01",
        f"{name},戊,2034-09-01,2034-08-01",
    )
    status, told = load(capsys, file)
    assert status == 2
    wrong = {(one["row"], one["column"]) for one in told["rejected"]}
    assert {(2, "first day"), (3, "first day"), (4, "organisation"), (5, "first day"), (6, "last day")} <= wrong
    assert list(SchoolTerm.objects.values_list("name", "first_day", "last_day")) == stored


def test_a_table_without_the_columns_says_which_are_missing(school, tmp_path, capsys):
    file = tmp_path / "terms.csv"
    file.write_text("name,first day\nA,2031-09-01", encoding="utf-8")
    assert main(["terms", "load", str(file)]) == 2
    assert "organisation, last day" in capsys.readouterr().err
