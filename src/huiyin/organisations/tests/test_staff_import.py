"""A school's staff from one workbook: whole or not at all, twice the same, each error where it stands."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations import actions
from huiyin.organisations.access import machine
from huiyin.organisations.models import Account, Appointment, Post, SchoolClass, SchoolTerm, Unit
from huiyin.organisations.staffing.columns import SHEETS
from huiyin.organisations.staffing.template import template

pytestmark = pytest.mark.django_db

GOOD = {
    "科室": [["科室名称", "上级科室"], ["后勤组", "总务处"], ["总务处", ""]],
    "岗位": [
        ["科室", "岗位名称", "角色", "上级岗位"],
        ["后勤组", "食堂管理员", "承办", "总务处/总务处副主任"],
        ["后勤组", "宿舍管理员", "承办、窗口登记", "食堂管理员"],
    ],
    "人员": [
        ["姓名", "登录名", "科室", "岗位", "任职开始", "任职结束", "代理", "邮箱", "电话"],
        ["许文", "xuwen", "后勤组", "食堂管理员", dt.date(2026, 9, 1), None, "否", "xuwen@example.org", 5550311.0],
        ["毛琳", "maolin", "后勤组", "宿舍管理员", "2026年9月1日", "2027-07-08", "", "", ""],
        ["毛琳", "maolin", "后勤组", "食堂管理员", "2026/9/1", "", "是", "", ""],
    ],
    "班级": [["年级", "班级名称"], ["三年级", "三年级（1）班"], ["三年级", "三年级（3）班"]],
    "学期": [["学期名称", "第一天", "最后一天"], ["2027–2028学年第一学期", "2027-09-01", "2028-01-20"]],
}


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    made = Book()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Unit, Post, Account, Appointment, SchoolClass, SchoolTerm, ledger.Entry)
    )


def run(district, sheets, who="admin"):
    return actions.import_staff(
        actor=district.actors[who], organisation=district.organisations["school"].public_id, content=book(sheets)
    )


def test_a_school_comes_in_and_a_second_time_nothing_changes(district):
    done = run(district, GOOD)
    maolin = Account.objects.get(username="maolin")
    assert {key.username for key in done.keys} == {"xuwen", "maolin"}
    assert [(row.post.title, row.deputy) for row in maolin.appointments.all()] == [
        ("宿舍管理员", False),
        ("食堂管理员", True),
    ]
    dormitory = Post.objects.get(title="宿舍管理员")
    assert dormitory.roles == ["registrar", "handler"]
    assert dormitory.reports_to.reports_to.title == "总务处副主任"
    assert Unit.objects.get(name="后勤组").parent.name == "总务处"
    assert Account.objects.get(username="xuwen").phone == "5550311"
    before = counts()
    again = run(district, GOOD)
    assert (again.changes, again.keys, counts()) == ((), (), before)
    assert ledger.verify().ok


def test_the_code_lets_a_new_colleague_in(district):
    key = next(key for key in run(district, GOOD).keys if key.username == "xuwen")
    actions.use_key(key=key.key, new="three unrelated words", address="198.51.100.1")
    assert actions.sign_in(username="xuwen", password="three unrelated words", address="198.51.100.1")
    with pytest.raises(BadInput):
        actions.use_key(key=key.key, new="another good password", address="198.51.100.1")


def test_reading_the_file_again_does_not_bring_a_leaver_back(district):
    run(district, GOOD)
    actions.deactivate_account(actor=district.actors["admin"], account=Account.objects.get(username="xuwen").public_id)
    actions.reactivate_account(actor=district.actors["admin"], account=Account.objects.get(username="xuwen").public_id)
    assert run(district, GOOD).changes == ()


BAD = [
    ("人员", 2, "登录名", "沈 静", "登录名"),
    ("人员", 2, "任职开始", "去年", "任职开始"),
    ("人员", 2, "岗位", "不存在的岗位", "岗位"),
    ("人员", 2, "任职结束", "2025-01-01", "任职结束"),
    ("人员", 2, "登录名", "shen", "登录名"),  # belongs to somebody else
    ("岗位", 2, "角色", "校霸", "角色"),
    ("岗位", 2, "角色", "承办、系统管理", "角色"),
    ("岗位", 2, "科室", "没有的科室", "科室"),
    ("岗位", 2, "上级岗位", "宿舍管理员", "上级岗位"),  # a circle
    ("科室", 2, "上级科室", "后勤组", "上级科室"),  # below itself
    ("学期", 2, "最后一天", "2027-08-01", "最后一天"),
    ("学期", 2, "第一天", "2027-07-01", "第一天"),  # across the present year's second term
    ("班级", 2, "年级", "", "年级"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "value", "named"), BAD)
def test_an_error_names_its_place_and_remedy_and_nothing_is_half_done(district, sheet, row, column, value, named):
    sheets = {name: [list(line) for line in lines] for name, lines in GOOD.items()}
    sheets[sheet][row - 1][sheets[sheet][0].index(column)] = value
    before = counts()
    with pytest.raises(actions.NotImported) as caught:
        run(district, sheets)
    assert counts() == before
    assert (sheet, row, named) in {(problem.sheet, problem.row, problem.column) for problem in caught.value.problems}
    assert all(problem.message and problem.remedy for problem in caught.value.problems)


def test_two_principals_of_one_post_are_refused_in_the_file_too(district):
    sheets = {**GOOD, "人员": [*GOOD["人员"], ["许武", "xuwu", "后勤组", "食堂管理员", "2027-01-01", "", "", "", ""]]}
    with pytest.raises(actions.NotImported) as caught:
        run(district, sheets)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(5, "岗位")]


def test_a_preview_writes_nothing(district):
    before = counts()
    planned = actions.preview_import(
        actor=district.actors["admin"], organisation=district.organisations["school"].public_id, content=book(GOOD)
    )
    assert {change.table for change in planned.changes} == {"unit", "post", "account", "appointment", "class", "term"}
    assert counts() == before


def test_who_may_not_manage_people_imports_nothing(district):
    for who in ("shen", "xiaozhang"):
        with pytest.raises(Refused):
            run(district, GOOD, who)
    with pytest.raises(Refused):  # the school's administrator reaches no further than the school
        actions.import_staff(
            actor=district.actors["school-admin"],
            organisation=district.organisations["bureau"].public_id,
            content=book(GOOD),
        )


def test_an_administrator_gives_no_post_to_themselves_by_file(district):
    row = ["温涛", "school-admin", "后勤组", "食堂管理员", "2026-09-01", "", "", "", ""]
    with pytest.raises(actions.NotImported):
        run(district, {**GOOD, "人员": [GOOD["人员"][0], row]}, "school-admin")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_said_so(district, content):
    with pytest.raises(BadInput):
        actions.import_staff(
            actor=machine("people"), organisation=district.organisations["school"].public_id, content=content
        )


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_template_is_understood_in_each_language(district, language):
    from django.utils import translation

    with translation.override(language):
        blank = template()
    pages = load_workbook(BytesIO(blank))
    assert len(pages.sheetnames) == len(SHEETS)
    done = actions.import_staff(
        actor=machine("people"), organisation=district.organisations["school"].public_id, content=blank
    )
    assert done.changes == ()
