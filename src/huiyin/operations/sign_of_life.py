"""The worker's own sign of life to the outside, and its look at who watches it."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings

from . import queries
from .watching import switch, telling
from .watching.looking import FOR_SIGNS

log = logging.getLogger("huiyin.worker")
OWN = "operations.sign-of-life"

_since: list[dt.datetime] = []  # when this process first asked


def give(now: dt.datetime) -> None:
    """For the list of jobs. A switch that can't be told is this job's failure: `doctor` names it when it lasts."""
    look = telling.last()
    watched = _is_starting(now) or (look is not None and look.is_fresh(now))
    if not watched:
        log.error("the watcher gives no sign")
    if settings.PING_WORKER:
        states = [state for state in queries.job_states(now) if state.name != OWN]
        silent = any(state.silent for state in states) and not _is_starting(now)
        switch.tell(settings.PING_WORKER, well=watched and not silent and not any(state.failing for state in states))


def _is_starting(now: dt.datetime) -> bool:
    """The other jobs have given no sign yet, and the watcher may be starting too."""
    if not _since or now < _since[0]:
        _since[:] = [now]
    return now - _since[0] <= FOR_SIGNS
