"""Cases for which a leader must answer: somebody can be named, within the office's own time, and its passing goes up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.schema import LeaderRequired, Pack

CAN_LEAD = ("leader", "head")
APPOINTS = "appoint_leader"


def named_in_time(pack: Pack) -> Iterator[Problem]:
    """Each criterion ends with a named leader, or with the office above knowing that there is none."""
    for criterion in pack.leader_required:
        place, name = f"leader_required.{criterion.id}", said(criterion.title, criterion.id)
        if criterion.role not in CAN_LEAD:
            message = gettext("“%(why)s”: a leader must answer for the case, and no post is one that could.")
            yield Problem("leader-never-named", f"{place}.role", message % {"why": name})
        if not criterion.when and not criterion.categories:
            message = gettext("“%(why)s” is a reason for a leader, and no case ever has it.")
            yield Problem("leader-never-named", place, message % {"why": name})
        yield from _clock(pack, criterion, place, name)


def _clock(pack: Pack, criterion: LeaderRequired, place: str, name: str) -> Iterator[Problem]:
    clock = next((d for d in pack.deadlines if d.id == criterion.clock), None)
    if clock is None:
        message = gettext("“%(why)s” → nobody is named → weeks later still nobody: no time runs for naming a leader.")
        yield Problem("leader-never-named", f"{place}.clock", message % {"why": name})
        return
    values = {"why": name, "clock": said(clock.title, clock.id)}
    if not clock.own_rule:
        message = gettext("“%(why)s” → “%(clock)s”: the law gives no number for this; it must be the office's own.")
        yield Problem("leader-never-named", f"deadlines.{clock.id}.unit", message % values)
    if APPOINTS not in clock.meets:
        message = gettext("“%(why)s” → a leader is named → “%(clock)s” runs on and is missed all the same.")
        yield Problem("leader-never-named", f"deadlines.{clock.id}.meets", message % values)
    if not any(
        t.verb == APPOINTS and pack.leaves_from(t) >= pack.runs_on(clock) - _sealed(pack) for t in pack.transitions
    ):
        message = gettext("“%(why)s” → “%(clock)s” runs in a state in which nobody can be named.")
        yield Problem("leader-never-named", f"deadlines.{clock.id}.on", message % values)


def _sealed(pack: Pack) -> frozenset[str]:
    return pack.open_states() - pack.open_states(sealed=False)
