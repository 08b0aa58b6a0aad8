"""Where a case stands on each of its procedures, with the day of each step: the same for staff and petitioner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.models import Case, Track
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures import engine
from huiyin.procedures.engine.strip import StripStep
from huiyin.procedures.schema import SAME, Pack, Words


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the case stands: the drawn steps, what it is called, what the person reads about it."""

    title: Words
    text: Words
    steps: tuple[StripStep, ...]
    pack: str
    version: int
    state: str
    final: bool
    law_text: Words | None
    step_dates: dict[str, dt.datetime]
    step_due: dict[str, dt.date]


def stage_of(case: Case, track: Track, watched: Iterable[ClockView]) -> Stage:
    """One track. `watched`: the clocks of the case."""
    pack = pack_of(track)
    state = pack.state(track.state)
    entered = _entered(case, pack)
    return Stage(
        title=state.title,
        text=state.text,
        steps=tuple(engine.strip(pack, track.state, list(entered))),
        pack=pack.name,
        version=pack.version,
        state=track.state,
        final=state.final,
        law_text=next((way.text for way in pack.recourse if way.within), None),
        step_dates={pack.state(name).step: at for name, at in reversed(entered.items())},
        step_due=_step_due(pack, [clock for clock in watched if clock.track == str(track.pk)]),
    )


def _entered(case: Case, pack: Pack) -> dict[str, dt.datetime]:
    """The states that the case has been in, and since when, from the verbs of its timeline."""
    entered = {pack.starts_in: case.received_at}
    for verb, at in case.events.order_by("id").values_list("verb", "at"):
        for transition in pack.transitions:
            if transition.verb == verb and transition.to != SAME:
                entered.setdefault(transition.to, at)
    return entered


def _step_due(pack: Pack, watched: Iterable[ClockView]) -> dict[str, dt.date]:
    """By when a step is reached at the latest; an inner date of the office never hides the one that binds it."""
    due: dict[str, dt.date] = {}
    for clock in watched:
        step = _step_met(pack, clock.name)
        if clock.status == "running" and clock.waits_on == "office" and step:
            due[step] = max(due.get(step, clock.due_on), clock.due_on)
    return due


def _step_met(pack: Pack, clock: str) -> str:
    """The drawn step that is reached when the clock is met."""
    verbs = set(pack.deadline(clock).meets)
    ends = [transition.to for transition in pack.transitions if transition.verb in verbs and transition.to != SAME]
    return pack.state(ends[0]).step if ends else ""
