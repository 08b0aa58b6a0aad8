"""What the first report of an emergency begins with: its log and its counts, for a person to read before it goes."""

from __future__ import annotations

from typing import Any

from huiyin.incidents import reporting
from huiyin.incidents.models import LogKind, StepState
from huiyin.incidents.queries import Room
from huiyin.web import dates

from . import law

MOST_LINES = 12
TOLD = (LogKind.NOTE, LogKind.CORRECTION)


def from_incident(room: Room) -> dict[str, Any]:
    """Initial values of the form: kind, when, where, course, what was done, numbers of the head-count."""
    incident = room.incident
    done = [line.run.action for line in room.steps if line.run.state == StepState.DONE]
    numbers: dict[str, int | None] = {}
    if room.heads.counted:
        numbers = {"missing": room.heads.missing, "affected": room.heads.ill + room.heads.missing}
    return {
        "kind": law.kind_of_plan(incident.kind) or "other",
        "learned_at": incident.started_at,
        "occurred_at": incident.started_at,
        "place": incident.place,
        "texts": {"course": _course(room), "done": reporting.joined(done)},
        "numbers": numbers,
    }


def _course(room: Room) -> str:
    """How it began and what people wrote, with its times; a line that was corrected gives way to its correction."""
    zone = room.incident.organisation.zone
    told = [
        f"{dates.clock_text(one.at, zone)} {one.row.text}"
        for one in reversed(room.entries)
        if one.row.kind in TOLD and one.row.text and not one.corrected_by
    ]
    return "\n".join([room.incident.title, *told[-MOST_LINES:]])
