"""A district whose school has a fire plan in force: every role that runs has a post, most a deputy; six classes."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from huiyin.incidents.actions import drilling, starting
from huiyin.incidents.actions.drilling import Planned, Thrown
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Incident, LogEntry
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.actions.groups import save_class
from huiyin.organisations.example import PASSWORD, Example, build_example_district
from huiyin.plans import actions as plans
from huiyin.plans import starters
from huiyin.plans.models import Plan, PlanVersion
from huiyin.plans.schema import PlanDocument

SOON = dt.timedelta(hours=1)
THROWN = (Thrown(4, "东楼梯有烟，走不了"), Thrown(8, "三1班少一人", "teachers"))
# role of the starter plan -> holder and deputies, by title
HOLDERS = {
    "command": ("校长", "分管副校长"),
    "duty": ("分管副校长", "校办主任"),
    "teachers": ("教导主任",),
    "logistics": ("总务处副主任",),
    "reporter": ("校办主任", "教导主任"),
    "parents": ("教导主任",),
}


def manned(document: PlanDocument, example: Example, school: str = "school") -> PlanDocument:
    """The plan with posts of that school in its roles."""

    def filled(role):
        posts = [example.posts[f"{school}/{title}"].public_id for title in HOLDERS.get(role.key, ())]
        return role.model_copy(update={"post": posts[0] if posts else "", "deputies": tuple(posts[1:])})

    return document.model_copy(update={"roles": tuple(map(filled, document.roles))})


def in_force(example: Example, name: str = "fire") -> PlanVersion:
    """A starter plan, manned, signed by the head and published."""
    document = manned(starters.load(name), example)
    head = example.actors["xiaozhang"]
    draft = plans.create_blank(actor=example.actors["shen"], kind=document.kind, title=document.title)
    PlanVersion.objects.filter(pk=draft.pk).update(document=document.model_dump(mode="json"))
    plans.approve(actor=head, version_id=draft.public_id, seen=0)
    return plans.publish(actor=head, version_id=draft.public_id)


def _school_with_a_plan() -> Example:
    example = build_example_district()
    school = example.organisations["school"]
    for name in ("一1班", "一2班", "二1班", "二2班", "三1班", "三2班"):
        save_class(actor=example.actors["school-admin"], organisation=school.public_id, name=name, grade=name[0])
    in_force(example)
    return example


@dataclass
class School:
    """Does what the people of the school do in an emergency."""

    example: Example

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(organisation=self.example.organisations["school"], kind="fire")

    def actor(self, name: str):
        return self.example.actors[name]

    def started(self, trigger: str = "bell", who: str = "gao", **more: object) -> Incident:
        return starting.start(actor=self.actor(who), what=What(plan=self.plan.public_id, trigger=trigger, **more))

    def said(self, incident: Incident) -> list[str]:
        return list(LogEntry.objects.filter(incident=incident).values_list("said", flat=True))

    def call(self, incident: Incident, role: str, turn: int = 0):
        return incident.calls.get(role=role, turn=turn)

    def step(self, incident: Incident, key: str):
        return incident.steps.get(key=key)


@pytest.fixture
def school(db) -> School:
    return School(built_once("school with a fire plan", _school_with_a_plan))


@pytest.fixture
def later():
    """So many minutes after the beginning, and the sweep has come by."""
    with ExitStack() as moved:

        def at(minutes: float) -> None:
            moved.enter_context(time.moved(dt.timedelta(minutes=minutes, seconds=2)))
            jobs.sweep()

        yield at


@pytest.fixture
def district(db) -> Example:
    """Without any plan."""
    return built_once("district", build_example_district)


@pytest.fixture
def signed_in(client, school):
    def sign_in(name: str):
        client.logout()
        assert client.login(username=name, password=PASSWORD)
        return client

    return sign_in


@pytest.fixture
def planned(school):
    when = Planned(
        time.now() + SOON,
        False,
        "看三分钟内叫得齐几个岗位",
        school.example.posts["school/分管副校长"].public_id,
        THROWN,
    )
    return drilling.plan_drill(actor=school.actor("shen"), plan_id=school.plan.public_id, planned=when)


@pytest.fixture
def played(school, planned):
    return drilling.start_drill(actor=school.actor("fang"), drill_id=planned.public_id, trigger="sees-fire")
