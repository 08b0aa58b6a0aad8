"""What happens by itself when a gap is still there, nobody is on a shift that runs, or a roster ends without a next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from huiyin.duty.models import Roster
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock

from . import booking, checking, notices, parts

MISSED: Mapping[str, tuple[str, Callable[[parts.Doing, str], None]]] = {
    parts.GAP: ("gap_head", parts.shout),
    parts.BEGUN: ("gap_begun", parts.shout),
    parts.HERE: ("unmanned", checking.unmanned),
    parts.HERE_HEAD: ("unmanned_head", checking.unmanned),
    parts.HANDOVER: ("unsigned", booking.unsigned),
}


def missed(clock: Clock, at: dt.datetime) -> None:
    """A clock of a shift, by its name."""
    verb, shout = MISSED[clock.name]
    act = parts.by_itself(verb, clock.subject_id, at)
    act.rows.append(clock)
    shout(act, verb)
    act.end()


def no_next_roster(clock: Clock, at: dt.datetime) -> None:
    """The roster ends soon, and nobody is there after it."""
    roster = Roster.objects.select_for_update(of=("self",)).select_related("organisation__head_post").get(
        public_id=clock.subject_id
    )  # fmt: skip
    told = [clock.owner, *notices.head(roster.organisation)]
    notices.tell_of_roster(roster, "next_head", told, actor=parts.SYSTEM, at=at)
    ledger.record(verb="duty.no_next", actor=parts.SYSTEM, about=roster.reference, at=at, commits=[clock, roster])
