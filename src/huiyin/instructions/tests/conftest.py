"""A lived-in office, an instruction and a hard case in it, for the tests of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from huiyin.cases.tests.conftest import Office, days, office  # noqa: F401  # the fixtures themselves
from huiyin.instructions import actions
from huiyin.instructions.models import Instruction
from huiyin.kernel import time
from huiyin.organisations.tests.conftest import forward  # noqa: F401

Instruct = Callable[..., Instruction]


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


def paper(**more: object) -> actions.Paper:
    given: dict[str, object] = {
        "subject": "校外午托点的消防", "text": "请教育局查清校外午托点的消防情况，三十日内报我。", "must": "查清校外午托点的消防情况，并整改。",
        "dated_on": time.today("Asia/Shanghai"),
    }  # fmt: skip
    return actions.Paper(**{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def instruct(office: Office) -> Instruct:  # noqa: F811
    """The county's leader instructs the bureau; or, with `by` of the bureau, its desk records a paper from outside."""

    def given(by: str = "zhou", to: str = "bureau", **more: object) -> Instruction:
        people, example = office.example.actors, office.example
        if by == "zhou":
            more.setdefault("superior", example.posts["county/分管副县长"].public_id)
        else:
            more.setdefault("title", "分管副市长")
            more.setdefault("office", "市政府")
        return actions.record_instruction(
            actor=people[by], organisation=example.organisations[to].public_id, paper=paper(**more)
        )

    return given
