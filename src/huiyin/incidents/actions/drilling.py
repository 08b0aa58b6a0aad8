"""Exercises: how often a plan is practised, one that is planned, started, judged. What runs is an incident like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.incidents import rules
from huiyin.incidents.models import Drill, DrillRule, DrillStatus, Evaluation, Incident, Inject, LogKind
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, require
from huiyin.plans.models import Plan

from . import calling, notices, parts, starting
from .parts import Doing
from .starting import What

PRACTISE = "practise"
MARKS = ("good", "partly", "failed", "unseen")
MOST_INJECTS = 30


@dataclass(frozen=True, slots=True)
class Thrown:
    """What is thrown in at a minute; `role` is a key of the plan, empty for everybody."""

    minute: int
    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """When, whether people know, what is to be found out, who leads it, what is thrown in."""

    planned_for: dt.datetime
    announced: bool
    aim: str
    led_by: str
    injects: Sequence[Thrown] = ()


def set_cadence(*, actor: Actor, plan_id: str, cadence: str, months: int) -> DrillRule:
    """How often the plan is practised: as the rule says or oftener. From now on the next one is owed."""
    at = time.now()
    with store.write():
        plan = _plan(actor, plan_id)
        if cadence not in {one.key for one in rules.cadences_for(plan.organisation.kind, plan.kind)}:
            raise BadInput("cadence", _("Choose by which rule."), "")
        most = rules.longest(cadence)
        if months < 1 or (most is not None and months > most):
            raise BadInput("months", _("The rule lets no more than %(most)d months pass.") % {"most": most or 120}, "")
        rule, _new = DrillRule.objects.update_or_create(
            plan=plan, defaults={"cadence": cadence, "months": months, "set_by": actor.reference, "set_at": at}
        )
        rows: list[ledger.Committed] = [rule, *_stopped(rule, at, "set_cadence"), _owe(rule, plan, at)]
        _record("set_cadence", actor.reference, plan, at, rows)
    return rule


def plan_drill(*, actor: Actor, plan_id: str, planned: Planned) -> Drill:
    """Set down for a moment. Of an announced one everybody in the plan is told; of the other only who leads it and the head."""
    at = time.now()
    with store.write():
        plan = _plan(actor, plan_id)
        if plan.current is None:
            raise Conflict(_("This plan is not in force."), _("Publish it first; what is practised is what holds."))
        if planned.planned_for <= at - dt.timedelta(minutes=5):
            raise BadInput("planned_for", _("This time has passed."), _("Give a time to come."))
        if len(planned.injects) > MOST_INJECTS:
            raise BadInput("injects", _("That is too much for one exercise."), "")
        leader = parts.post_here(plan.organisation, planned.led_by, "led_by")
        drill = Drill.objects.create(
            plan=plan, planned_for=planned.planned_for, announced=planned.announced, led_by=leader,
            aim=written("aim", planned.aim, _("Say what is to be found out."), longest=500),
            planned_by=actor.reference, planned_at=at,
        )  # fmt: skip
        rows: list[ledger.Committed] = [drill, *_injects(drill, planned.injects)]
        _tell(drill, "planned", actor.reference, at)
        _record("plan_drill", actor.reference, plan, at, rows)
    return drill


def call_off_drill(*, actor: Actor, drill_id: str, why: str) -> Drill:
    """It does not take place; the next one is still owed by its day."""
    at = time.now()
    with store.write():
        drill = _drill(actor, drill_id)
        drill.called_off_why = written("why", why, _("Say why."), longest=300)
        drill.status = DrillStatus.CALLED_OFF
        drill.save()
        _tell(drill, "called_off", actor.reference, at)
        _record("call_off_drill", actor.reference, drill.plan, at, [drill])
    return drill


def start_drill(*, actor: Actor, drill_id: str, place: str = "", trigger: str = "") -> Incident:
    """The same engine as in earnest, marked as an exercise for ever; nothing of it leaves the house."""
    at = time.now()
    with store.write():
        drill = _drill(actor, drill_id)
        version = drill.plan.current
        if version is None:
            raise Conflict(_("This plan is not in force."), _("Publish it first; what is practised is what holds."))
        act = starting.begun(actor, What(place=place, trigger=trigger), at, exercise=True, version=version)
        drill.status, drill.incident = DrillStatus.STARTED, act.incident
        drill.save()
        act.rows.append(drill)
        act.end()
    return act.incident


def give_due_injects(now: dt.datetime) -> int:
    """A job: what is due is thrown in. Answers how many."""
    due = _due(now)
    if not due:
        return 0
    with store.write():
        given = 0
        for inject in due:
            incident_id = inject.drill.incident.public_id if inject.drill.incident else ""
            incident = parts.locked(incident_id)
            fresh = Inject.objects.select_for_update().get(pk=inject.pk)
            if fresh.given_at is None and incident.running:
                act = parts.by_itself("inject", incident, now)
                _throw(act, fresh)
                act.end()
                given += 1
    return given


def evaluate(*, actor: Actor, incident_id: str, point: str, mark: str, text: str = "") -> Evaluation:
    """One point of the sheet, by one post; whoever took part may fill it in (突发事件应急预案管理办法 2013, 23)."""
    with store.write():
        act = parts.doing("evaluate", actor, incident_id, "incident_write")
        if not act.incident.exercise:
            raise Refused
        if point not in rules.POINTS or mark not in MARKS:
            raise BadInput("mark", _("Choose how it was."), "")
        if mark in ("partly", "failed"):
            written("text", text, _("Say what was lacking."), longest=500)
        row = Evaluation.objects.create(
            incident=act.incident, point=point, mark=mark, text=text.strip()[:500], author=act.actor,
            author_title=act.title, at=act.at,
        )  # fmt: skip
        act.rows.append(row)
        parts.log(act, LogKind.FINDING, said="evaluated", text=row.text, data={"point": point, "mark": mark})
        act.end()
    return row


def practised(act: Doing) -> None:
    """Part of the end of an exercise: the plan was practised, and the next time is counted from today."""
    version = act.incident.plan_version
    rule = DrillRule.objects.filter(plan=version.plan).first() if version else None
    if rule is None or version is None:
        return
    for clock in clocks.queries.open_rows(parts.DRILL_RULE, rule.public_id):
        act.rows.append(clocks.meet(clock, at=act.at, because="incidents.end"))
    act.rows.append(_owe(rule, version.plan, act.at))


def not_practised(clock: Clock, at: dt.datetime) -> None:
    """The day has passed without an exercise: who keeps the plan, the superior and the head are told. It stays owed."""
    rule = DrillRule.objects.select_related("plan__keeper__reports_to", "plan__organisation__head_post").get(
        public_id=clock.subject_id
    )
    plan = rule.plan
    if plan.retired_at is not None:
        stopped = clocks.stop(clock, at=at, because="plans.retire")
        _record("not_practised", parts.SYSTEM, plan, at, [stopped])
        return
    posts = [plan.keeper, plan.keeper.reports_to, plan.organisation.head_post]
    told = [post.reference for post in posts if post is not None]
    notices.tell_of_plan(plan, "drill_late", told, about=plan.reference, actor=parts.SYSTEM, at=at, exercise=False)
    _record("not_practised", parts.SYSTEM, plan, at, [clock])


def _due(now: dt.datetime) -> list[Inject]:
    found = Inject.objects.filter(given_at=None, drill__incident__status__in=("open", "standing-down"))
    rows = found.select_related("drill__incident")
    return [
        row
        for row in rows
        if row.drill.incident and row.drill.incident.started_at + dt.timedelta(minutes=row.minute) <= now
    ]


def _throw(act: Doing, inject: Inject) -> None:
    inject.given_at = act.at
    inject.save()
    act.rows.append(inject)
    parts.log(
        act, LogKind.INJECT, said="inject", text=inject.text, data={"to": inject.role_title, "minute": inject.minute}
    )
    owner = calling.who_has(act.incident, inject.role) if inject.role else None
    calls = act.incident.calls.exclude(post=None).values_list("post__public_id", flat=True)
    told = [owner] if owner else [f"post:{one}" for one in calls]
    notices.tell(act.incident, "inject", told, actor=act.actor, at=act.at)


def _injects(drill: Drill, thrown: Iterable[Thrown]) -> list[Inject]:
    version = drill.plan.current
    titles = {role.key: role.title for role in version.text.roles} if version else {}
    rows = []
    for one in thrown:
        text = written("injects", one.text, _("Say what happens."), longest=300)
        if not 0 <= one.minute <= 24 * 60 or (one.role and one.role not in titles):
            raise BadInput("injects", _("A minute from the start, and a role of the plan."), "")
        rows.append(
            Inject.objects.create(
                drill=drill, minute=one.minute, text=text, role=one.role, role_title=titles.get(one.role, "")[:120]
            )
        )
    return rows


def _plan(actor: Actor, plan_id: str) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "keeper__reports_to", "current"
    )
    plan = found.filter(public_id=plan_id, retired_at=None).first()
    if plan is None:
        raise Refused
    require(actor, "drill_plan", plan)
    return plan


def _drill(actor: Actor, drill_id: str) -> Drill:
    found = Drill.objects.select_for_update(of=("self",)).select_related(
        "plan__organisation", "plan__current", "led_by"
    )
    drill = found.filter(public_id=drill_id).first()
    if drill is None:
        raise Refused
    if drill.led_by_id != actor.post_id:
        require(actor, "drill_plan", drill.plan)
    elif drill.plan.organisation_id != actor.organisation_id:
        raise Refused
    if drill.status != DrillStatus.PLANNED:
        raise Conflict(_("This exercise has begun, or was called off."), _("Load the page again."))
    return drill


def _owe(rule: DrillRule, plan: Plan, at: dt.datetime) -> Clock:
    cadence = rules.CADENCES[rule.cadence]
    shorter = not cadence.law or rule.months < cadence.months
    return clocks.start(
        subject_kind=parts.DRILL_RULE,
        subject_id=rule.public_id,
        name=PRACTISE,
        title=in_every_language(_("Practise the plan")),
        owner=plan.keeper.reference,
        started_at=at,
        start_fact=in_every_language(_("last practised, or the rule was set")),
        length=rule.months,
        unit="months",
        region=plan.organisation.region,
        zone=plan.organisation.zone,
        roll=False,
        law={} if shorter else cadence.law,
        article="" if shorter else cadence.article,
        verified="" if shorter else "S",
        own_rule=shorter,
        consequence=in_every_language(_("Who keeps the plan, the superior and the head are told.")),
        reminders=[Reminder(7, "days")],
    )


def _stopped(rule: DrillRule, at: dt.datetime, because: str) -> list[ledger.Committed]:
    found = clocks.queries.open_rows(parts.DRILL_RULE, rule.public_id)
    return [clocks.stop(clock, at=at, because=f"incidents.{because}") for clock in found]


def _tell(drill: Drill, verb: str, actor: str, at: dt.datetime) -> None:
    plan = drill.plan
    head = plan.organisation.head_post
    told = [drill.led_by.reference, *([head.reference] if head else [])]
    if drill.announced and plan.current is not None:
        document = plan.current.text
        told += [f"post:{post}" for role in document.roles for post in (role.post, *role.deputies) if post]
    notices.tell_of_plan(plan, verb, told, about=drill.reference, actor=actor, at=at, exercise=True)


def _record(verb: str, actor: str, plan: Plan, at: dt.datetime, rows: Iterable[ledger.Committed]) -> None:
    ledger.record(verb=f"incidents.{verb}", actor=actor, about=plan.reference, at=at, commits=list(rows))
