"""After it: what happened, what went well, what did not; and each thing that must change as a task with an owner and a day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import Finding, FindingKind, LogKind, Review, Status
from huiyin.kernel import store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor
from huiyin.plans.actions import deciding as plan_actions
from huiyin.plans.actions import parts as plan_parts
from huiyin.plans.models import OPEN, PlanVersion
from huiyin.tasks import actions as tasks

from . import notices, parts
from .ending import REVIEW
from .parts import Doing

ORIGIN = "finding"


def write_review(*, actor: Actor, incident_id: str, course: str, well: str, badly: str) -> Review:
    """Course and cause as far as known, what went well, what did not (突发事件应对法 92, 94). Written once."""
    with store.write():
        act = parts.doing("write_review", actor, incident_id, "incident_review")
        incident = act.incident
        if incident.status != Status.ENDED:
            raise Conflict(_("The review is written once, after the end."), _("Load the page again."))
        row = Review.objects.create(
            incident=incident,
            course=written("course", course, _("Write what happened, and why as far as you know."), longest=5000),
            well=written("well", well, _("Write what went well."), longest=3000),
            badly=written("badly", badly, _("Write what did not go well."), _("“Nothing” is rarely true."), longest=3000),
            by=act.actor, by_title=act.title, at=act.at,
        )  # fmt: skip
        incident.status = Status.REVIEWED
        incident.save()
        act.rows += [row, incident]
        parts.meet(act, parts.INCIDENT, incident.public_id, REVIEW)
        parts.log(act, LogKind.FINDING, said="reviewed")
        act.end()
    return row


def add_finding(*, actor: Actor, incident_id: str, kind: str, text: str, post: str, due_on: dt.date) -> Finding:
    """Something to mend, a change to the plan, or care that somebody asked for: a task with an owner and a day.

    A change to the plan opens a draft of it, or stands at the one that is open. Care is about what is to be done, and is
    given on request alone: nobody is named here.
    """
    with store.write():
        act = parts.doing("add_finding", actor, incident_id, "incident_review")
        incident = act.incident
        if incident.running:
            raise Conflict(_("It has not ended yet."), _("Write it into the log; findings come after the end."))
        if kind not in FindingKind.values:
            raise BadInput("kind", _("Choose what kind of finding it is."), "")
        words = written("text", text, _("Write what is to be done."), longest=500)
        owner = parts.post_here(incident.organisation, post, "post")
        if due_on < time.today(incident.organisation.zone):
            raise BadInput("due_on", _("Give a day from today on."), "")
        draft = _draft(act, actor, words) if kind == FindingKind.PLAN else None
        row = Finding(
            incident=incident, kind=kind, text=words, post=owner, post_title=owner.title, due_on=due_on, by=act.actor,
            by_title=act.title, at=act.at, plan_version=draft,
        )  # fmt: skip
        given = tasks.give(
            actor=actor, at=act.at, case=None, origin=ORIGIN, origin_id=row.public_id, organisation=incident.organisation,
            post=owner, text=words, due_on=due_on,
        )  # fmt: skip
        row.task = given.task.public_id
        row.save()
        act.rows += [row, *given.rows]
        parts.log(
            act, LogKind.FINDING, said="finding", text=words, data={"kind": kind, "to": owner.title, "due": str(due_on)}
        )
        act.end()
    return row


def late(clock: Clock, at: dt.datetime) -> None:
    """The review is not written in its days: who owes it, the head, and the office above are told."""
    act = parts.by_itself("review_late", parts.locked(clock.subject_id), at)
    act.rows.append(clock)
    told = [clock.owner, *notices.head(act.incident), *notices.above(act.incident)]
    notices.tell(act.incident, "review_late", told, actor=act.actor, at=at)
    act.end()


def _draft(act: Doing, actor: Actor, words: str) -> PlanVersion:
    pinned = act.incident.plan_version
    if pinned is None:
        raise BadInput("kind", _("There was no plan for this."), _("Begin one under “Plans”."))
    open_one = PlanVersion.objects.filter(plan=pinned.plan, status__in=OPEN).first()
    if open_one is not None:
        return open_one
    plan = plan_parts.locked(pinned.plan.public_id)
    former = PlanVersion.objects.select_for_update().get(pk=plan.current_id or pinned.pk)
    former.plan = plan
    draft = plan_actions.revised(actor, former, ["drill"], f"{act.incident.number}：{words}", act.at)
    act.rows.append(draft)
    return draft
