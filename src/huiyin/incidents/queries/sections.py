"""The parts of a room that change by themselves: steps, calls, head-count, orders. Each can be asked alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from huiyin.incidents import rules
from huiyin.incidents.models import CallOut, CallState, Count, HeadGroup, Incident, Order, StepRun, StepState

Tone = Literal["late", "run", "next", "done", "not-done"]
_PLACE: Mapping[str, int] = {"late": 0, "run": 1, "next": 2, "done": 3, "not-done": 3}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it stands. `left`: whole minutes until it is due, negative when late; `who`: the post that has the role."""

    run: StepRun
    tone: Tone
    left: int | None
    took: int | None
    who: str
    answered: bool


@dataclass(frozen=True, slots=True)
class CallLine:
    """Somebody who was called. `waiting`: whole minutes without an answer; `mine`: the asker can answer it."""

    call: CallOut
    waiting: int
    mine: bool


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A group with the count that holds, and the one that differs."""

    group: HeadGroup
    tally: rules.Tally
    by_paper: bool
    before: int | None

    @property
    def tone(self) -> str:
        if self.tally.holds is None:
            return "none"
        return "miss" if self.tally.holds.missing or self.tally.against else ""


@dataclass(frozen=True, slots=True)
class Heads:
    """The head-count of this round."""

    round: int
    lines: tuple[HeadLine, ...]
    counted: int
    present: int
    missing: int
    ill: int
    sent_home: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    order: Order
    late: bool
    left: int | None
    mine: bool


def steps(incident: Incident, now: dt.datetime) -> tuple[StepLine, ...]:
    """Late ones first, then those under way, then what comes; what is over at the end."""
    has = _who_has(incident)
    lines = [_step(run, now, has) for run in incident.steps.all()]
    return tuple(sorted(lines, key=lambda one: (_PLACE[one.tone], one.run.position)))


def calls(incident: Incident, now: dt.datetime, post_id: int | None) -> tuple[CallLine, ...]:
    """By role, the holder first."""
    found = incident.calls.select_related("post").order_by("position", "turn")
    return tuple(
        CallLine(
            call,
            _minutes(now - call.called_at),
            call.post_id == post_id and call.state in (CallState.CALLED, CallState.UNANSWERED) and incident.running,
        )
        for call in found
    )


def heads(incident: Incident, until: dt.datetime | None = None) -> Heads:
    """Of the present round; a group that was not counted yet shows how many it had the last time. `until`: as it was known then."""
    rows = Count.objects.filter(group__incident=incident).order_by("at", "id")
    if until is not None:
        rows = rows.filter(received_at__lte=until)
    by_group: dict[int, list[Count]] = {}
    for row in rows:
        by_group.setdefault(row.group_id, []).append(row)
    lines = [
        _head(group, by_group.get(group.pk, []), incident.heads_round) for group in incident.groups.order_by("position")
    ]
    counted, *sums = rules.together(line.tally for line in lines)
    return Heads(incident.heads_round, tuple(lines), counted, *sums)


def orders(incident: Incident, now: dt.datetime, post_id: int | None, *, leads: bool) -> tuple[OrderLine, ...]:
    """Open ones first, the latest given first."""
    found = incident.orders.select_related("to_post").order_by("-id")
    lines = [
        OrderLine(
            order,
            order.done_at is None and order.due_at is not None and now > order.due_at,
            _left(order.due_at, now) if order.done_at is None else None,
            incident.running and order.done_at is None and (leads or order.to_post_id == post_id),
        )
        for order in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.order.done_at is not None, not line.late)))


def _step(run: StepRun, now: dt.datetime, has: Mapping[str, tuple[str, bool]]) -> StepLine:
    who, answered = has.get(run.role, ("", False))
    took = _minutes(run.ended_at - run.running_since) if run.ended_at and run.running_since else None
    if run.state == StepState.DONE:
        return StepLine(run, "done", None, took, who, answered)
    if run.state == StepState.NOT_DONE:
        return StepLine(run, "not-done", None, took, who, answered)
    if run.state == StepState.WAITING:
        return StepLine(run, "next", None, None, who, answered)
    late = run.due_at is not None and now.replace(microsecond=0) > run.due_at
    return StepLine(run, "late" if late else "run", _left(run.due_at, now), None, who, answered)


def _who_has(incident: Incident) -> dict[str, tuple[str, bool]]:
    """Role -> the title of the post that has it, and whether it answered."""
    has: dict[str, tuple[str, bool]] = {}
    for call in incident.calls.exclude(post=None).order_by("turn"):
        answered = call.state == CallState.ANSWERED
        if answered or not has.get(call.role, ("", False))[1]:
            has[call.role] = (call.post_title, answered)
    return has


def _head(group: HeadGroup, rows: list[Count], number: int) -> HeadLine:
    figures = [
        rules.Figures(row.present, row.missing, row.ill, row.sent_home, row.at, row.author, row.author_title)
        for row in rows
        if row.round == number
    ]
    earlier = [row for row in rows if row.round < number]
    before = (
        sum((earlier[-1].present, earlier[-1].missing, earlier[-1].ill, earlier[-1].sent_home)) if earlier else None
    )
    newest = next((row for row in reversed(rows) if row.round == number), None)
    return HeadLine(group, rules.tally(figures), newest is not None and newest.came_by == "paper", before)


def _left(due_at: dt.datetime | None, now: dt.datetime) -> int | None:
    if due_at is None:
        return None
    seconds = (due_at - now).total_seconds()
    return int(seconds // 60) if seconds >= 0 else -max(1, int(-seconds // 60))


def _minutes(span: dt.timedelta) -> int:
    return max(0, int(span.total_seconds()) // 60)
