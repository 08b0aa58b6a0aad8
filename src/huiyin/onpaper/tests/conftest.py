"""A school with people on duty, a fire plan in force, and cases."""

from __future__ import annotations

import pytest

from huiyin.cases.taxonomy import load_taxonomy
from huiyin.cases.tests.conftest import Office
from huiyin.duty.example import settle_example_duty
from huiyin.duty.models import Member
from huiyin.duty.tests.conftest import School as OnDuty
from huiyin.incidents.tests.conftest import in_force
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import Example, build_example_district


def _school() -> tuple[Example, dict[str, Member]]:
    load_taxonomy()
    example = build_example_district()
    members = settle_example_duty(example)
    in_force(example)
    OnDuty(example, members).published()
    return example, members


@pytest.fixture
def school(db) -> Office:
    example, _members = built_once("school with duty, plan and cases", _school)
    return Office(
        example, at="school", desk="zheng", decider="fang", head="xiaozhang", worker="shen",
        handler_post="school/总务处副主任",
    )  # fmt: skip
