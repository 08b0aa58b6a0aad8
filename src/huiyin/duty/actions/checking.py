"""Who is on a shift says that they are there: a word, no place and no picture. Where nobody does, it is told by itself."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import ending as callouts
from huiyin.duty import rules
from huiyin.duty.models import RosterStatus, Seat, Shift
from huiyin.kernel import clocks, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor

from . import notices, parts
from .parts import Doing

WHILE_IT_RUNS = (parts.GAP, parts.BEGUN, parts.HERE, parts.HERE_HEAD)  # clocks that end with the shift


def say_here(*, actor: Actor, shift_id: str) -> Seat:
    """Somebody who sits on the shift, in whatever post. Said twice it stays as it was."""
    with store.write():
        act = parts.doing("here", actor, shift_id, "duty_read")
        seat = own_seat(act, actor)
        if not may_say(act.shift, act.at):
            raise Conflict(
                _("This shift does not run now."), _("From an hour before it begins until it ends you can say so.")
            )
        if seat.here_at is None:
            seat.here_at = act.at
            seat.save(update_fields=["here_at"])
            parts.line(
                act, "here", data={"who": seat.member.title, "seat": seat.public_id, "member": seat.member.public_id}
            )
            watched = clocks.queries.open_rows(parts.SHIFT, act.shift.public_id, names=(parts.HERE, parts.HERE_HEAD))
            act.rows += [clocks.meet(one, at=act.at, because="duty.here") for one in watched]
            parts.look_for_gap(act)
            callouts.over(about=act.shift.reference, actor=act.actor, at=act.at)
            act.record()
    return seat


def own_seat(act: Doing, actor: Actor) -> Seat:
    """Part of an action: the seat of who acts, on a roster that holds; `Refused` for everybody else."""
    found = Seat.objects.filter(shift=act.shift, left_at=None, member__account_id=actor.account_id)
    seat = found.select_related("member__account", "member__appointment__post").first()
    if seat is None or not act.published:
        raise Refused
    return seat


def may_say(shift: Shift, at: dt.datetime) -> bool:
    return shift.begins_at - rules.EARLY <= at < shift.ends_at


def watch(now: dt.datetime) -> int:
    """For the worker: shifts that have begun, whose people say when they are there, and nobody did. Answers how many."""
    begun = Shift.objects.filter(
        begins_at__lte=now, ends_at__gt=now, kind__says_here=True, roster__status=RosterStatus.PUBLISHED
    )
    silent = begun.exclude(seats__here_at__isnull=False).values_list("public_id", flat=True)
    watched = set(Clock.objects.filter(subject_kind=parts.SHIFT, subject_id__in=list(silent), name=parts.HERE).values_list("subject_id", flat=True))  # fmt: skip
    fresh = [one for one in silent if one not in watched]
    for public_id in fresh:
        with store.write():
            act = parts.by_itself("watch", public_id, now)
            due = act.shift.begins_at + _minutes(act.shift)
            told = _("The leader in charge is told.")
            parts.start(act, parts.HERE, _("Nobody has said that they are there"), due, told=told)
            act.record()
    return len(fresh)


def unmanned(act: Doing, verb: str) -> None:
    """Part of an action: the leader in charge is told, then the head; the head at once where nobody is in charge."""
    shift = act.shift
    leader = next((one.member.account_reference for one in parts.seats(shift) if one.leads and one.there), "")
    if verb == "unmanned" and leader:
        parts.line(act, verb)
        notices.tell(shift, verb, [leader], actor=act.actor, at=act.at)
        title, told = _("Nobody has said that they are there"), _("The head is told.")
        parts.start(act, parts.HERE_HEAD, title, act.at + _minutes(shift), told=told)
        return
    parts.line(act, "unmanned_head")
    told_too = [parts.answers(shift.roster), *notices.head(shift.organisation)]
    notices.tell(shift, "unmanned_head", told_too, actor=act.actor, at=act.at)
    notices.call_out(shift, actor=act.actor, at=act.at)


def put_away(now: dt.datetime) -> int:
    """For the worker: what was owed on a shift that is over is owed no more; its lines stay. Answers how many."""
    ended = Clock.objects.filter(subject_kind=parts.SHIFT, ended_at=None, name__in=WHILE_IT_RUNS)
    open_ids = ended.values_list("subject_id", flat=True)
    over = list(
        Shift.objects.filter(public_id__in=list(open_ids), ends_at__lte=now).values_list("public_id", flat=True)
    )
    for public_id in over:
        with store.write():
            act = parts.by_itself("over", public_id, now)
            owed = clocks.queries.open_rows(parts.SHIFT, public_id, names=WHILE_IT_RUNS)
            act.rows += [clocks.stop(one, at=now, because="duty.over") for one in owed]
            callouts.over(about=act.shift.reference, actor=act.actor, at=now)
            act.record()
    return len(over)


def _minutes(shift: Shift) -> dt.timedelta:
    return dt.timedelta(minutes=shift.organisation.own_number(rules.HERE_KEY, rules.HERE_MINUTES))
