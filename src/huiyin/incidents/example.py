"""The example's emergencies: a fire drill of three weeks ago with what came of it, one that is planned for next week, and
two children of one class who fell ill this morning: that runs."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.organisations.example import Example
from huiyin.organisations.models import SchoolClass
from huiyin.plans.models import Plan

from .actions import calling, counting, drilling, ending, reviewing, starting, stepping, writing
from .actions.counting import Heads
from .actions.drilling import Planned, Thrown
from .actions.starting import What
from .models import Incident

AGO = dt.timedelta(days=-20)
THIS_MORNING = dt.timedelta(hours=-1)
HEADS = (42, 41, 40, 44, 45, 44, 43, 42, 46, 45, 41, 40)
LATE_CLASS = 5  # its count is one short at first


@dataclass(frozen=True, slots=True)
class _Played:
    """Does what people do at a minute after the beginning."""

    example: Example
    incident: Incident
    began: dt.timedelta

    def at(self, minute: float) -> AbstractContextManager[None]:
        return time.moved(self.began + dt.timedelta(minutes=minute))

    def comes(self, who: str, *roles: str) -> None:
        for role in roles:
            call = self.incident.calls.get(role=role, turn=0)
            calling.acknowledge(
                actor=self.example.actors[who], incident_id=self.incident.public_id, call_id=call.public_id
            )

    def step(self, who: str, *keys: str, why_not: str = "") -> None:
        for key in keys:
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
    """After the plans and the classes: what was practised, what is to come, what runs."""
    plans = Plan.objects.filter(organisation=example.organisations["school"], current__isnull=False)
    fire, illness = plans.get(kind="fire"), plans.get(kind="infectious")
    with time.moved(dt.timedelta(days=-55)):
        drilling.set_cadence(actor=example.actors["shen"], plan_id=fire.public_id, cadence="school", months=1)
    _exercise(example, fire)
    with time.moved(dt.timedelta(days=-2)):
        next_week = time.now() + dt.timedelta(days=9)
        drilling.plan_drill(
            actor=example.actors["shen"], plan_id=fire.public_id,
            planned=Planned(next_week, True, "东楼梯封住以后，8分钟能不能点齐", _post(example, "分管副校长"), (Thrown(3, "东楼梯走不了"),)),
        )  # fmt: skip
    _illness(example, illness)


def _exercise(example: Example, plan: Plan) -> None:
    with time.moved(AGO - dt.timedelta(days=3)):
        thrown = (Thrown(2, "东楼梯有烟，走不了"), Thrown(5, "有一个班少一人", "teachers"))
        planned = Planned(
            time.now() + dt.timedelta(days=3), False, "8分钟能不能点齐", _post(example, "分管副校长"), thrown
        )
        drill = drilling.plan_drill(actor=example.actors["shen"], plan_id=plan.public_id, planned=planned)
    with time.moved(AGO):
        incident = drilling.start_drill(
            actor=example.actors["fang"], drill_id=drill.public_id, place="教学楼", trigger="sees-fire"
        )
    _evacuate(_Played(example, incident, AGO))
    _judge(example, incident)


def _evacuate(play: _Played) -> None:
    names = SchoolClass.objects.filter(organisation=play.incident.organisation).values_list("name", flat=True)
    with play.at(0.4):
        play.step("shen", "alarm")
    with play.at(0.8):
        play.comes("gao", "teachers", "guide")
        play.comes("fang", "duty")
        play.step("fang", "broadcast")
    with play.at(1.5):
        play.comes("xiaozhang", "command")
        play.step("gao", "lead-out")
        play.says("xiaozhang", "我在操场，东西两个门都打开。")
    with play.at(2.2):
        drilling.give_due_injects(time.now())
        play.says("shen", "东楼梯没人守，四年级自己改走了西楼梯。")
        play.step("gao", "hold-stairs")
    for number, (name, heads) in enumerate(zip(names, HEADS, strict=True)):
        with play.at(3.5 + number / 4):
            play.counts(name, Heads(heads - 1, missing=1) if number == LATE_CLASS else Heads(heads))
    with play.at(7.2):
        drilling.give_due_injects(time.now())
        play.counts(names[LATE_CLASS], Heads(HEADS[LATE_CLASS]))
        play.step("gao", "count")
    with play.at(9):
        play.step("shen", "open-gate", why_not="东门的门闩锈住了，推不开。")
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


def _illness(example: Example, plan: Plan) -> None:
    """Everybody has answered; what is owed within two or four hours is still to be done."""
    what = What(
        plan=plan.public_id, trigger="same-class", place="二年级（1）班", text="这周第二个学生口腔、手上出疹，发热。"
    )
    with time.moved(THIS_MORNING):
        incident = starting.start(actor=example.actors["gao"], what=what)
    play = _Played(example, incident, THIS_MORNING)
    with play.at(2):
        play.comes("gao", "teachers", "parents", "checker")
        play.comes("zheng", "reporter", "epidemic", "records")
        play.comes("shen", "room-keeper", "logistics")
        play.step("gao", "take-aside")
    with play.at(3):
        play.comes("fang", "duty")
        play.comes("xiaozhang", "command")
        play.step("xiaozhang", "take-command")
        play.step("fang", "call-roles")
    with play.at(7):
        play.step("shen", "sit-with")
        play.step("zheng", "log")
        play.says("shen", "两人体温都在38度5左右，精神还好，没有抽搐。")
    with play.at(16):
        play.step("gao", "call-home")
    with play.at(25):
        play.step("zheng", "report-cdc")
        play.says("zheng", "县疾控下午来看；先开窗，不开全校会。")
    with play.at(38):
        play.step("shen", "disinfect")


def _post(example: Example, title: str) -> str:
    return example.posts[f"school/{title}"].public_id
