"""The example's emergencies: an exercise of three weeks ago with what came of it, and one that is planned for next week."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.organisations.actions.groups import save_class
from huiyin.organisations.example import Example
from huiyin.plans import actions as plans
from huiyin.plans import starters
from huiyin.plans.models import Plan, PlanVersion

from .actions import calling, counting, drilling, ending, reviewing, stepping, writing
from .actions.counting import Heads
from .actions.drilling import Planned, Thrown
from .models import Incident

AGO = dt.timedelta(days=-20)
CLASSES = (("一1班", 42), ("一2班", 41), ("二1班", 40), ("二2班", 44), ("三1班", 45), ("三2班", 44))
# role of the starter plan -> who holds it, then the deputy
POSTS = {
    "command": ("校长", "分管副校长"),
    "duty": ("分管副校长", "校办主任"),
    "teachers": ("教导主任", "总务处副主任"),
    "guide": ("总务处副主任",),
    "logistics": ("总务处副主任", "校办主任"),
    "reporter": ("校办主任", "教导主任"),
    "parents": ("教导主任", "校办主任"),
}


@dataclass(frozen=True, slots=True)
class _Played:
    """Does what people do at a minute of the exercise."""

    example: Example
    incident: Incident

    def at(self, minute: float) -> AbstractContextManager[None]:
        return time.moved(AGO + dt.timedelta(minutes=minute))

    def comes(self, who: str, role: str) -> None:
        call = self.incident.calls.get(role=role, turn=0)
        calling.acknowledge(actor=self.example.actors[who], incident_id=self.incident.public_id, call_id=call.public_id)

    def step(self, who: str, key: str, why_not: str = "") -> None:
        step = self.incident.steps.get(key=key)
        stepping.mark_step(
            actor=self.example.actors[who], incident_id=self.incident.public_id, step_id=step.public_id, done=not why_not,
            reason=why_not,
        )  # fmt: skip

    def counts(self, name: str, heads: Heads) -> None:
        counting.count_class(
            actor=self.example.actors["gao"], incident_id=self.incident.public_id, group=name, heads=heads
        )

    def says(self, who: str, text: str) -> None:
        writing.note(actor=self.example.actors[who], incident_id=self.incident.public_id, text=text)


def build_example_incidents(example: Example) -> None:
    """Classes, an earthquake plan in force, its exercises."""
    for name, _number in CLASSES:
        save_class(
            actor=example.actors["school-admin"], organisation=example.organisations["school"].public_id, name=name, grade=name[0]
        )  # fmt: skip
    plan = _in_force(example)
    _exercise(example, plan)
    with time.moved(dt.timedelta(days=-2)):
        next_week = time.now() + dt.timedelta(days=9)
        drilling.plan_drill(
            actor=example.actors["shen"], plan_id=plan.public_id,
            planned=Planned(next_week, True, "东楼梯封住以后，8分钟能不能点齐", _post(example, "分管副校长"), (Thrown(3, "东楼梯走不了"),)),
        )  # fmt: skip


def _in_force(example: Example) -> Plan:
    """From the starter plan, its posts chosen, signed by the head two months ago; practised every month."""
    document = starters.load("earthquake")
    roles = tuple(
        role.model_copy(update={"post": found[0], "deputies": tuple(found[1:])}) if found else role
        for role in document.roles
        for found in [[_post(example, title) for title in POSTS.get(role.key, ())]]
    )
    head = example.actors["xiaozhang"]
    with time.moved(dt.timedelta(days=-62)):
        draft = plans.create_blank(actor=example.actors["shen"], kind=document.kind, title=document.title)
        filled = document.model_copy(update={"roles": roles})
        PlanVersion.objects.filter(pk=draft.pk).update(document=filled.model_dump(mode="json"))
        plans.approve(actor=head, version_id=draft.public_id, seen=draft.version)
        version = plans.publish(actor=head, version_id=draft.public_id)
        drilling.set_cadence(actor=example.actors["shen"], plan_id=version.plan.public_id, cadence="school", months=1)
    return version.plan


def _exercise(example: Example, plan: Plan) -> None:
    with time.moved(AGO - dt.timedelta(days=3)):
        thrown = (Thrown(2, "东楼梯掉了灰，走不了"), Thrown(5, "三1班少一人", "teachers"))
        planned = Planned(
            time.now() + dt.timedelta(days=3), False, "8分钟能不能点齐", _post(example, "分管副校长"), thrown
        )
        drill = drilling.plan_drill(actor=example.actors["shen"], plan_id=plan.public_id, planned=planned)
    with time.moved(AGO):
        incident = drilling.start_drill(actor=example.actors["fang"], drill_id=drill.public_id, place="全校")
    _play(_Played(example, incident))
    _judge(example, incident)


def _play(play: _Played) -> None:
    opening = [step.key for step in play.incident.steps.filter(phase="first")[:3]]
    with play.at(0.3):
        play.step("fang", opening[0])
    with play.at(0.8):
        play.comes("gao", "teachers")
        play.comes("fang", "duty")
    with play.at(1.5):
        play.comes("xiaozhang", "command")
        play.says("xiaozhang", "我在操场，东西两个门都打开。")
    with play.at(2.2):
        drilling.give_due_injects(time.now())
        play.step("gao", opening[1])
        play.says("shen", "东楼梯没人守，四年级自己改走了西楼梯。")
    for minute, (name, number) in zip((4, 4.2, 4.5, 5, 5.4, 6), CLASSES, strict=True):
        with play.at(minute):
            play.counts(name, Heads(number - 1, missing=1) if name == "三1班" else Heads(number))
    with play.at(7.2):
        drilling.give_due_injects(time.now())
        play.counts("三1班", Heads(45))
    with play.at(9):
        play.step("shen", opening[2], "东门的门闩锈住了，推不开。")
        ending.end(actor=play.example.actors["fang"], incident_id=play.incident.public_id, note="全部点齐，停止演练。")


def _judge(example: Example, incident: Incident) -> None:
    head, where = example.actors["xiaozhang"], {"incident_id": incident.public_id}
    with time.moved(AGO + dt.timedelta(hours=2)):
        for point, mark, text in (
            ("course", "good", "从警铃到点齐7分12秒。"), ("command", "partly", "东楼梯没有人守。"),
            ("equipment", "failed", "东门门闩锈住。"), ("staff", "good", ""),
        ):  # fmt: skip
            drilling.evaluate(actor=example.actors["fang"], **where, point=point, mark=mark, text=text)
    with time.moved(AGO + dt.timedelta(days=2)):
        reviewing.write_review(
            actor=head, **where, course="不预先通知。警铃之后各班按路线下楼，第2分钟出题“东楼梯走不了”，四年级改走西楼梯。",
            well="广播清楚，各班都带了点名表。", badly="东楼梯没有人守；东门推不开；校办主任没有应答。",
        )  # fmt: skip
        due = time.today("Asia/Shanghai") + dt.timedelta(days=30)
        for kind, text, post in (
            ("mend", "修好东门的门闩，每月试一次", "总务处副主任"), ("plan", "写明东楼梯由谁守、替补是谁", "总务处副主任"),
        ):  # fmt: skip
            reviewing.add_finding(actor=head, **where, kind=kind, text=text, post=_post(example, post), due_on=due)


def _post(example: Example, title: str) -> str:
    return example.posts[f"school/{title}"].public_id
