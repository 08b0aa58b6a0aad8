"""A district whose school writes plans."""

from __future__ import annotations

import pytest

from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.plans import actions
from huiyin.plans.models import PlanVersion


@pytest.fixture
def district(db):
    return built_once("district", build_example_district)


@pytest.fixture
def draft(district) -> PlanVersion:
    """Begun by the deputy head of general affairs of the school."""
    return actions.create_blank(actor=district.actors["shen"], kind="fire", title="消防应急预案")


@pytest.fixture
def published(district, draft) -> PlanVersion:
    """The same, signed by the head and in force."""
    head = district.actors["xiaozhang"]
    actions.approve(actor=head, version_id=draft.public_id, seen=draft.version)
    return actions.publish(actor=head, version_id=draft.public_id)
