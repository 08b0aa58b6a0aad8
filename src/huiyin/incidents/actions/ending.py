"""Stand-down and end, and what becomes of what was learned of people: destroyed after the response, by a clock."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import ending as callouts
from huiyin.incidents import rules
from huiyin.incidents.models import CallState, Incident, LogKind, Status, StepState
from huiyin.kernel import clocks, files, store, vault
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import drilling, notices, parts, stepping
from .parts import Doing

DESTROY, REVIEW = "destroy", "review"
LONGEST_KEPT = 365  # days beyond the first date


def stand_down(*, actor: Actor, incident_id: str, reason: str) -> Incident:
    """The danger is over by the end conditions of the level: the steps of the stand-down begin."""
    with store.write():
        act = parts.doing("stand_down", actor, incident_id, "incident_lead")
        incident = act.incident
        if incident.status != Status.OPEN:
            raise Conflict(_("The stand-down has begun already."), "")
        why = written("reason", reason, _("Say how the end condition is met."), _("Point by point."), longest=1000)
        incident.status, incident.standing_down_at = Status.STANDING_DOWN, act.at
        incident.save()
        act.rows.append(incident)
        parts.log(act, LogKind.STAND_DOWN, said="stand_down", text=why)
        stepping.advance(act)
        notices.tell(incident, "stand_down", _everybody(incident), actor=act.actor, at=act.at)
        act.end()
    return incident


def end(*, actor: Actor, incident_id: str, note: str) -> Incident:
    """It is over. Calls, orders and open steps end as they stand; what is to be done afterwards goes on; the review is owed."""
    with store.write():
        act = parts.doing("end", actor, incident_id, "incident_lead")
        incident = act.incident
        parts.running(incident)
        if incident.status == Status.OPEN and not incident.exercise:
            raise Conflict(_("The stand-down comes first."), _("Say how the end condition is met, then end it."))
        words = written("note", note, _("Say how it ended."), longest=1000)
        incident.standing_down_at = incident.standing_down_at or act.at
        stepping.advance(act)
        _close(act)
        callouts.over(about=incident.reference, actor=act.actor, at=act.at)
        incident.status, incident.ended_at, incident.end_note = Status.ENDED, act.at, words
        _owe_afterwards(act)
        if incident.exercise:
            drilling.practised(act)
        incident.save()
        act.rows.append(incident)
        parts.log(act, LogKind.STAND_DOWN, said="ended", text=words, data={"destroy_on": str(incident.data_due_on)})
        told = [*_everybody(incident), *notices.head(incident), *notices.above(incident)]
        notices.tell(incident, "ended", told, actor=act.actor, at=act.at)
        act.end()
    return incident


def keep_data(*, actor: Actor, incident_id: str, until: dt.date, lawful: str, needed: str, safe: str) -> Incident:
    """Personal data is kept for evidence or evaluation until a day, by an assessment in writing (突发事件应对法 85)."""
    with store.write():
        act = parts.doing("keep_data", actor, incident_id, "incident_approve")
        incident = act.incident
        if incident.data_due_on is None or incident.data_destroyed_at is not None:
            raise Conflict(_("There is nothing to be kept longer."), "")
        days = (until - incident.data_due_on).days
        if not 1 <= days <= LONGEST_KEPT:
            raise BadInput("until", _("Choose a day after the first one, within a year."), "")
        reasons = [
            written(place, text, _("All three are written down."), _("Article 85 asks for them."), longest=500)
            for place, text in (("lawful", lawful), ("needed", needed), ("safe", safe))
        ]
        incident.data_due_on, incident.data_kept_why = until, "\n".join(reasons)
        incident.save()
        act.rows.append(incident)
        parts.stop(act, parts.INCIDENT, incident.public_id, DESTROY)
        _start_destroying(act, (until - act.at.date()).days)
        parts.log(act, LogKind.DATA, said="data_kept", text=incident.data_kept_why, data={"until": str(until)})
        act.end()
    return incident


def destroy(clock: Clock, at: dt.datetime) -> None:
    """The day has come: sealed texts and files of the response are gone, for good. That they were there stays."""
    act = parts.by_itself("destroy_data", parts.locked(clock.subject_id), at)
    incident = act.incident
    vault.erase_texts(about=incident.reference, actor=act.actor, at=at)
    for attachment in Attachment.objects.filter(about=incident.reference, erased_at=None):
        files.erase(attachment=attachment, actor=act.actor, at=at)
    incident.data_destroyed_at = at
    incident.save()
    act.rows.append(incident)
    act.rows.append(clocks.stop(clock, at=at, because="incidents.destroy_data"))
    parts.log(act, LogKind.DATA, said="data_destroyed")
    act.end()


def expected_passed(clock: Clock, at: dt.datetime) -> None:
    """It lasts longer than was said: whoever leads says until when, and at which level."""
    act = parts.by_itself("expected_passed", parts.locked(clock.subject_id), at)
    act.rows.append(clocks.stop(clock, at=at, because="incidents.expected_passed"))
    parts.log(act, LogKind.LEVEL, said="expected_passed")
    notices.tell(act.incident, "level", notices.leading(act.incident), actor=act.actor, at=at)
    act.end()


def _close(act: Doing) -> None:
    incident = act.incident
    parts.stop(act, parts.INCIDENT, incident.public_id, "expected")
    for call in incident.calls.select_for_update().filter(state=CallState.CALLED):
        parts.stop(act, parts.CALL, call.public_id)
        call.state = CallState.UNANSWERED
        call.save()
        act.rows.append(call)
    for order in incident.orders.filter(done_at=None):
        parts.stop(act, parts.ORDER, order.public_id)
    left = [run for run in incident.steps.select_for_update() if run.ended_at is None and run.phase != "aftercare"]
    for run in left:
        stepping.ended(act, run, StepState.NOT_DONE, str(_("It ended before this was done.")))
    if incident.exercise:  # what comes days after is not played
        for run in incident.steps.select_for_update().filter(ended_at=None):
            stepping.ended(act, run, StepState.NOT_DONE, str(_("Not played in the exercise.")))


def _owe_afterwards(act: Doing) -> None:
    incident = act.incident
    organisation = incident.organisation
    days = organisation.own_number(rules.DATA_KEY, rules.DATA_DAYS)
    incident.data_due_on = _start_destroying(act, days).due_on
    owner = next(iter(notices.leading(incident)), act.actor)
    number = organisation.own_number(rules.REVIEW_KEY, rules.REVIEW_DAYS)
    parts.start_days(act, REVIEW, _("Write the review"), owner, number)


def _start_destroying(act: Doing, days: int) -> Clock:
    owner = next(iter(notices.head(act.incident)), act.actor)
    return parts.start_days(act, DESTROY, _("Personal data of the response is destroyed"), owner, days)


def _everybody(incident: Incident) -> list[str]:
    called = incident.calls.exclude(post=None).values_list("post__public_id", flat=True)
    return [f"post:{one}" for one in called]
