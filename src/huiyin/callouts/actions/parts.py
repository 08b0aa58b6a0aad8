"""What every verb shares, inside its write: the call-out under its lock, its one clock, its line in the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.callouts import timeline
from huiyin.callouts.models import CALLOUT, Callout, Status
from huiyin.documents import own_clocks
from huiyin.kernel import clocks, ledger, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused

SYSTEM = "system:callouts"


@dataclass(slots=True)
class Doing:
    """One act on a call-out. `rows` gathers what it changes; `end` commits them in one entry of the ledger."""

    verb: str
    callout: Callout
    actor: str
    at: dt.datetime
    rows: list[ledger.Committed] = field(default_factory=list)

    def end(self) -> None:
        self.callout.save()
        ledger.record(
            verb=f"callouts.{self.verb}", actor=self.actor, about=self.callout.reference, at=self.at,
            commits=[self.callout, *self.rows],
        )  # fmt: skip


def locked(public_id: str) -> Callout:
    """For writing: its clock first, as the sweep takes it, then the call-out. `Refused` where there is none."""
    store.require_write()
    list(Clock.objects.select_for_update().filter(subject_kind=CALLOUT, subject_id=public_id, ended_at=None))
    found = Callout.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "organisation__parent"
    )
    callout = found.filter(public_id=public_id).first()
    if callout is None:
        raise Refused
    return callout


def wait(act: Doing, owner: str) -> None:
    """The one clock of a call-out runs until the moment that is next; at its end the sweep does it."""
    callout, row = act.callout, timeline.moments(act.callout.rules)
    moment = row[callout.done]
    due = timeline.at(callout.began_at, moment, callout.brought_forward)
    minutes = moment.minute - row[callout.done - 1].minute
    callout.next_at = due
    told = _("It is shouted to everybody.") if moment.shouts else _("The next one is called.")
    clock = own_clocks.start(
        callout.organisation, (CALLOUT, callout.public_id), f"moment-{callout.done}", title=_("Answer the call-out"),
        owner=owner, since=due - minutes * timeline.MINUTE, length=minutes, unit="minutes", fact=_("called"), told=told,
    )  # fmt: skip
    act.rows.append(clock)


def stop_waiting(act: Doing, *, met: bool = False) -> None:
    """Nothing is waited for any more; `met`: because somebody answered."""
    act.callout.next_at = None
    end = clocks.meet if met else clocks.stop
    for clock in clocks.queries.open_rows(CALLOUT, act.callout.public_id):
        act.rows.append(end(clock, at=act.at, because=f"callouts.{act.verb}"))


def ended(act: Doing, status: Status, why: str = "") -> None:
    """No further step, and nothing of it is owed or listed any more."""
    stop_waiting(act, met=status == Status.ANSWERED)
    callout = act.callout
    callout.status, callout.ended_at, callout.ended_by, callout.ended_why = status, act.at, act.actor, why
