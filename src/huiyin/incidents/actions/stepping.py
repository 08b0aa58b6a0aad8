"""The steps of the plan: taken up at a level, begun when their time has come, marked by whoever did them, late by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import ending as callouts
from huiyin.incidents import rules
from huiyin.incidents.models import Incident, LogEntry, LogKind, Status, StepRun, StepState
from huiyin.incidents.models.response import STEP_OPEN
from huiyin.incidents.rules.steps import LATER
from huiyin.kernel import store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import calling, notices, parts
from .parts import NOW, Doing, When

DO = "do"
BY_PEOPLE = ("mark_step", "enter_row")  # other verbs end steps as a consequence


def take_up(act: Doing) -> None:
    """Part of an action: the steps of the level as it stands now. What does not belong to it ends; what does is begun."""
    incident = act.incident
    version = incident.plan_version
    if version is None:
        return
    wanted = {one.key: one for one in rules.steps_at(version.text, incident.level, parts.overruled(incident))}
    present = {run.key: run for run in incident.steps.select_for_update()}
    for key, run in present.items():
        if key not in wanted and run.state in STEP_OPEN:
            ended(act, run, StepState.NOT_DONE, str(_("Not asked for at this level.")))
    for key, step in wanted.items():
        run = present.get(key) or StepRun(incident=incident, key=key)
        dropped = run.state == StepState.NOT_DONE and not run.marked_title
        if run.pk is None or dropped:
            _fill(run, step, incident)
            run.save()
            act.rows.append(run)
        elif run.position != step.position:
            run.position = step.position
            run.save()
            act.rows.append(run)
    advance(act)


def advance(act: Doing) -> None:
    """Part of an action: every step whose time has come begins, and its minutes run."""
    incident = act.incident
    runs = list(incident.steps.select_for_update())
    over = {run.key: run.ended_at for run in runs if run.ended_at is not None}
    down = incident.standing_down_at is not None
    for run in runs:
        if run.state == StepState.WAITING and rules.may_begin(run.phase, run.after, over, standing_down=down):
            begun = [incident.level_since, over.get(run.after)]
            if run.phase in LATER:
                begun.append(incident.standing_down_at)
            _begin(act, run, max(moment for moment in begun if moment is not None))


def mark_step(
    *,
    actor: Actor,
    incident_id: str,
    step_id: str,
    done: bool,
    reason: str = "",
    proof: Sequence[Inspected] = (),
    when: When = NOW,
) -> LogEntry:
    """Done, with what shows it; or not done, with the reason. What waits for it begins."""
    with store.write():
        act = parts.doing("mark_step", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        run = StepRun.objects.select_for_update().filter(incident=act.incident, public_id=step_id).first()
        if run is None:
            raise Refused
        if act.incident.status == Status.REVIEWED or not (act.incident.running or run.phase == "aftercare"):
            parts.running(act.incident)
        entry = marked(act, run, done=done, reason=reason, proof=proof)
        act.end()
    return entry


def marked(act: Doing, run: StepRun, *, done: bool, reason: str, proof: Sequence[Inspected] = ()) -> LogEntry:
    """Part of an action: what was done of a step, once. What was done in time and came here later was not late."""
    if run.state not in STEP_OPEN:
        raise Conflict(_("Somebody has marked this step already."), _("If it is wrong, correct it in the log."))
    why = "" if done else written("reason", reason, _("Say why it was not done."), longest=500)
    kept = parts.kept(act, proof)
    run.files = [*run.files, *kept]
    if done and run.due_at is not None and act.happened <= run.due_at:
        run.missed_at = None
    ended(act, run, StepState.DONE if done else StepState.NOT_DONE, why)
    data = {"step": run.action, "number": run.position, "minutes": _took(act, run)}
    entry = parts.log(
        act, LogKind.STEP, said="step_done" if done else "step_not_done", text=why or reason.strip(), data=data,
        files=kept,
    )  # fmt: skip
    advance(act)
    return entry


def add_proof(
    *, actor: Actor, incident_id: str, step_id: str, proof: Sequence[Inspected], when: When = NOW, of: str = ""
) -> LogEntry:
    """Photos or papers that show how a step was done, while it runs or afterwards. `of`: as for a line (`writing.note`)."""
    with store.write():
        act = parts.doing("add_proof", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act, of)) is not None:
            return before
        run = StepRun.objects.select_for_update().filter(incident=act.incident, public_id=step_id).first()
        if run is None or act.incident.data_destroyed_at is not None:
            raise Refused
        kept = parts.kept(act, proof)
        run.files = [*run.files, *kept]
        run.save()
        act.rows.append(run)
        entry = parts.log(
            act, LogKind.STEP, said="step_proof", data={"step": run.action, "number": run.position, "files": len(kept)},
            files=kept,
        )  # fmt: skip
        act.end()
    return entry


def late(clock: Clock, at: dt.datetime) -> None:
    """A step was not done in its minutes: the log says so, the next deputy is called, who owes it and who leads are told."""
    run = StepRun.objects.select_related("incident").get(public_id=clock.subject_id)
    act = parts.by_itself("step_late", parts.locked(run.incident.public_id), at)
    run = StepRun.objects.select_for_update().get(pk=run.pk)
    run.missed_at = at
    run.save()
    act.rows += [run, clock]
    next_called = calling.call_next(act, run.role) if act.incident.running else None
    data = {"step": run.action, "number": run.position, "minutes": run.within or 0, "called": next_called}
    parts.log(act, LogKind.STEP, said="step_late_called" if next_called else "step_late", data=data)
    told = [clock.owner, *notices.leading(act.incident)]
    notices.tell(act.incident, "step_late", told, actor=act.actor, at=at)
    if act.incident.running:
        calling.call_out_step(act, run.public_id, run.role, clock.owner)
    act.end()


def _fill(run: StepRun, step: rules.PlannedStep, incident: Incident) -> None:
    run.position, run.level, run.phase = step.position, incident.level, step.phase
    run.action, run.role, run.role_title = step.action, step.role, step.role_title[:120]
    run.within, run.after, run.proof, run.tells = step.within, step.after, step.proof[:300], step.tells[:200]
    run.calls_out, run.law = step.calls_out[:120], step.law[:200]
    run.state, run.reason, run.ended_at, run.missed_at = StepState.WAITING, "", None, None
    run.running_since, run.due_at = None, None


def _begin(act: Doing, run: StepRun, since: dt.datetime) -> None:
    run.state, run.running_since = StepState.RUNNING, since
    if run.within is not None:
        run.due_at = since + dt.timedelta(minutes=run.within)
        owner = calling.who_has(act.incident, run.role) or next(iter(notices.leading(act.incident)), act.actor)
        parts.start_minutes(act, parts.STEP, run.public_id, DO, run.action[:80], owner, since, run.within)
    run.save()
    act.rows.append(run)


def ended(act: Doing, run: StepRun, state: StepState, reason: str) -> None:
    """Part of an action: the step is over; nobody owes it any more."""
    run.state, run.ended_at, run.reason = state, act.happened, reason[:500]
    run.marked_by = act.actor
    run.marked_title = (act.on_paper.get("paper_by") or act.title) if act.verb in BY_PEOPLE else ""
    run.save()
    act.rows.append(run)
    if state == StepState.DONE:
        parts.meet(act, parts.STEP, run.public_id)
    else:
        parts.stop(act, parts.STEP, run.public_id)
    callouts.over(about=f"{parts.STEP}:{run.public_id}", actor=act.actor, at=act.at)


def _took(act: Doing, run: StepRun) -> int | None:
    return None if run.running_since is None else max(0, int((act.happened - run.running_since).total_seconds()) // 60)
