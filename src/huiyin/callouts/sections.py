"""What this room puts on the day list, where its notices lead, and who settles one that did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from huiyin.cases import sections
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.deliveries import sources
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may

from . import presenting, presenting_trials
from .models import CALLOUT, TRIAL
from .queries import pages, trials


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_owed, (CALLOUT,))
    sections.for_notices(CALLOUT, _pages)
    sources.settled_by(CALLOUT, _settled_here)
    sources.settled_by(TRIAL, _trials_settled_here)


def _owed(actor: Actor, rows: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    """What this post is called for, above everything else."""
    now = time.now()
    waiting = {one.subject_id: one for one in rows}
    for row in pages.seen(actor, waiting):
        entry = presenting.item(row)
        chip = titled_chip(clocks.queries.view(waiting[row.public_id], now))
        yield sections.DayEntry("late", presenting.with_chip(entry, chip))


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.url(one) for one in pages.seen(actor, public_ids)}


def _settled_here(actor: Actor, public_ids: Collection[str]) -> Mapping[str, sources.Thing]:
    """A message that reached nobody: for who leads the house."""
    found = [one for one in pages.seen(actor, public_ids) if may(actor, "callout_withdraw", one)]
    return {one.public_id: sources.Thing(presenting.title(one), presenting.url(one)) for one in found}


def _trials_settled_here(actor: Actor, public_ids: Collection[str]) -> Mapping[str, sources.Thing]:
    """A message of a trial that reached nobody: for who may begin one. Sent again it would say no more that it is an exercise."""
    found = [one for one in trials.seen(actor, public_ids) if may(actor, "callout_try", one)]
    return {
        one.public_id: sources.Thing(presenting_trials.title(one), presenting_trials.url(one), again=False)
        for one in found
    }
