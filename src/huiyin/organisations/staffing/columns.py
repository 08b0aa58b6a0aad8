"""The sheets of the workbook and the names by which their columns are known, in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key in code, the heading in the template (first) and others that are understood."""

    key: str
    headings: tuple[str, ...]
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    key: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]


SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet(
        "units",
        ("科室", "Units"),
        (
            Column("name", ("科室名称", "科室名稱", "Unit"), True, "总务处"),
            Column("parent", ("上级科室", "上級科室", "Part of")),
        ),
    ),
    Sheet(
        "posts",
        ("岗位", "崗位", "Posts"),
        (
            Column("unit", ("科室", "Unit"), True, "总务处"),
            Column("title", ("岗位名称", "崗位名稱", "Post"), True, "总务处副主任"),
            Column("roles", ("角色", "Roles"), False, "承办"),
            Column("reports_to", ("上级岗位", "上級崗位", "Reports to"), False, "分管副校长"),
            Column("head", ("单位负责人", "單位負責人", "Head"), False, "否"),
        ),
    ),
    Sheet(
        "people",
        ("人员", "人員", "People"),
        (
            Column("name", ("姓名", "Name"), True, "沈静"),
            Column("username", ("登录名", "登入名", "Sign-in name"), True, "shenjing"),
            Column("unit", ("科室", "Unit"), True, "总务处"),
            Column("post", ("岗位", "崗位", "Post"), True, "总务处副主任"),
            Column("from", ("任职开始", "任職開始", "From"), True, "2026-09-01"),
            Column("until", ("任职结束", "任職結束", "Until")),
            Column("deputy", ("代理", "Deputy"), False, "否"),
            Column("email", ("邮箱", "郵箱", "E-mail")),
            Column("phone", ("电话", "電話", "Phone")),
        ),
    ),
    Sheet(
        "classes",
        ("班级", "班級", "Classes"),
        (
            Column("grade", ("年级", "年級", "Grade"), True, "三年级"),
            Column("name", ("班级名称", "班級名稱", "Class"), True, "三年级（1）班"),
        ),
    ),
    Sheet(
        "terms",
        ("学期", "學期", "Terms"),
        (
            Column("name", ("学期名称", "學期名稱", "Term"), True, "2026–2027学年第一学期"),
            Column("first", ("第一天", "First day"), True, "2026-09-01"),
            Column("last", ("最后一天", "最後一天", "Last day"), True, "2027-01-22"),
        ),
    ),
)

ROLE_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "administrator": ("系统管理", "系統管理", "administrator"),
    "registrar": ("窗口登记", "窗口登記", "登记", "registrar"),
    "handler": ("承办", "承辦", "handler"),
    "approver": ("审批", "審批", "approver"),
    "leader": ("包案领导", "包案領導", "leader"),
    "head": ("单位负责人", "單位負責人", "head"),
    "supervisor": ("督办", "督辦", "supervisor"),
    "discipline": ("纪检", "紀檢", "discipline"),
    "legal-reviewer": ("法制审核", "法制審核", "legal-reviewer", "legal reviewer"),
}
YES: Final = frozenset({"是", "对", "yes", "y", "true", "1", "√", "✓"})
NO: Final = frozenset({"", "否", "不是", "no", "n", "false", "0", "×"})
