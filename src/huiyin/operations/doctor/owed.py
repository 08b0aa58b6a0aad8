"""What is owed and what falls due: the queue of notices, its oldest one, gateways that are left alone, the next time limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.operations import figures

from .finding import Finding

MANY = 200  # notices
LONG = timedelta(minutes=30)  # an ordinary notice is gone within a round of the worker; tries again come after minutes


def notices(now: datetime) -> Iterator[Finding]:
    """How many wait and since when, what was given up, and which gateway does not answer."""
    it = figures.of_the_machine(now)
    yield _waiting(it)
    if it.notices_given_up:
        what = ngettext(
            "A notice could not be delivered and was given up.",
            "{number} notices could not be delivered and were given up.",
            it.notices_given_up,
        ).format(number=it.notices_given_up)
        remedy = _(
            "Each stands in Undelivered for whoever may settle it: send it again, or tell the person another way."
        )
        yield Finding("notices", "bad", what, remedy)
    for one in it.away:
        what = _("Nothing goes out by {way}: its gateway has not answered since {moment}.").format(
            way=one.get_channel_display(), moment=_moment(one.open_since)
        )
        yield Finding("notices", "bad", what, _("Look at the gateway. What waits goes by itself once it answers."))


def _waiting(it: figures.Figures) -> Finding:
    if not it.notices_waiting:
        return Finding("notices", "good", _("No notice waits to be sent."))
    assert it.oldest_notice is not None
    what = ngettext(
        "{number} notice waits to be sent, owed since {moment}.",
        "{number} notices wait to be sent, the oldest owed since {moment}.",
        it.notices_waiting,
    ).format(number=it.notices_waiting, moment=_moment(it.oldest_notice))
    if it.notices_waiting > MANY or it.at - it.oldest_notice > LONG:
        return Finding("notices", "note", what, _("Look whether the mail server and the gateways answer."))
    return Finding("notices", "good", what)


def time_limits(now: datetime) -> Iterator[Finding]:
    """How many run, how many are late, when the next one falls due. Late ones are the offices' own: nothing is wrong with the machine."""
    it = figures.of_the_machine(now)
    what = _("Running: {running}; missed and still owed: {late}.").format(
        running=it.clocks_running, late=it.clocks_owed_late
    )
    if it.next_clock is not None:
        what = _("{what} The next one or its reminder falls due {moment}.").format(
            what=what, moment=_moment(it.next_clock)
        )
    yield Finding("time limits", "good", what)
    if it.consequences_failing:
        what = ngettext(
            "What follows from a missed time limit failed, and is tried again.",
            "What follows from {number} missed time limits failed, and is tried again.",
            it.consequences_failing,
        ).format(number=it.consequences_failing)
        yield Finding("time limits", "bad", what, _("Look at the log: the line says which one and why."))


def _moment(moment: datetime | None) -> str:
    """In UTC, as the doctor says every moment."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
