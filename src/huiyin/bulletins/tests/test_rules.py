"""The rules as data, and what is decided from them."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.bulletins import law, rules
from huiyin.bulletins.rules import Finding, Known, Limit, Said
from huiyin.bulletins.wording import BODIES, FIELDS, FINDINGS, KINDS
from huiyin.kernel.clocks.citing import cite

NOON = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)
MINUTES = dt.timedelta(minutes=1)


def of_food(**changed) -> Said:
    texts = {"course": "午餐后呕吐。", "sealed": "留样", "done": "送医。", **changed.pop("texts", {})}
    numbers = {"affected": 8, "hospital": 1, "badly": 0, "dead": 0, **changed.pop("numbers", {})}
    said = {"stage": "first", "occurred_at": NOON, "place": "食堂", **changed}
    return Said(texts=texts, numbers=numbers, **said)


def found(said: Said, kind: str = "food", **known) -> list[tuple[str, str, bool]]:
    against = Known(**{"learned_at": NOON + 6 * MINUTES, "now": NOON + 30 * MINUTES, **known})
    return [(one.key, one.place, one.blocks) for one in rules.check(law.kind(kind), said, against)]


def test_every_line_of_the_list_is_a_rule_or_says_why_it_starts_no_clock():
    wanted = {f"R-{number:02d}" for number in range(1, 24)}
    known = {one.id for one in law.rules()}
    assert known | set(law.silent()) == wanted | {"X-29", "own"}
    assert not known & set(law.silent())


def test_every_rule_cites_its_article_or_is_off_or_the_offices_own():
    for one in law.rules():
        assert one.own or one.off_by_default or cite(one.article, "zh-hans").startswith("第"), one.id
        assert one.verified == ("" if one.own else one.verified or "S")
        assert all(body in BODIES or body in law.INSIDE for body in one.to)
        assert all(one.law.get(language) for language in ("zh-hans", "zh-hant", "en")) or one.own


def test_every_kind_has_its_words_its_rules_and_somebody_above():
    assert {one.key for one in law.kinds()} == set(KINDS)
    for kind in law.kinds():
        assert set(kind.fields) <= set(FIELDS)
        assert set(kind.fields) <= {*rules.NUMBERS, *rules.TEXTS}
        assert set(kind.required) <= set(kind.fields)
        assert law.ABOVE in {body for _rule, body in rules.owed(rules.holding(law.rules(), kind.key, ()))}, kind.key


@pytest.mark.parametrize(
    ("kind", "owed"),
    [
        ("accident", {"safety": (1, "hours", False), "above": (1, "hours", False)}),
        ("health", {"cdc": (30, "minutes", True), "above": (30, "minutes", True)}),
        ("food", {"market": (2, "hours", True), "health": (2, "hours", True), "above": (2, "hours", True)}),
        ("harm", {"police": (30, "minutes", True), "civil": (30, "minutes", True), "above": (30, "minutes", True)}),
        ("group-visit", {"government": (2, "hours", True), "above": (2, "hours", True), "joint": (2, "hours", True)}),
    ],
)
def test_who_is_told_by_when(kind, owed):
    holding = rules.holding(law.rules(), kind, ())
    assert {body: rules.limit(rule.within, 30, 2) for rule, body in rules.owed(holding)} == {
        body: Limit(*limit) for body, limit in owed.items()
    }


def test_a_rule_that_nobody_has_seen_is_off_until_the_office_turns_it_on():
    assert [one.id for one in rules.holding(law.rules(), "health", ())] == ["R-08"]
    assert [one.id for one in rules.holding(law.rules(), "health", ["bulletins:R-10"])] == ["R-08", "R-10"]
    assert {one.id for one in law.rules() if one.off_by_default} == {"R-10", "R-13", "R-21"}


def test_at_once_is_never_more_than_the_two_hours_of_the_older_rule():
    assert rules.limit("at once", 600, 2) == Limit(120, "minutes", own=True)


@pytest.mark.parametrize(
    ("numbers", "key"),
    [({}, "ordinary"), ({"dead": 2}, "ordinary"), ({"dead": 3}, "larger"), ({"badly": 50}, "serious"), ({"loss": 10000}, "extra-serious")],
)  # fmt: skip
def test_the_grade_of_an_accident(numbers, key):
    assert rules.grade(numbers, law.grades()) == key


def test_a_report_that_is_in_order():
    assert found(of_food()) == []


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"occurred_at": None}, ("required", "occurred_at", True)),
        ({"occurred_at": NOON + 10 * MINUTES}, ("occurred_after_learned", "occurred_at", True)),
        ({"occurred_at": NOON + 90 * MINUTES}, ("in_future", "occurred_at", True)),
        ({"occurred_at": NOON - dt.timedelta(days=2)}, ("learned_late", "occurred_at", False)),
        ({"place": ""}, ("required", "place", True)),
        ({"texts": {"sealed": ""}}, ("required", "sealed", True)),
        ({"numbers": {"affected": None}}, ("unknown", "affected", False)),
        ({"numbers": {"affected": None}, "stage": "final"}, ("unknown", "affected", True)),
        ({"numbers": {"badly": 9}}, ("parts_over_total", "affected", True)),
        ({"numbers": {"hospital": 9}}, ("hospital_over_total", "hospital", True)),
        ({"texts": {"course": "家长电话13912345678。"}}, ("personal_number", "course", True)),
        ({"texts": {"cause": "责任在供应商"}}, ("conclusion", "cause", False)),
    ],
)
def test_what_is_wrong_or_strange_in_a_report(changed, finding):
    assert finding in found(of_food(**changed))


def test_numbers_of_the_record_are_held_against_it():
    assert found(of_food(), record={"affected": 9}) == [("record_differs", "affected", False)]


def test_a_number_that_falls_is_a_correction_with_its_reason():
    last, now = of_food(), of_food(stage="follow-up", numbers={"affected": 7})
    assert found(now, last=last) == [("lower_unsaid", "affected", True)]
    assert found(now, last=last, corrects=["affected"]) == [("why_missing", "why_corrected", True)]
    assert found(now, last=last, corrects=["affected"], why_corrected="一人两次计入") == []
    assert found(now, last=last, corrects=["hospital", "affected"], why_corrected="x") == [("nothing_corrected", "hospital", True)]  # fmt: skip
    assert found(of_food(stage="follow-up"), last=last) == [("nothing_new", "", False)]


def test_a_group_visit_is_told_by_number_demand_and_answer_never_by_persons():
    kind = law.kind("group-visit")
    assert set(kind.fields) == {"people", "demand", "done", "promised"}
    assert not kind.place
    texts = {"demand": "补发2025年绩效", "done": "副局长接谈", "promised": "12月10日前书面答复"}
    said = Said("first", NOON, "", texts, {"people": 23})
    assert found(said, "group-visit") == []
    for words in ("带头的是某某", "乘坐早班车次来", "工作单位是化肥厂", "已派人劝返"):
        told = Said("first", NOON, "", {**texts, "done": words}, {"people": 23})
        assert ("persons", "done", True) in found(told, "group-visit"), words


def test_each_finding_has_its_sentence():
    keys = {"required", "unknown", "in_future", "occurred_after_learned", "learned_late", "parts_over_total", "hospital_over_total",
            "lower_unsaid", "why_missing", "nothing_corrected", "nothing_new", "personal_number", "persons", "conclusion", "record_differs"}  # fmt: skip
    assert keys == set(FINDINGS)
    assert Finding("required", "course", blocks=True).other is None
