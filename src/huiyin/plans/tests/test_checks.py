"""What a plan lacks, cites wrongly, or contradicts is found and named with its article."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from huiyin.cli import main
from huiyin.plans.checking import consistency
from huiyin.plans.checking.command import check
from huiyin.plans.checking.stale import stale
from huiyin.plans.reading import read
from huiyin.plans.schema import (
    Clause,
    Contact,
    Level,
    Part,
    PlanDocument,
    Resource,
    Role,
    Step,
)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("依据《信访条例》制定。", "信访工作条例（2022）"),
        ("根据国办发〔2013〕101号文件", "突发事件应急预案管理办法（国办发〔2024〕5号）"),
        ("依据《国家突发公共事件总体应急预案》", "国家突发事件总体应急预案（2025）"),
        ("按照《治安管理处罚法》第二十三条处理", "治安管理处罚法（2025）第26条"),
        ("违反网络安全法第四十七条的", "网络安全法（2025）第49条"),
        ("依據《中華人民共和國突發事件應對法》（2007年）", "突发事件应对法（2024）第26–28条"),
    ],
)
def test_an_old_citation_is_told_with_what_is_in_force(line: str, instead: str) -> None:
    (found,) = stale(["某校预案", line], "zh-hans")
    assert (found.line, found.instead) == (2, instead)
    assert found.text in line


@pytest.mark.parametrize(
    "line",
    [
        "依据《信访工作条例》《突发事件应对法》（2024年修订）制定。",
        "依据《山东省信访条例》制定。",
        "《信访条例》已废止。",
        "依据《国家突发事件总体应急预案》",
        "依据《突发公共卫生事件应对法》和《突发公共卫生事件应急条例》",
        "按照2025年修订的《治安管理处罚法》第二十六条",
    ],
)
def test_a_citation_in_force_is_left_alone(line: str) -> None:
    assert stale(["某校预案", line]) == []


def checked(text: str) -> tuple[list[str], list[str]]:
    read_text = read(text.encode(), "plan.txt")
    found = check(read_text)
    return list(found.missing), [problem.rule for problem in found.problems]


def test_parts_that_the_law_demands_and_nobody_wrote_are_missing() -> None:
    missing, _problems = checked(
        "某中学火灾应急预案\n一、组织机构\n组长：校长\n二、处置程序\n1.发现火情立即拨打119报警。\n2.组织学生疏散。\n"
    )
    assert missing == ["prevention", "support", "recovery"]


def test_a_notice_of_a_drill_owes_no_parts() -> None:
    assert (
        checked("关于开展消防疏散演练的通知\n一、演练时间\n星期五下午\n二、演练要求\n听到警报后有序撤离。\n")[0] == []
    )


def test_too_few_drills_late_reports_and_exits_are_problems() -> None:
    _missing, problems = checked(
        "某小学地震应急预案\n一、组织机构\n组长：校长\n二、预防\n每学期组织一次疏散演练。\n三、处置程序\n听到警报后有序下楼。\n"
    )
    assert "PC-08" in problems
    _missing, problems = checked(
        "某中学校车交通事故应急预案\n一、报告\n学校应在6小时内报告教育局。\n二、处置程序\n立即拨打120。\n"
    )
    assert "PC-11" in problems


def document(**pieces: object) -> PlanDocument:
    return PlanDocument.model_validate({"title": "某校火灾应急预案", "kind": "fire", **pieces})


def rules(plan: PlanDocument, *units: str) -> set[tuple[str, str]]:
    return {(problem.rule, problem.key) for problem in consistency.check(plan, units)}


WHOLE = document(
    roles=(Role(key="chief", title="总指挥", post="p1", deputies=("p2",)),),
    steps=(Step(key="call", action="拨打119", role="chief", within=1),),
    contacts=(Contact(key="fire", name="消防", number="119", outside=True),),
)


def test_a_whole_plan_has_no_problem() -> None:
    assert rules(WHOLE, "教务处") == set()


def test_gaps_between_the_pieces_are_named() -> None:
    plan = document(
        roles=(
            Role(key="empty", title="疏散组长"),
            Role(key="alone", title="总指挥", post="p1"),
            Role(key="paper", title="联络员", holder="某教师"),
        ),
        steps=(
            Step(key="nobody", action="打开出口"),
            Step(key="far", action="通知各班", role="paper", tells="宣传科"),
            Step(key="one", action="在3分钟内清点人数", role="alone", within=3),
            Step(key="two", action="在5分钟内清点人数", role="alone", within=5),
            Step(key="force", action="封锁教学楼", role="alone"),
        ),
        contacts=(Contact(key="hospital", name="医院"),),
        resources=(Resource(key="hose", name="水带", keeper="总指挥"),),
    )
    assert rules(plan, "教务处", "后勤处") == {
        ("role-empty", "empty"),
        ("PC-12", "alone"),
        ("step-without-doer", "nobody"),
        ("doer-unreachable", "paper"),
        ("number-missing", "hospital"),
        ("unit-unknown", "far"),
        ("minutes-contradict", "two"),
        ("PC-16", "force"),
    }


def test_heads_are_no_grade_and_an_unlawful_clause_no_step() -> None:
    plan = document(
        title="多人来访接待预案",
        kind="petition",
        parts=(Part(key="r", part="response", title="处置", clauses=(Clause(key="c", text="由保安把来访人架离。"),)),),
        roles=(Role(key="chief", title="总指挥", post="p1", deputies=("p2",)),),
        levels=(Level(key="l1", rank=1, title="一级", begins="来访人数在50人以上"),),
        steps=(Step(key="s", action="把不肯走的人请出去", role="chief", clause="c"),),
    )
    assert {("PC-18", "l1"), ("PC-13", "s")} <= rules(plan)


def test_reports_may_not_wait_longer_than_the_law_says() -> None:
    late = Step(key="s", action="向教育局报告", role="chief", within=240)
    plan = document(kind="laboratory", roles=WHOLE.roles, steps=(late,))
    assert ("PC-11", "s") in rules(plan)


def test_the_command_says_it_all_and_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "某校信访工作预案\n依据《信访条例》制定。\n一、处置程序\n对来访人实行24小时盯守。\n", encoding="gb18030"
    )
    assert main(["plans", "check", str(plan), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["complete"] is False
    assert "recovery" in said["missing"]
    assert said["stale"][0]["line"] == 2
    mark = said["unlawful"][0]
    assert (mark["rule"], mark["level"], mark["lines"], mark["sure"]) == ("L-02", "block", [4, 4], True)
    assert mark["why"]
    assert mark["source"]
    assert mark["instead"]
    assert main(["plans", "check", str(plan)]) == 1
    assert "L-02 [block]" in capsys.readouterr().out
    assert main(["plans", "check", str(tmp_path / "none.txt")]) == 2


def test_the_documents_with_hand_marks_are_judged_as_their_reader_did() -> None:
    from benchmarks import plans_check

    if not plans_check.FOLDER.is_dir():
        if os.environ.get("HUIYIN_WITHOUT_TEST_DATA") == "1":
            pytest.skip("without test data")
        pytest.fail(f"the plan documents are not at {plans_check.FOLDER}; set HUIYIN_TEST_DATA")
    missed = [figure.what for figure in plans_check.figures(plans_check.tally()) if figure.verdict == "MISSED"]
    assert missed == []
