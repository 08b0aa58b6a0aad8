"""What happens by itself when a day has passed: the head knows; of a grave hazard the office above, and then the one above that."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Organisation
from huiyin.prevention import rules

from . import notices, parts
from .parts import Doing


def missed(clock: Clock, at: dt.datetime) -> None:
    """By the name of the clock."""
    act = parts.by_itself("late", clock.subject_id, at)
    act.rows.append(clock)
    {parts.MEND: _not_mended, parts.STILL: _still, parts.CHECK: _not_checked}[clock.name](act)
    act.end()


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever must act by then; nothing else changes."""
    hazard = parts.locked(clock.subject_id)
    notices.tell(hazard, "remind", [clock.owner], actor=parts.SYSTEM, at=at)


def _not_mended(act: Doing) -> None:
    hazard = act.hazard
    told = [hazard.owner.reference, *notices.head(hazard.organisation)]
    if not rules.goes_up(hazard.severity):
        notices.tell(hazard, "late", told, actor=act.actor, at=act.at)
        parts.line(act, "late")
        return
    notices.tell(hazard, "late_grave", told, actor=act.actor, at=act.at)
    _up(act, hazard.organisation.parent)


def _still(act: Doing) -> None:
    """Days after the office above was told a grave hazard is still there: the next one above is told."""
    _up(act, act.hazard.told_up.parent if act.hazard.told_up else None)


def _not_checked(act: Doing) -> None:
    notices.tell(act.hazard, "unchecked", notices.head(act.hazard.organisation), actor=act.actor, at=act.at)
    parts.line(act, "unchecked")


def _up(act: Doing, above: Organisation | None) -> None:
    """`above` is told with what is where; while there is another above it, a clock runs for that one."""
    hazard = act.hazard
    if above is None:
        parts.line(act, "late_top")
        return
    hazard.told_up = above
    notices.tell(hazard, "late_grave", notices.office(above), actor=act.actor, at=act.at)
    parts.line(act, "late_up", data={"office": above.name})
    if above.parent_id is not None:
        days = hazard.organisation.own_number(rules.STILL_KEY, rules.STILL_DAYS)
        parts.start(act, parts.STILL, _("A grave hazard is still there"), hazard.owner.reference, act.at, days,
                    told=_("The office above that one is told."))  # fmt: skip
