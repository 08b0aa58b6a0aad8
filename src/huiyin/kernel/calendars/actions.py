"""Loading a year's notice. What moves because of it is asked and done through `dependents`."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput

from . import dependents, tables
from .china import Notice

logger = logging.getLogger(__name__)


def load_year(*, notice: Notice, actor: str) -> list[dependents.Move] | None:
    """Put `notice` in force, recompute what rests on it, and answer what moved; None when the same days are in force.

    The year and its ledger entry are one transaction. The recomputing follows in short ones of its own; should it be
    broken off, the worker goes on with it, since every row remembers the version of the calendar that it was reckoned by.
    """
    from .models import LoadedYear

    check(notice)
    with store.write():
        before = tables.china()
        after = tables.china_with((*tables.loaded_notices(), notice))
        if in_force(notice):
            return None
        days = [[day.date.isoformat(), day.name, day.off] for day in notice.days]
        now = time.now()
        row = LoadedYear.objects.create(
            region=tables.CHINA, year=notice.year, papers=list(notice.papers), days=days, loaded_at=now, loaded_by=actor
        )
        about = f"calendar:{tables.CHINA}-{notice.year}"
        ledger.record(verb="calendars.load", actor=actor, about=about, at=now, commits=(row,))
    change = dependents.Change(before=before, after=after, year=notice.year, version=row.public_id)
    moves = dependents.recompute(change)
    logger.info("calendar %s-%d loaded, %d running dates moved", tables.CHINA, notice.year, len(moves))
    return moves


def check(notice: Notice) -> None:
    """Refuse a notice that announces nothing: it would pass for an announced year without holidays."""
    if not notice.days:
        raise BadInput(
            str(notice.year),
            _("The table is empty: the year is not announced yet."),
            _("Load it again once the State Council has published the notice."),
        )


def preview(notice: Notice) -> list[dependents.Move]:
    """Which dates would move if `notice` came into force now. Writes nothing."""
    check(notice)
    before = tables.china()
    after = tables.china_with((*(tables.loaded_notices() if tables.version() else ()), notice))
    return dependents.preview(dependents.Change(before=before, after=after, year=notice.year, version=""))


def in_force(notice: Notice) -> bool:
    """Whether the very same days are in force already, so that a load would change nothing."""
    return tables.china().notice(notice.year) == notice
