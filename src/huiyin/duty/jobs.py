"""What runs by itself beside the clocks: seats are worked out, in a process of their own; shifts that run are looked at."""

from __future__ import annotations

import datetime as dt

from . import solver, weighing
from .actions import booking, checking, proposing

SECONDS = 45.0  # for one roster


def propose(now: dt.datetime) -> int:
    """One proposal from beginning to end; answers how many."""
    proposal = proposing.begin(now)
    if proposal is None:
        return 0
    problem = weighing.problem_of(proposal.roster, gaps=proposal.gaps, seconds=SECONDS)
    answer = solver.solved(problem, lambda stage: proposing.heard(proposal=proposal, stage=stage))
    proposing.take_over(proposal=proposal, answer=answer)
    return 1


def look_at_shifts(now: dt.datetime) -> int:
    """Those that began and nobody said that they are there; those that are over; those whose hand-over is not signed. Answers how many."""
    return checking.watch(now) + checking.put_away(now) + booking.watch_handovers(now)
