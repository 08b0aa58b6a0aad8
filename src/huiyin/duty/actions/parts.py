"""What every verb shares, inside its write: the shift under its lock, who acts, its lines, its gap, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import ending as callouts
from huiyin.documents import own_clocks
from huiyin.duty import rules, weighing
from huiyin.duty.models import Roster, RosterStatus, Seat, Shift, ShiftEvent
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import MOMENTS, Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import who_answers
from huiyin.organisations.models import Organisation

from . import notices

SHIFT, ROSTER, SWAP = "shift", "roster", "swap"  # subjects of clocks
GAP, BEGUN, NEXT = "gap", "begun", "next"
HERE, HERE_HEAD, HANDOVER, ANSWER = "here", "here_head", "handover", "answer"
SYSTEM = "system:duty"
MOST_MINUTES = 7200  # five days


@dataclass(slots=True)
class Doing:
    """One act on a shift. `rows` gathers what it changes; `end` commits them in one entry of the ledger."""

    verb: str
    shift: Shift
    actor: str
    title: str
    at: dt.datetime
    rows: list[ledger.Committed] = field(default_factory=list)

    @property
    def published(self) -> bool:
        return self.shift.roster.status == RosterStatus.PUBLISHED

    def end(self) -> None:
        """What the shift is now follows from its lines, which go with the rows."""
        self.shift.version += 1
        self.shift.save(update_fields=["version"])
        self.record()

    def record(self) -> None:
        """The end of an act that changes no seat: who looks at the seats meanwhile is not disturbed."""
        ledger.record(
            verb=f"duty.{self.verb}", actor=self.actor, about=self.shift.reference, at=self.at, commits=self.rows
        )


def locked(public_id: str) -> Shift:
    """The shift for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Shift.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "organisation__parent", "roster", "kind", "qualification"
    )
    shift = found.filter(public_id=public_id).first()
    if shift is None:
        raise Refused
    return shift


def doing(verb: str, actor: Actor, public_id: str, permission: str, version: int | None = None) -> Doing:
    """An act of a post on a shift that it may do. `version`: what was shown; `Conflict` where somebody was faster."""
    shift = locked(public_id)
    if not may(actor, permission, shift):
        raise Refused
    if version is not None and version != shift.version:
        raise Conflict(_("Somebody did something with this shift just now."), _("Look at it as it stands here."))
    return Doing(verb, shift, actor.reference, actor.post_title, time.now())


def by_itself(verb: str, public_id: str, at: dt.datetime) -> Doing:
    """What the machine does when its moment has come."""
    return Doing(verb, locked(public_id), SYSTEM, "", at)


def line(act: Doing, verb: str, note: str = "", data: Mapping[str, Any] | None = None) -> ShiftEvent:
    """One more line of what happened."""
    event = ShiftEvent.objects.create(
        shift=act.shift, verb=verb, at=act.at, actor=act.actor, actor_title=act.title, note=note, data=dict(data or {})
    )
    act.rows.append(event)
    return event


def seats(shift: Shift) -> list[Seat]:
    return weighing.seats_of([shift]).get(shift.pk, [])


def lacks(shift: Shift) -> rules.Lacks:
    return rules.lacks(weighing.needs_of(shift, seats(shift)))


def look_for_gap(act: Doing) -> None:
    """After every change of a published roster: a gap that opens is told and watched; one that is filled is over."""
    shift = act.shift
    open_clocks = clocks.queries.open_rows(SHIFT, shift.public_id, names=(GAP, BEGUN))
    missing = lacks(shift)
    if not act.published or shift.ends_at <= act.at:
        return
    if not missing:
        act.rows += [clocks.meet(one, at=act.at, because=f"duty.{act.verb}") for one in open_clocks]
        if open_clocks:
            line(act, "gap_filled")
            callouts.over(about=shift.reference, actor=act.actor, at=act.at)
    elif not open_clocks:
        line(act, "gap", data={"lacks": list(astuple(missing))})
        notices.tell(shift, "gap", [answers(shift.roster)], actor=act.actor, at=act.at)
        watch_gap(act)


def watch_gap(act: Doing) -> None:
    """The head is told some days before; with these passed, at once. When the shift begins, the office above is."""
    shift = act.shift
    told_at = shift.begins_at - dt.timedelta(days=shift.organisation.own_number(rules.GAP_KEY, rules.GAP_DAYS))
    if told_at > act.at:
        start(act, GAP, _("Somebody is missing on a shift"), told_at, told=_("The head is told."))
    else:
        shout(act, "gap_head")


def shout(act: Doing, verb: str) -> None:
    """`gap_head`: the head is told, and a clock runs until the shift begins, or ends at once where it has.

    `gap_begun`: the office above is told too.
    """
    shift, missing = act.shift, lacks(act.shift)
    line(act, verb, data={"lacks": list(astuple(missing))})
    told = [answers(shift.roster), *notices.head(shift.organisation)]
    if verb == "gap_head":
        start(
            act, BEGUN, _("A shift begins and somebody is missing"), shift.begins_at,
            told=_("The head and the office above are told."),
        )  # fmt: skip
    elif verb == "gap_begun":
        told += notices.above(shift.organisation)
        notices.call_out(shift, actor=act.actor, at=act.at)
    notices.tell(shift, verb, told, actor=act.actor, at=act.at)


def start(act: Doing, name: str, title: str | Promise, due: dt.datetime, *, told: str | Promise) -> Clock:
    """A clock of the shift that ends at a moment: in minutes, or in hours where these are too many to count."""
    left = int(max((due - act.at).total_seconds(), 0) // 60)
    unit: Unit = "minutes" if left <= MOST_MINUTES else "hours"
    length = left if unit == "minutes" else left // 60
    since = due - length * MOMENTS[unit] if left else act.at
    clock = started(
        SHIFT, act.shift.public_id, name, title, answers(act.shift.roster), since, length, unit,
        organisation=act.shift.organisation, told=told,
    )  # fmt: skip
    act.rows.append(clock)
    return clock


def answers(roster: Roster) -> str:
    """Who answers for a roster that holds: the post that published it; while nobody holds that one, whoever is above."""
    return who_answers(roster.published_by)


def started(
    kind: str, subject: str, name: str, title: str | Promise, owner: str, since: dt.datetime, length: int, unit: Unit,
    *, organisation: Organisation, told: str | Promise,
) -> Clock:  # fmt: skip
    return own_clocks.start(
        organisation, (kind, subject), name, title=title, owner=owner, since=since, length=length, unit=unit, fact=_("from this day"), told=told
    )  # fmt: skip


def draft(actor: Actor, public_id: str, version: int | None = None) -> Roster:
    """A roster that is a draft still, for writing."""
    store.require_write()
    found = Roster.objects.select_for_update(of=("self",)).select_related("organisation__head_post")
    roster = found.filter(public_id=public_id).first()
    if roster is None or not may(actor, "duty_roster", roster):
        raise Refused
    if roster.status != RosterStatus.DRAFT or (version is not None and version != roster.version):
        raise Conflict(_("This roster does not stand as it did any more."), _("Look at it as it stands here."))
    return roster
