"""What is decided without asking the database: steps of a level, what is proposed, who is called, which count holds."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.incidents import rules
from huiyin.plans import starters
from huiyin.plans.paper import PaperPlan
from huiyin.plans.rules import left_out
from huiyin.plans.schema import PlanDocument

FIRE = starters.load("fire")
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def counted(author: str, minute: int, present: int, missing: int = 0) -> rules.Figures:
    return rules.Figures(present, missing, 0, 0, NOON + dt.timedelta(minutes=minute), author, author)


def test_the_trigger_of_the_plan_proposes_the_level_and_without_one_the_lowest_is_proposed():
    assert rules.propose(FIRE, "sees-fire").level == "whole-school"
    assert rules.propose(FIRE, "bell") == rules.Proposal("one-building", FIRE.triggers[1].text)
    assert rules.propose(FIRE, "") == rules.Proposal("one-building", "")
    assert rules.propose(PlanDocument(title="x", kind="other"), "") == rules.Proposal("", "")


def test_a_level_has_its_own_steps_in_their_order_and_nothing_of_before():
    whole = [step.key for step in rules.steps_at(FIRE, "whole-school")]
    house = [step.key for step in rules.steps_at(FIRE, "one-building")]
    assert set(whole) - set(house) == {"brief-brigade", "report-county", "first-word", "hand-over"}
    assert house[0] == "alarm"
    assert house.index("take-command") > house.index("call-roles")
    assert house.index("destroy-data") > house.index("declare-end")


def test_a_step_does_not_wait_for_one_that_is_not_taken():
    document = FIRE.model_copy(
        update={"steps": tuple(one.model_copy(update={"levels": ("whole-school",)}) if one.key == "call-119" else one for one in FIRE.steps)}
    )  # fmt: skip
    [small] = [step for step in rules.steps_at(document, "one-building") if step.key == "small-fire"]
    assert small.after == ""


@pytest.mark.parametrize("mark", [("keep-out", ""), ("", "守住起火楼入口"), ("of-clause", "")])
def test_an_overruled_clause_is_never_a_step(mark):
    """By its key, by its words, by the clause on which it rests."""
    steps = tuple(
        one.model_copy(update={"clause": "of-clause"}) if one.key == "keep-out" else one for one in FIRE.steps
    )
    without = left_out(FIRE.model_copy(update={"steps": steps}), [mark])
    assert without == {"keep-out"}
    assert "keep-out" not in {step.key for step in rules.steps_at(FIRE, "one-building", without)}


@pytest.mark.parametrize("name", starters.names())
def test_the_card_and_the_room_name_the_same_leader(name):
    document = starters.load(name)
    called = rules.chains(document, rules.steps_at(document, document.levels[0].key))[0].role
    assert called == PaperPlan(document, "", name, NOON.date()).leader().key


def test_who_decides_by_the_plan_leads_before_who_is_merely_called_so():
    document = starters.load("bullying")
    titles = {role.key: role.title for role in document.roles}
    assert "总指挥" in titles.values()
    assert titles[rules.chains(document, rules.steps_at(document, ""))[0].role] == "处理负责人"


def test_whoever_leads_is_called_first_and_nobody_who_has_nothing_to_do():
    chains = rules.chains(FIRE, rules.steps_at(FIRE, "one-building"))
    assert chains[0].role == "command"
    assert {"speaker", "counsellor"}.isdisjoint(chain.role for chain in chains)


def test_the_latest_count_holds_and_two_that_differ_are_both_shown():
    one, two = counted("a", 1, 44, 1), counted("b", 2, 45)
    assert rules.tally([two, one]) == rules.Tally(two, one)
    settled = counted("a", 3, 45)
    assert rules.tally([one, two, settled]) == rules.Tally(settled, None)
    assert rules.tally([]) == rules.Tally(None, None)
    assert rules.together([rules.tally([one]), rules.tally([two]), rules.tally([])]) == (2, 89, 1, 0, 0)


def test_earnest_and_exercise_are_numbered_apart():
    assert rules.number_of(2026, 7, exercise=False) == "2026-07"
    assert rules.number_of(2026, 11, exercise=True) == "演-2026-11"


def test_a_school_practises_evacuation_every_month_and_can_only_do_it_oftener():
    assert [one.months for one in rules.cadences_for("school", "fire")] == [1, 3]
    assert rules.longest("school") == 1
    assert rules.cadences_for("school", "network")[0].key == "own"
    assert rules.longest("own") is None
