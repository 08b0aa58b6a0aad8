"""`{% load incidents %}`: sentences of the log, minutes as people say them, titles of exercises."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.incidents import marking, wording
from huiyin.incidents.models import Drill, Incident, LogEntry

register = template.Library()


@register.filter
def sentence(entry: LogEntry) -> str:
    """What the line says, without what somebody wrote themselves."""
    return wording.line(entry)


@register.filter
def titled(thing: Incident | Drill) -> str:
    """The title of the page: an exercise says so before anything else."""
    if isinstance(thing, Drill):
        return marking.marked(thing.plan.title)
    return marking.marked(thing.title) if thing.exercise else thing.title


@register.filter
def thing_of(what: str) -> str:
    """What of a plan it is: steps, roles, deputies, numbers."""
    return str(wording.THINGS[what])


@register.simple_tag
def exercise() -> str:
    """The word of an exercise, in the reader's language."""
    return marking.word()


@register.filter
def left(number: int) -> str:
    """`还有11分`, `晚4分`."""
    return (_("%(span)s late") if number < 0 else _("%(span)s left")) % {"span": minutes(abs(number))}


@register.filter
def minutes(number: int) -> str:
    """A span: `18分`, `1小时5分`, `2天3小时`, `10天`."""
    if number < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}
    if number % 1440 == 0:
        return ngettext("%(n)d day", "%(n)d days", number // 1440) % {"n": number // 1440}
    if number % 60 == 0 and number < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", number // 60) % {"n": number // 60}
    if number < 48 * 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": number // 60, "minutes": number % 60}
    return _("%(days)d d %(hours)d h") % {"days": number // 1440, "hours": number % 1440 // 60}


@register.filter
def since(now: dt.datetime, began: dt.datetime) -> str:
    """How long it has lasted."""
    return minutes(max(0, int((now - began).total_seconds()) // 60))


@register.filter
def audience(key: str) -> str:
    return str(wording.AUDIENCES[key])


@register.filter
def report_kind(key: str) -> str:
    return str(wording.REPORTS[key])


@register.filter
def kind_of(key: str) -> str:
    return str(wording.KINDS.get(key, key))


@register.filter
def status_of(key: str) -> str:
    return str(wording.STATUS[key])


@register.simple_tag
def number_of(numbers: dict[str, str] | None, name: str) -> str:
    """The number of whom a step rings: of the plan's list, or the digits that the step itself says (119)."""
    found = (numbers or {}).get(name, "")
    return found or (name if name.replace("-", "").isdigit() else "")
