"""A derivation in people's words, in the active language: the rows of `dl.hy-why`, in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from huiyin.kernel.calendars.rules import SkippedDay
from huiyin.kernel.calendars.words import day_reason

from .explaining import Derivation
from .facts import MOMENTS, Extension, Moved, Pause

DayText = Callable[[dt.date], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, what there is to tell (never empty), a mark behind the first line, a note below."""

    key: str
    term: str
    lines: tuple[str, ...]
    total: bool = False
    tag: str = ""
    note: str = ""


def pick(words: Mapping[str, str]) -> str:
    """The text in the active language, else in Simplified Chinese, English, or whatever there is."""
    by_tag = {tag.lower().replace("_", "-"): text for tag, text in words.items()}
    for tag in ((get_language() or "").lower(), "zh-hans", "zh", "en"):
        if by_tag.get(tag):
            return by_tag[tag]
    return next((text for text in by_tag.values() if text), "")


def rows(derivation: Derivation, *, day: DayText, moment: Callable[[dt.datetime], str]) -> tuple[Row, ...]:
    """Every part in order, also when there is nothing to tell. `day` and `moment` write dates as the page does."""
    language = get_language() or ""
    terms, nothing = _terms(language), _nothing(language)
    told = {
        "starts": (_starts(derivation, day, moment),),
        "length": _length(derivation, day),
        "not_counted": _not_counted(derivation.not_counted, day),
        "pauses": tuple(_pause(pause, moment) for pause in derivation.pauses),
        "extension": _extensions(derivation, day),
        "met": (*_met(derivation, moment), *_by_machine(derivation)),
        "consequence": tuple(filter(None, (pick(derivation.consequence),))),
        "law": _law(derivation),
    }
    return tuple(
        _due(derivation, term, day, moment) if key == "due" else Row(key, term, told[key] or (nothing[key],))
        for key, term in terms.items()
    )


@lru_cache(maxsize=8)
def _terms(language: str) -> dict[str, str]:
    """The names of the rows in their order, in the active language, which is `language`: a list says them 25 times."""
    return {
        "starts": pgettext("derivation", "Starts"),
        "length": pgettext("derivation", "Length"),
        "not_counted": pgettext("derivation", "Not counted"),
        "pauses": pgettext("derivation", "Paused"),
        "extension": pgettext("derivation", "Extended"),
        "due": pgettext("derivation", "Due"),
        "met": pgettext("derivation", "What happened"),
        "consequence": pgettext("derivation", "If it is late"),
        "law": pgettext("derivation", "Rule"),
    }


@lru_cache(maxsize=8)
def _nothing(language: str) -> dict[str, str]:
    """The same for what stands in a row in which there is nothing to tell."""
    return {
        "not_counted": pgettext("derivation", "Nothing"),
        "pauses": pgettext("derivation", "Never"),
        "extension": pgettext("derivation", "No"),
        "consequence": _("It stays owed, and shows here."),
        "law": pgettext("derivation", "None named"),
    }


def length_text(number: int, unit: str) -> str:
    """`60 calendar days`: the kind of day is said each time."""
    return _length_text(number, unit, get_language() or "")


@lru_cache(maxsize=512)
def _length_text(number: int, unit: str, language: str) -> str:
    """In the active language, which is `language`."""
    if unit == "immediate":
        return pgettext("derivation", "the same day")
    texts = {
        "days": ngettext("%d calendar day", "%d calendar days", number),
        "working-days": ngettext("%d working day", "%d working days", number),
        "school-days": ngettext("%d school day", "%d school days", number),
        "months": ngettext("%d month", "%d months", number),
        "hours": ngettext("%d hour", "%d hours", number),
        "minutes": ngettext("%d minute", "%d minutes", number),
    }
    return texts[unit] % number


def _starts(derivation: Derivation, day: DayText, moment: Callable[[dt.datetime], str]) -> str:
    starts = derivation.starts
    fact = pick(starts.fact)
    if derivation.length.unit in MOMENTS:
        return f"{fact} {moment(starts.at)}".strip()
    if derivation.length.unit == "immediate":
        return f"{fact} {day(starts.on)}".strip()
    if fact:
        return _("%(fact)s on %(day)s. That day does not count.") % {"fact": fact, "day": day(starts.on)}
    return _("%(day)s. That day does not count.") % {"day": day(starts.on)}


def _length(derivation: Derivation, day: DayText) -> tuple[str, ...]:
    length = derivation.length
    line = _("%(length)s, to %(day)s") % {
        "length": length_text(length.number, length.unit),
        "day": day(length.plain_on),
    }
    return (line, _("The lawful time is shorter, so it holds.")) if length.limited else (line,)


