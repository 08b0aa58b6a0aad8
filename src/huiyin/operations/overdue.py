"""What should have happened by itself and has not, in the words that staff pages and `huiyin doctor` say."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import disk
from huiyin.kernel.errors import Unavailable
from huiyin.web import dates

from . import queries
from .watching import telling
from .watching.looking import WORKER, Found


def said(now: dt.datetime) -> list[str]:
    """What every staff page says in red; nothing while all is well."""
    state = disk.standing()
    if state is not None:  # no sign of life can be written either
        return [_disk_words(state)]
    alive = queries.worker_is_alive(now)
    alarms: list[str] = []
    if disk.free() < disk.TOO_LITTLE:
        alarms.append(
            _(
                "The machine's disk is almost full: {size:.0f} MB are free. Please tell an administrator before nothing can be kept."
            ).format(size=disk.free() / 1e6)
        )
    if not alive:
        alarms.append(
            _(
                "The worker does not run: nothing is sent, and missed dates are not noticed. Please tell an administrator now."
            )
        )
    look = telling.last()
    if look is not None and look.is_fresh(now):
        alarms.extend(words(one) for one in look.found if one.what != WORKER)
    elif alive:
        alarms.append(
            _(
                "The watcher gives no sign: nobody proves that what should happen by itself happens. Please tell an administrator now."
            )
        )
    return alarms


def _disk_words(state: Unavailable) -> str:
    """For staff. What is there can be read as before."""
    if isinstance(state, disk.DiskFull):
        return _(
            "The machine's disk is full: until there is room nothing new is kept and nothing is sent. All pages can be read. Please tell an administrator now, and write on paper what must not wait."
        )
    return _(
        "The machine's disk can only be read: nothing new is kept and nothing is sent. All pages can be read. Please tell an administrator now, and write on paper what must not wait."
    )


def words(found: Found) -> str:
    """One sentence, with how many and since when."""
    since = dates.moment_text(found.since)
    match found.what:
        case "consequences":
            text = ngettext(
                "A time limit has passed and what must follow has not happened, since {since}.",
                "{number} time limits have passed and what must follow has not happened, the oldest since {since}.",
                found.number,
            )
        case "reminders":
            text = ngettext(
                "A reminder has not been given, since {since}.",
                "{number} reminders have not been given, the oldest since {since}.",
                found.number,
            )
        case "unwatched":
            text = ngettext(
                "A running time limit is watched by nobody; it ends {since}.",
                "{number} running time limits are watched by nobody; the first ends {since}.",
                found.number,
            )
        case "alarms":
            text = ngettext(
                "An alarm has not gone out, since {since}. Please telephone.",
                "{number} alarms have not gone out, the oldest since {since}. Please telephone.",
                found.number,
            )
        case "callouts":
            text = ngettext(
                "A call-out has not gone on to the next person, since {since}. Please telephone.",
                "{number} call-outs have not gone on to the next person, the oldest since {since}. Please telephone.",
                found.number,
            )
        case "notices":
            text = ngettext(
                "A notice is due and nobody tries to send it, since {since}.",
                "{number} notices are due and nobody tries to send them, the oldest since {since}.",
                found.number,
            )
        case "backup":
            text = _(
                "No backup has succeeded since {since}: what is written is on this one machine alone. Please tell an administrator."
            )
        case "jobs":
            text = _("A part of the worker stands still since {since}: {names}.")
        case _other:
            text = _("The worker gives no sign since {since}.")
    return text.format(number=found.number, since=since, names=", ".join(found.names))
