"""The starter plans: whole, each demand of law under its article, and nothing in them that is done to people who complain."""

from __future__ import annotations

import re

import pytest

from huiyin.kernel.errors import BadInput
from huiyin.plans import starters
from huiyin.plans.marks import report
from huiyin.plans.schema import PlanDocument

OWN = "本单位自定"

ARTICLES: dict[str, set[int]] = {
    "突发事件应对法": {3, *range(7, 12), 28, 34, 35, 37, 43, 60, 61, 63, 64, 65, 71, 72, 73, 74, 78, 83, 84, 85, 86, 87, 92, 94},
    "应急预案管理办法": {16, 17, 18, 19, 25, 26},
    "消防法": {16, 17, 44, 73},
    "未成年人保护法": {4, 11, 35, 37, 39, 40, 72, 103},
    "突发公共卫生事件应对法": {20, 30, 34},
    "传染病防治法": {29, 47},
    "食品安全法": {103},
    "食品安全法实施条例": {28, 56},
    "校车安全管理条例": {10, 11, 12},
    "生产安全事故应急条例": {6},
    "生产安全事故报告和调查处理条例": {9, 11, 12, 13, 44},
    "企业事业单位内部治安保卫条例": {2, 5, 8, 13, 15},
    "保安服务管理条例": {29, 30},
    "信访工作条例": {17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 30, 31, 32, 33, 34, 35, 36, 37, 46, 47},
    "个人信息保护法": {5, 6, 10, 13, 17, 19, 26, 28, 29, 30, 31, 34, 55},
    "民法典": {1019, 1032, 1033},
    "公共安全视频图像信息系统管理条例": {7, 8, 9, 13, 16, 17, 23},
    "精神卫生法": {5, 27, 30, 75},
    "网络安全法": {49, 52},
    "治安管理处罚法": {60},
    "中小学幼儿园应急疏散演练指南": set(),
}  # fmt: skip
"""What was read in the text of a law or rule. An article that is not here is not cited: the rule is then the school's own."""

_ACTS = (
    "截访 拦截 堵截 劝返 接回 押回 遣返 不得进京 稳控 盯守 蹲守 跟踪 包保 盯人 盯住 扣留 代管 学习班 训诫 拘留 停学 取消资助 取消低保 开除 "
    "追查 核对笔迹 查IP 同意后方可 批准后方可 未经批准 统一口径 封锁消息 禁止接受采访 不得外传 删帖 封号 撤稿 水军 跟帖 全程录像 拍摄上访 "
    "人脸识别 人像库 黑名单 重点人员 重点人群 管控 强行带离 带离现场 搜身 扣手机 息访 精神病院 强制鉴定 零上访 一票否决 聊天记录 监听 拆信 缠访 闹访 "
    "上访户 别有用心 情绪稳定 高度重视"
)


@pytest.fixture(params=starters.names())
def plan(request) -> PlanDocument:
    return starters.load(request.param)


def _laws(plan: PlanDocument) -> list[str]:
    return [law for piece in plan.pieces() for law in getattr(piece, "law", "").split("；") if law]


def test_every_clause_and_length_of_time_says_where_it_comes_from(plan):
    said = {"purpose", "scope"}
    silent = [c.key for part in plan.parts if part.part not in said for c in part.clauses if not c.law]
    assert not silent + [limit.key for limit in plan.limits if not limit.law]


def test_only_articles_that_were_read_are_cited(plan):
    for law in set(_laws(plan)) - {OWN}:
        found = re.fullmatch(r"(\D+?)(?:第(\d+)条(?:第\d款)?)?", law)
        assert found, law
        name, article = found.groups()
        assert name in ARTICLES, law
        assert int(article) in ARTICLES[name] if article else not ARTICLES[name], law


def test_what_a_plan_of_a_unit_must_have_is_there(plan):
    assert {part.part for part in plan.parts} == {
        *(
            "purpose",
            "scope",
            "principles",
            "organisation",
            "prevention",
            "levels",
            "triggers",
            "reporting",
            "response",
        ),
        *("evacuation", "medical", "support", "recovery", "aftercare", "drill", "contacts", "supplement"),
    }
    assert all(part.clauses for part in plan.parts)
    laws = set(_laws(plan))
    for demanded in (
        "突发事件应对法第85条",
        "突发事件应对法第10条",
        "突发事件应对法第11条",
        "突发事件应对法第37条",
        "突发事件应对法第65条第3款",
    ):
        assert demanded in laws  # data destroyed, least harm, the weak first, exits and alarms, who receives warnings


def test_somebody_does_every_step_and_every_role_has_one(plan):
    assert all(step.role for step in plan.steps)
    assert {role.key for role in plan.roles} == {step.role for step in plan.steps}
    assert all("替补" in role.holder and role.duties for role in plan.roles)
    assert {"first", "response", "stand-down", "aftercare"} <= {step.phase for step in plan.steps}
    assert all(step.proof for step in plan.steps)


def test_every_level_begins_and_ends(plan):
    assert plan.levels
    assert all(level.begins and level.ends and level.decided_by for level in plan.levels)
    assert len({level.rank for level in plan.levels}) == len(plan.levels)
    assert plan.triggers


def test_numbers_that_everybody_knows_are_there_and_the_others_wait(plan):
    assert {"110", "119", "120", "12345"} <= {contact.number for contact in plan.contacts}
    assert all(contact.number or contact.what_for for contact in plan.contacts)


def test_nothing_is_done_to_people_who_complain(plan):
    text = plan.model_dump_json()
    assert not [act for act in _ACTS.split() if act in text]


def test_nobody_waits_for_a_step_that_comes_later(plan):
    places = {step.key: place for place, step in enumerate(plan.steps)}
    assert all(places[step.after] < places[step.key] for step in plan.steps if step.after)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize("name", starters.names())
def test_it_passes_its_own_check_but_for_who_holds_its_roles(name, language):
    said = report(starters.load(name, language))
    assert not [(mark.rule, mark.text) for mark in said.unlawful]
    assert not said.missing
    assert not said.outdated
    filled_by_the_office = {"role-empty", "doer-unreachable", "number-missing"}
    assert not [one for one in said.problems if one.rule not in filled_by_the_office]


@pytest.mark.parametrize("name", starters.names())
def test_traditional_chinese_is_the_same_plan_in_other_words(name):
    simplified, traditional = starters.load(name), starters.load(name, "zh-hant")
    assert [vars(piece)["key"] for piece in traditional.pieces()] == [
        vars(piece)["key"] for piece in simplified.pieces()
    ]
    assert traditional.language == "zh-hant"
    assert not set("这说时报们义习书买长门") & set(traditional.model_dump_json())
    assert any(law.startswith("突發事件應對法") for law in _laws(traditional))


def test_a_name_that_does_not_exist_is_refused_with_what_to_do():
    for wrong in (("flood", "zh-hans"), ("common", "zh-hans"), ("fire", "en")):
        with pytest.raises(BadInput) as refused:
            starters.load(*wrong)
        assert refused.value.remedy
