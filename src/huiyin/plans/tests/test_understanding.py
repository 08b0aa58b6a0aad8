"""What is found in plan documents agrees with the hand marks of a reader, and no line of any text is lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.plans import starters
from huiyin.plans.reading import Text, read
from huiyin.plans.schema import PlanDocument, Step
from huiyin.plans.text import plain as printed
from huiyin.plans.understanding import Plan, Understood, understand
from huiyin.plans.understanding.document import document

from . import papers
from .documents import Read, documents, read_all, score

PIECES = st.sampled_from(
    [
        *"一二三四、（）()1.2第章条组长：副主任由担任内分钟立即 \t*①附件abc。，；篇目录【】#|《》?ㄒ唬\ufffd",
        "一、", "（一）", "1.1 ", "第一章 ", "应急预案", "领导小组", "24小时内", "2023年5月", "?。ㄒ唬", "组长：", "附件1：", "目录",
    ]
)  # fmt: skip
LINES = st.lists(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=24), max_size=30)


def text_of(lines: list[str]) -> Text:
    words = tuple(line.replace("\n", " ").replace("\r", " ") for line in lines)
    return Text("a.txt", "txt", words, ("",) * len(words), (0,) * len(words), (0,) * len(words))


def one_plan(words: str) -> Plan:
    (plan,) = understand(read(words.encode(), "a.txt")).plans
    return plan


def accounted(understood: Understood) -> None:
    """Each line is in one plan, and there in a part, in front, in the closing, or unplaced."""
    numbers = [number for plan in understood.plans for number in plan.lines]
    assert numbers == list(range(1, understood.lines_total + 1))
    for plan in understood.plans:
        unplaced = {number for lines in plan.unplaced for number in lines}
        spans = [*plan.front, *plan.closing, *(section.lines for section in plan.sections)]
        placed = {number for lines in spans for number in lines}
        assert placed.isdisjoint(unplaced)
        assert placed | unplaced == set(plan.lines)


@pytest.fixture(scope="module")
def marked() -> list[Read]:
    return read_all(documents())


def test_parts_roles_and_limits_agree_with_the_hand_marks(marked: list[Read], tmp_path: Path) -> None:
    for one in marked:
        accounted(one.understood)
        assert one.understood.lines_total == one.marks["lines_total"], one.name
    scores, placed = score(marked, documents(), tmp_path)
    f1 = {what: scores[f"{what} / all"][2] for what in ("parts, top level", "roles, line", "limits, line and length")}
    assert min(f1.values()) >= 0.9, f1
    assert placed >= 0.95


def test_each_document_becomes_a_plan_that_holds_every_line_with_its_source(marked: list[Read]) -> None:
    for one in marked:
        for plan in one.understood.plans:
            made = document(plan, one.text)
            assert PlanDocument.model_validate_json(made.model_dump_json()) == made
            sourced = {
                n
                for piece in made.pieces()
                if (at := getattr(piece, "source", None))
                for n in range(at.first, at.last + 1)
            }
            said = {number for number in plan.lines if one.text.line(number).strip()}
            title = {number for lines in plan.front for number in lines}
            assert said - sourced <= title, one.name


@given(LINES)
@example(["0."])  # a number of the top style, and none that counts
def test_no_line_of_any_text_is_lost(lines: list[str]) -> None:
    text = text_of(lines)
    understood = understand(text)
    accounted(understood)
    for plan in understood.plans:
        document(plan, text)


@given(LINES, st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 4), max_size=30))
def test_nor_of_a_word_file_with_headings_and_tables(lines: list[str], outline: list[int], rows: list[int]) -> None:
    text = text_of(lines)
    size = len(text.lines)
    text = dataclasses.replace(
        text, format="docx", outline=tuple((outline + [0] * size)[:size]), rows=tuple((rows + [0] * size)[:size])
    )
    accounted(understand(text))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("组长：校长；副组长：甲、乙", [("组长", "校长"), ("副组长", "甲、乙")]),
        ("组 长：甲 副组长：乙", [("组长", "甲"), ("副组长", "乙")]),
        ("总指挥 李甲", [("总指挥", "李甲")]),
        ("由校长担任组长，副校长任副组长，各班班主任为组员。", [("组长", "校长"), ("副组长", "副校长"), ("组员", "各班班主任")]),
        ("组长由校长担任，副组长由书记担任，成员由处室负责人组成。", [("组长", "校长"), ("副组长", "书记"), ("成员", "处室负责人")]),
        ("办公室设在综治办，李主任任办公室主任。", [("办公室主任", "李主任")]),
        ("成立以厂长为总指挥、书记为副总指挥的指挥部。", [("总指挥", "厂长"), ("副总指挥", "书记")]),
        ("警戒组：组长李甲，负责校门。", [("组长", "李甲")]),
        ("李甲（组长）、王乙", [("组长", "李甲")]),
        ("主任：校长  副主任：书记  委员：甲、乙", [("主任", "校长"), ("副主任", "书记"), ("委员", "甲、乙")]),
        ("第一组：组长：甲，成员：乙、丙", [("组长", "甲"), ("成员", "乙、丙")]),
        ("组长：负责全面工作。", []),
        ("班主任：早摸底，及时报告。", []),
        ("由组长亲自指挥，组长不在时报告副组长。", []),
        ("时间 内容 地点 负责人 备注", []),
    ],
)  # fmt: skip
def test_a_role_is_a_function_with_a_holder(said: str, expected: list[tuple[str, str]]) -> None:
    found = one_plan(f"某校预案\n一、组织机构\n{said}\n").roles
    assert sorted((role.role, role.holder) for role in found) == sorted(expected)


@pytest.mark.parametrize(
    ("said", "minutes", "days"),
    [
        ("2小时内报告", 120, None),
        ("两个小时以内报告", 120, None),
        ("半小时内赶到", 30, None),
        ("一个半小时之内书面报告", 90, None),
        ("30分钟之内上报，", 30, None),
        ("校长2H内报告", 120, None),
        ("3个工作日内答复", None, 3),
        ("一周内写出总结", None, 7),
        ("十五日内书面告知", None, 15),
        ("最迟不得超过3小时", 180, None),
        ("3至5日内办结", None, 5),
        ("会前20天完成排查", None, 20),
        ("二十四小时以內報送", 1440, None),
        ("第一时间报告", None, None),
        ("每天报告，24小时值班", None, None),
        ("了解14天内有无旅居史", None, None),
        ("留样保存48小时", None, None),
        ("9:40—10:20举行演练", None, None),
        ("未来24小时内气温下降", None, None),
        ("于9月20日上报总结", None, None),
        ("17时30分到达", None, None),
        ("两年内不得评优", None, None),
        ("每隔2小时报告", None, None),
    ],
)
def test_a_limit_is_a_time_within_which_somebody_must_act(said: str, minutes: int | None, days: int | None) -> None:
    found = one_plan(f"某校预案\n一、信息报告\n值班人员{said}。\n").limits
    assert [(one.minutes, one.days) for one in found] == ([(minutes, days)] if minutes or days else [])


@pytest.mark.parametrize(
    "words",
    [
        "某校预案\n一、组织机构\n甲。\n二、信息报告\n乙。\n三、善后处理\n丙。",
        "某校预案\n第一章 组织机构\n第一条 甲。\n第二章 信息报告\n第二条 乙。\n第三章 善后处理\n第三条 丙。",
        "某校预案\n1 组织机构\n1.1 甲。\n2 信息报告\n2.1 乙。\n3 善后处理\n3.1 丙。",
        "某校预案\n1、组织机构\n甲。\n2、信息报告\n乙。\n3、善后处理\n丙。",
        "某校预案\n（一）组织机构\n1.甲。\n（二）信息报告\n乙。\n（三）善后处理\n丙。",
        "某校预案\n一、组织机构：甲。\n二、信息报告。乙。\n三、善后处理：丙。",
        "某校预案\n组织机构\n由甲负责本校的这件事情。\n信息报告\n由乙负责本校的这件事情。\n善后处理\n由丙负责本校的这件事情。",
        "某校预案\n【组织机构】甲。\n【信息报告】乙。\n【善后处理】丙。",
        "某校预案\n目录\n一、组织机构……1\n二、信息报告……2\n三、善后处理……3\n一、组织机构\n甲。\n二、信息报告\n乙。\n三、善后处理\n丙。",
        "# 某校预案\n## 组织机构\n甲。\n## 信息报告\n乙。\n## 善后处理\n丙。",
    ],
)
def test_headings_are_found_in_every_style_of_numbers(words: str) -> None:
    (plan,) = understand(read(words.encode(), "a.md" if words.startswith("#") else "a.txt")).plans
    tops = [section.part for section in plan.sections if section.level == 1]
    assert tops == ["organisation", "reporting", "aftercare"]


def test_headings_in_brackets_stand_alone_or_before_their_matter() -> None:
    plan = one_plan(
        "某校预案\n【组织机构】组长：甲\n【信息报告】\n门卫5分钟内报校长室\n【应急处置】门卫打开大门。\n【之后怎么办】谈一次话。"
    )
    assert [(one.title, one.level) for one in plan.sections] == [
        ("组织机构", 1), ("信息报告", 1), ("应急处置", 1), ("之后怎么办", 1),
    ]  # fmt: skip
    assert [(role.role, role.holder) for role in plan.roles] == [("组长", "甲")]
    assert "门卫打开大门。" in [step.text for step in plan.steps]


def test_brackets_below_a_number_head_its_parts_and_a_speaker_in_brackets_heads_none() -> None:
    plan = one_plan(
        "某校预案\n一、应急处置\n【报警】拨打119。\n【疏散】到操场。\n二、演练\n【旁白】开始。\n【广播】起火。\n【旁白】结束。"
    )
    assert [(one.title, one.level) for one in plan.sections] == [("应急处置", 1), ("报警", 2), ("疏散", 2), ("演练", 1)]


def test_automatic_numbers_of_word_count_as_numbers() -> None:
    paragraphs = [
        (None, "某校预案"),
        (0, "组织机构"),
        (1, "领导小组"),
        (None, "组长：甲"),
        (0, "信息报告"),
        (None, "甲报告。"),
    ]
    (plan,) = understand(read(papers.numbered(paragraphs), "a.docx")).plans
    found = [(one.number, one.title, one.level) for one in plan.sections]
    assert found == [("一、", "组织机构", 1), ("（一）", "领导小组", 2), ("二、", "信息报告", 1)]


def test_a_number_damaged_by_a_lost_byte_is_mended() -> None:
    plan = one_plan("某校信访预案\n一、组织机构\n?。ㄒ唬┝斓夹∽?\n组长：甲\n?。ǘ┲霸?\n负责接待。\n")
    assert [(one.number, one.level) for one in plan.sections[1:]] == [("（一）", 2), ("（二）", 2)]


def test_two_plans_in_one_file_are_two() -> None:
    words = "甲校信访预案\n一、组织机构\n组长：甲\n二、处置程序\n接待。\n篇2：乙校消防预案\n一、组织机构\n组长：乙\n"
    plans = understand(read(words.encode(), "a.txt")).plans
    assert [(plan.title, plan.kind, plan.lines.first) for plan in plans] == [
        ("甲校信访预案", "petition", 1),
        ("乙校消防预案", "fire", 6),
    ]


def test_a_limit_and_a_role_across_a_broken_line_stand_where_they_begin() -> None:
    words = (
        "某街道信访工作方案\n一、力量配备\n街道成立工作专班统一负责，组长由街道党工委书记担任，副组长由办事处的\n主任担任，其他同志参加。\n"
        "二、信息报告\n社区发现这样的情况以后，应当立即向街道的值班室报告，街道值班室三十分\n钟内报告区委区政府总值班室，并且续报有关情况的进展，不得迟报和瞒\n报。\n"
    )
    plan = one_plan(words)
    assert [(role.role, role.line) for role in plan.roles] == [("组长", 3), ("副组长", 3)]
    assert [(limit.minutes, limit.line) for limit in plan.limits] == [(30, 6)]


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("language", starters.LANGUAGES)
@pytest.mark.parametrize("name", starters.names())
def test_a_starter_that_was_printed_as_text_comes_back_as_it_was(name: str, language: str, form: str) -> None:
    plan = starters.load(name, language)
    words = printed(plan)
    content = words.encode() if form == "txt" else papers.numbered([(None, line) for line in words.splitlines()])
    text = read(content, f"a.{form}")
    (found,) = understand(text).plans
    back = document(found, text)
    assert [part.title for part in back.parts] == [part.title for part in plan.parts]
    assert [(role.title, role.duties) for role in back.roles] == [(role.title, role.duties) for role in plan.roles]
    assert [(level.title, level.begins, level.ends) for level in back.levels] == [
        (level.title, level.begins, level.ends) for level in plan.levels
    ]
    assert {(one.name, one.number) for one in plan.contacts} <= {(one.name, one.number) for one in back.contacts}
    assert {_step(step) for step in back.steps} == {_step(step) for step in plan.steps}


def _step(step: Step) -> tuple[object, ...]:
    return step.action, step.within, step.proof, step.calls_out, step.law, len(step.levels), bool(step.after)


def test_a_head_of_a_page_parts_no_sentence_and_a_footnote_is_no_part_of_the_text() -> None:
    lines = [
        "某校预案", "一、信息报告", "值班人员发现这样的情况以后应当立即向学校的值班领导报告，学校三十分", "某校汇编",
        "钟内报告教育局的值班室，并且续报有关情况的进展，不得迟报和瞒报以", "及漏报，报告的内容包括事情发生的时间、地点、经过、人数和已经做的", "事。", "一、见消防法",
    ]  # fmt: skip
    text = dataclasses.replace(text_of(lines), margins=frozenset({4}), notes=frozenset({8}))
    understood = understand(text)
    accounted(understood)
    (plan,) = understood.plans
    assert [(limit.minutes, limit.line) for limit in plan.limits] == [(30, 3)]
    assert [(one.title, one.lines.first) for one in plan.sections] == [("信息报告", 2), ("", 8)]


def test_characters_that_a_pdf_holds_as_radicals_are_read_as_what_they_look_like() -> None:
    plan = one_plan("某校预案\n一、⽬的\n保护⽣命。\n二、善后⼯作\n安抚家⻓。\n")
    assert [one.part for one in plan.sections] == ["purpose", "aftercare"]


def test_steps_say_who_and_by_when_and_numbers_are_found() -> None:
    plan = one_plan(
        "某校火灾预案\n一、应急处置\n1、门卫应当在5分钟内打开大门，拨打119。\n二、联系电话\n值班室：0571-12345678\n"
    )
    assert [(step.doer, step.minutes) for step in plan.steps] == [("门卫", 5)]
    assert [(one.name, one.number) for one in plan.contacts] == [("火警", "119"), ("值班室", "0571-12345678")]


HANDBOOK = """学校突发事件应急工作手册
一、地震应急预案
（一）震时行动
1、躲到课桌下。
2、1分半钟内撤到操场。
（二）震后行动
班主任清点人数，5分钟内报告。
二、溺水事故应急预案
（一）处置
1、立即呼救并拨打110、120。
{last}
（一）措施
1、疏导人流。
"""


def test_a_handbook_whose_chapters_are_plans_is_several_plans() -> None:
    read_as = understand(read(HANDBOOK.format(last="三、校园踩踏事故应急预案").encode(), "a.txt"))
    accounted(read_as)
    assert [plan.title for plan in read_as.plans] == ["地震应急预案", "溺水事故应急预案", "校园踩踏事故应急预案"]
    assert [limit.minutes for limit in read_as.plans[0].limits] == [2, 5]


def test_a_plan_that_names_some_plans_among_its_chapters_is_one() -> None:
    words = HANDBOOK.format(last="三、后期处置\n（一）善后\n1、慰问。\n四、附则")
    assert len(understand(read(words.encode(), "a.txt")).plans) == 1
