"""The course of an incident, drawn from its log: steps as bars against their minutes, and what else happened, on one line of time.

Lengths are percent of the whole, so that the drawing needs no style of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .models import Incident, LogEntry, StepRun

ROW, TOP = 26, 30  # pixels of one line, and above the first
MARKED = ("started", "level_confirmed", "level_changed", "stand_down", "ended", "inject", "counted_missing", "commands")
MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A step: from when until when; `late_from` where its minutes had passed."""

    number: int
    title: str
    y: int
    x: str
    width: str
    late_x: str
    late_width: str
    state: str
    minutes: int

    @property
    def text_y(self) -> int:
        return self.y + 15


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of the log that changed the course."""

    entry: LogEntry
    x: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    minute: int


@dataclass(frozen=True, slots=True)
class Course:
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


def course(incident: Incident, steps: Iterable[StepRun], entries: Iterable[LogEntry], now: dt.datetime) -> Course:
    """Until the end, or now. What is done days after has no place on it."""
    began, until = incident.started_at, incident.ended_at or now
    whole = max((until - began).total_seconds(), 60.0)

    def at(moment: dt.datetime) -> float:
        return max(0.0, min(100.0, 100 * (moment - began).total_seconds() / whole))

    runs = [run for run in steps if run.running_since is not None and run.phase != "aftercare"]
    bars = tuple(_bar(place, run, at, until) for place, run in enumerate(runs))
    marks = tuple(Mark(entry, _percent(at(entry.at))) for entry in entries if entry.said in MARKED)
    return Course(TOP + ROW * len(bars) + 24, bars, marks, _ticks(whole))


def _bar(place: int, run: StepRun, at: Callable[[dt.datetime], float], until: dt.datetime) -> Bar:
    assert run.running_since is not None
    end = min(run.ended_at or until, until)
    start, stop = at(run.running_since), at(end)
    late = at(run.due_at) if run.due_at is not None and run.due_at < end else stop
    return Bar(
        run.position, run.action, TOP + ROW * place, _percent(start), _percent(max(late - start, 0.6)), _percent(late),
        _percent(max(stop - late, 0.0)), run.state, max(0, int((end - run.running_since).total_seconds()) // 60),
    )  # fmt: skip


def _ticks(whole: float) -> tuple[Tick, ...]:
    minutes = whole / 60
    steps: Sequence[int] = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)
    every = next((one for one in steps if minutes / one <= MOST_TICKS), max(1440, int(minutes / MOST_TICKS)))
    return tuple(Tick(_percent(100 * minute / minutes), minute) for minute in range(0, int(minutes) + 1, every))


def _percent(value: float) -> str:
    return f"{value:.2f}%"
