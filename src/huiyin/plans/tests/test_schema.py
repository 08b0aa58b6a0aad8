"""A plan's document holds together, or says which piece does not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from huiyin.plans.schema import Level, PlanDocument, Role, Step

FIRE = PlanDocument(
    title="火灾应急预案",
    kind="fire",
    roles=(Role(key="command", title="总指挥"),),
    levels=(Level(key="l1", rank=1, title="一级", begins="有人受伤"),),
    steps=(Step(key="alarm", action="拨打119", role="command", levels=("l1",), within=1),),
)


def test_a_document_comes_back_from_what_is_stored_as_it_was():
    assert PlanDocument.model_validate_json(FIRE.model_dump_json()) == FIRE


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"steps": [{"key": "alarm", "action": "拨打119", "role": "nobody"}]}, "nobody"),
        ({"steps": [{"key": "alarm", "action": "拨打119", "levels": ["l9"]}]}, "l9"),
        ({"steps": [{"key": "alarm", "action": "拨打119", "after": "gone"}]}, "gone"),
        ({"triggers": [{"key": "smoke", "text": "冒烟", "level": "l9"}]}, "l9"),
        ({"roles": [{"key": "alarm", "title": "总指挥"}], "steps": [{"key": "alarm", "action": "拨打119"}]}, "alarm"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_does_not_hold_together_is_named(change, named):
    with pytest.raises(ValidationError, match=named):
        PlanDocument.model_validate(FIRE.model_dump() | {"roles": [], "steps": []} | change)
