"""A plan as plain lines: nothing of it is left out, and each line leads back to its piece."""

from __future__ import annotations

import pytest

from huiyin.plans import starters, text
from huiyin.plans.schema import Clause, Part, PlanDocument, Role, Step


@pytest.mark.parametrize("name", starters.names())
def test_every_piece_has_its_line(name):
    plan = starters.load(name)
    said = [line.key for line in text.lines(plan) if line.key]
    assert set(said) == {vars(piece)["key"] for piece in plan.pieces()}
    assert text.plain(plan).splitlines() == [line.text for line in text.lines(plan)]


def test_a_step_says_who_does_what_by_when_and_what_shows_it():
    plan = PlanDocument(
        title="火灾应急预案",
        kind="fire",
        parts=(
            Part(
                key="response", part="response", number="一", title="处置", clauses=(Clause(key="c", text="先撤人。"),)
            ),
        ),
        roles=(Role(key="finder", title="发现的人"),),
        steps=(
            Step(key="ring", action="拨打119：说清地址", role="finder", within=1, proof="通话时间", law="消防法第44条"),
            Step(key="end", action="写终报", role="finder", after="ring", within=1440),
        ),
    )
    assert [line.text for line in text.lines(plan)] == [
        "火灾应急预案",
        "一、处置",
        "先撤人。",
        "发现的人：拨打119：说清地址（1分钟内；证明：通话时间）（消防法第44条）",
        "发现的人：写终报（“拨打119”之后1天内）",
        "谁做什么",
        "发现的人",
    ]


def test_it_is_said_in_the_language_of_the_plan():
    plan = PlanDocument(
        title="Fire plan",
        kind="fire",
        language="en",
        roles=(Role(key="guard", title="Gatekeeper", holder="whoever is on duty", duties=("opens the gate",)),),
        steps=(Step(key="open", action="Open the gate", role="guard", within=3),),
    )
    assert "Gatekeeper: whoever is on duty. Duties: opens the gate\n" in text.plain(plan)
    assert "Gatekeeper: Open the gate (within 3 minutes)\n" in text.plain(plan)
    assert "分鐘內" in text.plain(starters.load("fire", "zh-hant"))
