"""Somebody asks for seats to be proposed; a worker works on it and takes the answer over, if the draft still stands as it stood."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from huiyin.duty import weighing
from huiyin.duty.models import OPEN, Proposal, Roster, RosterStatus, State
from huiyin.duty.solving.problem import Answer, Rule
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor

from . import filling, notices, parts
from .filling import Placed
from .rostering import digest

HELD = dt.timedelta(minutes=3)  # without a word of its worker a proposal is taken up by another
MOST_TRIES = 2


def ask(*, actor: Actor, roster_id: str, version: int, gaps: bool = False) -> Proposal:
    """Seats for all of a draft, by every hard rule and as fair as can be. `gaps`: where rules collide seats may stay empty."""
    with store.write():
        roster = parts.draft(actor, roster_id, version)
        if roster.proposals.filter(state__in=OPEN).exists():
            raise Conflict(_("Seats are being worked out already."), _("Wait for it; it takes a minute at most."))
        at = time.now()
        row = Proposal.objects.create(roster=roster, asked_by=actor.reference, asked_at=at, gaps=gaps)
        ledger.record(verb="duty.propose", actor=actor.reference, about=roster.reference, at=at, commits=[row])
    return row


def begin(now: dt.datetime) -> Proposal | None:
    """For the worker: the oldest that waits, or that its worker left. None: nothing is to be done."""
    waiting = [one for one in Proposal.objects.filter(state__in=OPEN).order_by("id") if _free(one, now)]
    if not waiting:
        return None
    with store.write():
        row = Proposal.objects.select_for_update().get(pk=waiting[0].pk)
        if not _free(row, now):
            return None
        roster = Roster.objects.select_related("organisation").get(pk=row.roster_id)
        row.tries += 1
        if row.tries > MOST_TRIES:
            _end(row, roster, State.UNKNOWN)
            return None
        row.state, row.stood, row.held_until = State.RUNNING, standing(roster), now + HELD
        row.save()
    return row


def heard(*, proposal: Proposal, stage: str) -> None:
    """How far it is. No fact: nothing of it goes to the ledger."""
    with store.write():
        Proposal.objects.filter(pk=proposal.pk, state=State.RUNNING).update(stage=stage, held_until=time.now() + HELD)


def take_over(*, proposal: Proposal, answer: Answer) -> Proposal:
    """The seats, or why there are none. What somebody did by hand meanwhile stands, and the answer goes."""
    with store.write():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.state != State.RUNNING or row.tries != proposal.tries:
            return row
        roster = Roster.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=row.roster_id)
        state = State(answer.state)
        row.rules = TypeAdapter(tuple[Rule, ...]).dump_python(answer.rules, mode="json")
        changed = roster.status != RosterStatus.DRAFT or standing(roster) != row.stood
        if changed or (state == State.FOUND and not _seated(roster, answer)):
            state = State.OVERTAKEN
        _end(row, roster, state)
    return row


def standing(roster: Roster) -> str:
    """The draft as it stands, in one hash."""
    shifts = list(roster.shifts.order_by("id"))
    return digest(shifts, [one for row in weighing.seats_of(shifts).values() for one in row])


def _free(row: Proposal, now: dt.datetime) -> bool:
    return row.state == State.WAITING or (
        row.state == State.RUNNING and (row.held_until is None or row.held_until <= now)
    )


def _seated(roster: Roster, answer: Answer) -> bool:
    """False: a rule that was settled meanwhile is against one of the seats."""
    try:
        filling.moved(roster, [Placed(one.slot, one.who, one.leads) for one in answer.places])
    except BadInput:
        return False
    roster.version += 1
    roster.figures = {
        "spread": answer.spread, "bound": answer.bound, "missing": answer.missing, "missing_bound": answer.missing_bound,
        "seconds": answer.seconds, "at": time.now().isoformat(),
    }  # fmt: skip
    roster.save()
    return True


def _end(row: Proposal, roster: Roster, state: State) -> None:
    at = time.now()
    row.state, row.ended_at, row.held_until = state, at, None
    row.save()
    ledger.record(
        verb=f"duty.proposal_{state}", actor=parts.SYSTEM, about=roster.reference, at=at, commits=[row, roster]
    )
    notices.tell_of_roster(roster, f"proposal_{state}", [row.asked_by], actor=parts.SYSTEM, at=at)
