"""A situation report drafted from what is recorded: facts alone, and what is not known is said as not known.

What it must tell: 生产安全事故报告和调查处理条例 12: unit, time, place and scene, course, casualties with the missing, measures, other.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.web import dates

from . import marking, wording
from .models import LogKind, StepState
from .queries import Room

UNKNOWN_KINDS = (LogKind.NOTE, LogKind.CORRECTION)
MOST_LINES = 12


def draft(room: Room) -> str:
    """For the form: a person reads it before it is given."""
    incident = room.incident
    zone = incident.organisation.zone
    parts = [
        marking.marked("") if incident.exercise else "",
        _("Unit: %(unit)s") % {"unit": incident.organisation.name},
        _what(room),
        _("Since: %(moment)s") % {"moment": dates.moment_text(incident.started_at, zone)},
        _("Where: %(place)s") % {"place": incident.place or _("not known yet")},
        _heads(room),
        _("Course:"),
        *_course(room, zone),
        _("Done: %(done)s") % {"done": _steps(room, StepState.DONE) or _("nothing yet")},
        _("Under way: %(running)s") % {"running": _steps(room, StepState.RUNNING) or _("nothing")},
        _expected(room, zone),
        _("Drafted from the log up to line %(last)d.") % {"last": room.last},
    ]
    return "\n".join(part for part in parts if part)


def kind(room: Room) -> str:
    """Which report comes next."""
    return "follow-up" if room.reports else "first"


def _what(room: Room) -> str:
    if room.level is None:
        return _("What: %(title)s") % {"title": room.incident.title}
    return _("What: %(title)s, %(level)s") % {"title": room.incident.title, "level": room.level.title}


def _heads(room: Room) -> str:
    heads = room.heads
    if not heads.counted:
        return _("People: not counted yet.")
    return _(
        "People: %(counted)d of %(groups)d groups counted; %(present)d here, %(missing)d missing, %(ill)d ill or hurt, %(home)d handed over."
    ) % {
        "counted": heads.counted, "groups": len(heads.lines), "present": heads.present, "missing": heads.missing,
        "ill": heads.ill, "home": heads.sent_home,
    }  # fmt: skip


def _course(room: Room, zone: str) -> list[str]:
    """What people wrote, and how it began; a line that was corrected gives way to its correction."""
    told = [
        entry
        for entry in reversed(room.entries)
        if (entry.row.kind in UNKNOWN_KINDS or entry.row.said in ("started", "level_confirmed", "level_changed"))
        and not entry.corrected_by
    ]
    shown = [*told[:1], *told[1:][-MOST_LINES:]]
    return [
        f"  {dates.clock_text(entry.at, zone)} {wording.line(entry.row)} {entry.row.text}".rstrip() for entry in shown
    ]


def _steps(room: Room, state: str) -> str:
    return joined(line.run.action for line in room.steps if line.run.state == state)


def joined(actions: Iterable[str]) -> str:
    """What was done, one behind the other."""
    return _("; ").join(actions)


def _expected(room: Room, zone: str) -> str:
    until = room.incident.expected_until
    return _("Expected to last until: %(moment)s") % {
        "moment": dates.moment_text(until, zone) if until else _("not known yet")
    }