def _not_counted(days: tuple[SkippedDay, ...], day: DayText) -> tuple[str, ...]:
    """Neighbours with one reason become one line."""
    lines = []
    numbered = list(enumerate(days))
    for (_start, reason), group in groupby(
        numbered, key=lambda item: (item[1].date.toordinal() - item[0], day_reason(item[1]))
    ):
        run = [skipped for _number, skipped in group]
        span = day(run[0].date) if len(run) == 1 else f"{day(run[0].date)}–{day(run[-1].date)}"
        lines.append(pgettext("derivation", "%(days)s: %(reason)s") % {"days": span, "reason": reason})
    return tuple(lines)


def _pause(pause: Pause, moment: Callable[[dt.datetime], str]) -> str:
    span = {"since": moment(pause.since), "until": moment(pause.until) if pause.until else ""}
    text = (
        pgettext("derivation", "%(since)s to %(until)s") % span
        if pause.until
        else _("since %(since)s, not over yet") % span
    )
    return (
        pgettext("derivation", "%(span)s: %(reason)s") % {"span": text, "reason": pause.reason}
        if pause.reason
        else text
    )


def _extensions(derivation: Derivation, day: DayText) -> tuple[str, ...]:
    return tuple(line for extension in derivation.extensions for line in _extension(extension, day))


def _extension(extension: Extension, day: DayText) -> tuple[str, ...]:
    parts = {
        "length": length_text(extension.length, extension.unit),
        "day": day(extension.granted_on),
        "reason": extension.reason,
    }
    told = (
        _("The person was told on %s.") % day(extension.told_on)
        if extension.told_on
        else _("The person is being told.")
    )
    return (_("%(length)s, approved on %(day)s: %(reason)s") % parts, told)


def _due(derivation: Derivation, term: str, day: DayText, moment: Callable[[dt.datetime], str]) -> Row:
    due = derivation.due
    lines = [moment(due.at) if derivation.length.unit in MOMENTS else day(due.on)]
    if due.rolled_from:
        lines.append(_("%s is a rest day, so the next working day counts.") % day(due.rolled_from))
    for moved in due.moves:
        lines.append(_moved(moved) % day(moved.old))
    if not due.provisional:
        return Row("due", term, tuple(lines), total=True)
    note = _("The holidays of that year are not published yet. If they move this date, we tell you.")
    return Row("due", term, tuple(lines), total=True, tag=pgettext("derivation", "provisional"), note=note)


def _moved(moved: Moved) -> str:
    """By the kind of reference that moved the date: see `Moved.because`."""
    kind = moved.because.partition(":")[0]
    if kind == "terms":
        return _("Was %s until the school's terms were entered.")
    if kind == "procedure":
        return _("Was %s until the procedure was corrected.")
    return _("Was %s until the holidays of the year were published.")


def _met(derivation: Derivation, moment: Callable[[dt.datetime], str]) -> tuple[str, ...]:
    met = derivation.met
    late = (ngettext("%d day late", "%d days late", met.late_days) % met.late_days,) if met.late_days else ()
    if met.met_at:
        line = _("Done on %s") % moment(met.met_at)
        if met.late:
            return (line, *(late or (pgettext("derivation", "late"),)))
        return (line, pgettext("derivation", "in time"))
    if met.status == "stopped" and met.ended_at:
        return (_("No longer runs since %s") % moment(met.ended_at), *late)
    if met.late:
        return (_("Late, and still owed"), *late)
    return (pgettext("derivation", "Stands still") if met.status == "paused" else pgettext("derivation", "Not yet"),)


def _by_machine(derivation: Derivation) -> tuple[str, ...]:
    late = derivation.met.machine_late
    if late is None:
        return ()
    days, hours, minutes = late.days, late // dt.timedelta(hours=1), late // dt.timedelta(minutes=1)
    length = (
        length_text(days, "days") if days else length_text(hours, "hours") if hours else length_text(minutes, "minutes")
    )
    text = _(
        "The machine noticed this %(length)s too late. What follows from it came late by the machine, not by the office."
    )
    return (text % {"length": length},)


def _law(derivation: Derivation) -> tuple[str, ...]:
    law = derivation.law
    name = pick(law.law)
    lines = [
        pgettext("derivation", "%(law)s, %(article)s") % {"law": name, "article": law.article} if law.article else name
    ]
    if law.own_rule:
        lines = [_("The office's own rule, not set by law"), *(line for line in lines if line)]
    elif law.verified == "U":
        lines.append(_("not verified yet"))
    elif law.verified == "I":
        lines.append(_("inferred from the law"))
    return tuple(line for line in lines if line)
