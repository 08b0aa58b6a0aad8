"""A district whose school writes plans."""

from __future__ import annotations

import pytest

from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.plans import actions, starters
from huiyin.plans.models import Plan, PlanVersion


@pytest.fixture
def district(db):
    return built_once("district", build_example_district)


@pytest.fixture
def draft(district) -> PlanVersion:
    """A whole plan, written by the deputy head of general affairs of the school."""
    version = actions.create_blank(actor=district.actors["shen"], kind="fire", title="消防应急预案")
    document = starters.load("fire").model_copy(update={"title": "消防应急预案"})
    PlanVersion.objects.filter(pk=version.pk).update(document=document.model_dump(mode="json"))
    version.refresh_from_db()
    return version


@pytest.fixture
def published(district, draft) -> PlanVersion:
    """The same, signed by the head and in force."""
    head = district.actors["xiaozhang"]
    actions.approve(actor=head, version_id=draft.public_id, seen=draft.version)
    return actions.publish(actor=head, version_id=draft.public_id)


@pytest.fixture
def fire_plan(district) -> Plan:
    """The fire plan, in force: led by the head, the guide is the deputy head of general affairs, the reporter the office."""
    document = starters.load("fire")
    posts = {"command": "校长", "guide": "总务处副主任", "reporter": "校办主任"}
    ids = {key: district.posts[f"school/{title}"].public_id for key, title in posts.items()}
    roles = [
        role.model_copy(
            update={"post": ids.get(role.key, ""), "deputies": (ids["reporter"],) if role.key == "command" else ()}
        )
        for role in document.roles
    ]
    draft = actions.create_blank(actor=district.actors["shen"], kind="fire", title=document.title)
    draft.document = document.model_copy(update={"roles": tuple(roles)}).model_dump(mode="json")
    draft.save()
    return in_force(district, draft).plan


def in_force(district, draft: PlanVersion) -> PlanVersion:
    head = district.actors["xiaozhang"]
    actions.approve(actor=head, version_id=draft.public_id, seen=draft.version)
    return actions.publish(actor=head, version_id=draft.public_id)
