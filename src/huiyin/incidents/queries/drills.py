"""Exercises that are planned, what each plan owes, and how long ago each of its steps, roles, deputies and numbers was proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.incidents.actions.parts import DRILL_RULE
from huiyin.incidents.models import (
    CallOut,
    CallState,
    ContactAnswer,
    ContactTest,
    Drill,
    DrillRule,
    DrillStatus,
    NumberCheck,
    StepRun,
    StepState,
)
from huiyin.incidents.rules.steps import PHASES
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Post
from huiyin.plans.models import Plan


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in force with its rule, and the clock of the next exercise."""

    plan: Plan
    rule: DrillRule | None
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Proved:
    """One thing of a plan, and how many days ago it was last proved (None: never). `what`: step, role, deputy, number."""

    what: str
    key: str
    title: str
    detail: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Debt:
    """The page of what a plan was never, or not lately, tried for."""

    plan: Plan
    rule: DrillRule | None
    clock: ClockView | None
    proved: tuple[Proved, ...]
    drills: tuple[Drill, ...]
    test: ContactTest | None

    @property
    def never(self) -> int:
        return sum(one.days is None for one in self.proved)


def schedule(actor: Actor) -> tuple[tuple[PlanRow, ...], tuple[Drill, ...]]:
    """Plans in force of the house, and what is planned, the next first."""
    plans = Plan.objects.filter(organisation_id=actor.organisation_id, retired_at=None, current__isnull=False)
    rows = list(plans.select_related("drill_rule", "current").order_by("id"))
    rules_of = {plan.pk: rule for plan in rows if (rule := getattr(plan, "drill_rule", None))}
    views = clocks.queries.of_subjects(DRILL_RULE, [rule.public_id for rule in rules_of.values()])
    lines = tuple(
        PlanRow(plan, rule := rules_of.get(plan.pk), next(iter(views.get(rule.public_id, ())), None) if rule else None)
        for plan in rows
    )
    return lines, tuple(seen(actor, Drill.objects.filter(plan__in=rows, status=DrillStatus.PLANNED)))


def seen(actor: Actor, drills: Iterable[Drill]) -> list[Drill]:
    """An unannounced exercise that is to come is known to who plans exercises, leads it, or heads the house."""
    knows = may(actor, "drill_plan")
    return [
        one
        for one in drills
        if one.announced or one.status != DrillStatus.PLANNED or knows or one.led_by_id == actor.post_id
    ]


def drill(actor: Actor, public_id: str) -> Drill:
    """One exercise; `Refused` for who must not know of it."""
    found = Drill.objects.select_related("plan__organisation", "plan__current", "led_by", "incident")
    row = found.filter(public_id=public_id).first()
    if row is None or not may(actor, "incident_read", row.plan) or not seen(actor, [row]):
        raise Refused
    return row


def debt(actor: Actor, plan_id: str) -> Debt:
    """What was proved when, of the plan in force, whether in an exercise or in earnest."""
    plan = Plan.objects.select_related("organisation", "current").filter(public_id=plan_id).first()
    if plan is None or plan.current is None or not may(actor, "incident_read", plan):
        raise Refused
    rule = DrillRule.objects.filter(plan=plan).first()
    views = clocks.queries.of_subject(DRILL_RULE, rule.public_id, only_open=True) if rule else ()
    drills = seen(actor, plan.drills.select_related("incident", "led_by").order_by("-planned_for"))
    test = ContactTest.objects.filter(plan_version__plan=plan).order_by("-id").first()
    return Debt(plan, rule, next(iter(views), None), _proved(plan), tuple(drills), test)


def contact_test(actor: Actor, public_id: str) -> ContactTest:
    """A test of the list, for the house."""
    found = ContactTest.objects.select_related("plan_version__plan__organisation")
    test = found.filter(public_id=public_id).first()
    if test is None or not may(actor, "incident_write", test.plan_version.plan):
        raise Refused
    return test


def _proved(plan: Plan) -> tuple[Proved, ...]:
    assert plan.current is not None
    document, today = plan.current.text, time.today(plan.organisation.zone)
    zone = time.zone_of(plan.organisation.zone)

    def ago(moment: dt.datetime | None) -> int | None:
        return None if moment is None else (today - moment.astimezone(zone).date()).days

    steps, roles, posts, numbers = _steps(plan), _roles(plan), _posts(plan), _numbers(plan)
    titles = dict(Post.objects.filter(unit__organisation=plan.organisation).values_list("public_id", "title"))
    found = [
        Proved("step", one.key, one.action, "", ago(steps.get(one.key)))
        for one in document.steps
        if one.phase in PHASES
    ]
    for role in document.roles:
        found.append(Proved("role", role.key, role.title, titles.get(role.post, role.holder), ago(roles.get(role.key))))
        for deputy in role.deputies:
            moment = posts.get((role.key, deputy)) or posts.get(("", deputy))
            found.append(Proved("deputy", f"{role.key}-{deputy}", role.title, titles.get(deputy, ""), ago(moment)))
    for contact in document.contacts:
        if contact.number:
            found.append(Proved("number", contact.key, contact.name, contact.number, ago(numbers.get(contact.key))))
    return tuple(found)


def _steps(plan: Plan) -> Mapping[str, dt.datetime | None]:
    rows = StepRun.objects.filter(incident__plan_version__plan=plan, state=StepState.DONE).order_by("ended_at")
    return dict(rows.values_list("key", "ended_at"))


def _roles(plan: Plan) -> Mapping[str, dt.datetime | None]:
    rows = CallOut.objects.filter(incident__plan_version__plan=plan, state=CallState.ANSWERED).order_by("answered_at")
    return dict(rows.values_list("role", "answered_at"))


def _posts(plan: Plan) -> Mapping[tuple[str, str], dt.datetime | None]:
    """(role, post) by calls; ("", post) by tests of the list."""
    calls = CallOut.objects.filter(incident__plan_version__plan=plan, state=CallState.ANSWERED).order_by("answered_at")
    answers = ContactAnswer.objects.filter(test__plan_version__plan=plan, answered_at__isnull=False).order_by(
        "answered_at"
    )
    found = {(role, post): at for role, post, at in calls.values_list("role", "post__public_id", "answered_at")}
    return found | {("", post): at for post, at in answers.values_list("post__public_id", "answered_at")}


def _numbers(plan: Plan) -> Mapping[str, dt.datetime]:
    """Only where the number is still the one that was rung."""
    assert plan.current is not None
    numbers = {contact.key: contact.number for contact in plan.current.text.contacts}
    rows = NumberCheck.objects.filter(plan=plan, rang=True).order_by("at").values_list("key", "number", "at")
    return {key: at for key, number, at in rows if numbers.get(key) == number}
