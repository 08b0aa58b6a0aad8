"""What a leader does about a case: steps in person, the next step with its day, urging whoever works on it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only, place, record
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.leaders.keeping import STEP, SUBJECT, step_clocks
from huiyin.leaders.models import Lead, LeaderStep, StepKind
from huiyin.leaders.queries.urging import receivers
from huiyin.leaders.rules import LONGEST_STEP
from huiyin.organisations.access import Actor, require
from huiyin.tasks.actions import parts as tasks

from .appointing import URGING

SEEN_BY_PERSON = (StepKind.TALK, StepKind.VISIT)


def record_step(
    *, actor: Actor, lead_id: str, version: int, kind: str, on: dt.date, text: str,
    next_step: str = "", next_on: dt.date | None = None,
) -> LeaderStep:  # fmt: skip
    """What the leader did in person, and on which day; with it, what comes next."""
    at = time.now()
    with store.write():
        lead = _led(actor, lead_id, version)
        if kind not in StepKind.values:
            raise BadInput("kind", _("Choose what was done."), "")
        _words(text, "text", _("Say what was done and what came of it."))
        if on > _today(lead, at) or on < _today(lead, lead.case.received_at):
            raise BadInput(
                "on", _("This day can't be."), _("From the day on which the matter was raised, until today.")
            )
        step = LeaderStep.objects.create(
            lead=lead, kind=kind, on=on, text=text.strip(), at=at, actor=actor.reference, actor_title=actor.post_title
        )
        rows: list[ledger.Committed] = [step, *_plan(lead, next_step, next_on, at)]
        doing = Doing.by_staff(lead.case, f"leader_{kind}", actor, at)
        line = Line(note=step.text, public=kind in SEEN_BY_PERSON and _one_person(lead), data={"day": on.isoformat()})
        note_only(doing, line=line, rows=rows)
    return step


def plan_step(*, actor: Actor, lead_id: str, version: int, next_step: str, next_on: dt.date | None) -> Lead:
    """What the leader does next, and by when. The day runs as a clock of the leader's own."""
    at = time.now()
    with store.write():
        lead = _led(actor, lead_id, version)
        _words(next_step, "next_step", _("Say what you do next."))
        rows = _plan(lead, next_step, next_on, at)
        doing = Doing.by_staff(lead.case, "leader_plans", actor, at)
        note_only(doing, line=Line(note=next_step.strip(), public=False), rows=rows)
    return lead


def urge(*, actor: Actor, lead_id: str, version: int, whom: str, text: str, due_on: dt.date) -> tasks.Given:
    """Urge (催办) whoever works on it: what, by when. The answer comes back as that of any task, and its lateness goes up.

    By the leader, or by the office's desk: then the answer comes to the desk, and the leader is told that it urged.
    """
    at = time.now()
    with store.write():
        lead = _open_lead(lead_id, version)
        if lead.post_id != actor.post_id:
            require(actor, "urge", lead.case)
        else:
            require(actor, "lead", lead.case)
        receiver = next((one for one in receivers(lead.case, by=actor) if one.key == whom), None)
        if receiver is None:
            raise BadInput(
                "whom", _("Choose who is urged."), _("Whoever works on the case, in your office or in another.")
            )
        given = tasks.give(
            actor=actor, at=at, case=lead.case, origin=URGING, origin_id=lead.public_id, organisation=receiver.organisation,
            post=receiver.post, text=text, due_on=due_on,
        )  # fmt: skip
        _save(lead)
        doing = Doing.by_staff(lead.case, "leaders.urge", actor, at)
        place(lead.case)
        notices.to_post(
            doing,
            lead.post.reference,
            notices.TO_STAFF,
            in_every_language(_("The desk urged in a case that you answer for")),
        )
        record(doing, [lead.case, lead, *given.rows])
    return given


def _led(actor: Actor, lead_id: str, version: int) -> Lead:
    """The lead and its case, locked, for the post that leads: nobody else acts as the leader."""
    lead = _open_lead(lead_id, version)
    require(actor, "lead", lead.case)
    if lead.post_id != actor.post_id:
        raise Refused
    return lead


def _open_lead(lead_id: str, version: int) -> Lead:
    """The running lead and its case, locked. Who may do what with it is asked by the caller."""
    store.require_write()
    lead = Lead.objects.select_for_update(of=("self",)).select_related("post").filter(public_id=lead_id).first()
    if lead is None or lead.until is not None:
        raise Refused
    lead.case = locked(lead.case_id)
    if version != lead.version:
        raise Conflict(
            _("Somebody else has worked on this since you opened the page."),
            _("Look at what changed; what you typed is still on the page."),
        )
    return lead


def _plan(lead: Lead, next_step: str, next_on: dt.date | None, at: dt.datetime) -> list[ledger.Committed]:
    """The former step is done with; the next one, if there is one, has its day."""
    rows: list[ledger.Committed] = [
        clocks.meet(clock, at=at, because="leaders.step") for clock in step_clocks(lead.case)
    ]
    lead.next_step, lead.next_on = next_step.strip(), next_on if next_step.strip() else None
    if lead.next_step:
        rows.append(_clock(lead, at))
    _save(lead)
    return [lead, *rows]


def _clock(lead: Lead, at: dt.datetime) -> clocks.Clock:
    days = (lead.next_on - _today(lead, at)).days if lead.next_on else -1
    if not 0 <= days <= LONGEST_STEP:
        raise BadInput("next_on", _("By when?"), _("A day from today on, within three months."))
    office = lead.case.organisation
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=lead.case.public_id,
        name=STEP,
        title=in_every_language(_("The leader's next step")),
        owner=lead.post.reference,
        started_at=at,
        start_fact=in_every_language(_("planned by the leader")),
        length=days,
        unit="days" if days else "immediate",
        region=office.region,
        zone=office.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("The leader's superior is told.")),
        reminders=[clocks.Reminder(1, "days")] if days > 1 else [],
    )


def _save(lead: Lead) -> None:
    lead.version += 1
    lead.save()


def _one_person(lead: Lead) -> bool:
    """Whether nobody shares the case: what was said with one of many is not read by the others."""
    return lead.case.concerns.filter(left_at=None).count() == 1


def _words(text: str, place: str, remedy: object) -> None:
    if len(text.strip()) < 2:
        raise BadInput(place, _("Nothing is written yet."), str(remedy))


def _today(lead: Lead, at: dt.datetime) -> dt.date:
    return at.astimezone(time.zone_of(lead.case.organisation.zone)).date()
