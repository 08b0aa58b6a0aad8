"""What happens by itself when a report was not made in time: the head knows, and the office above. It counts against the office."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock

from . import notices, parts


def missed(clock: Clock, at: dt.datetime) -> None:
    """A clock of a bulletin, whichever: who owes it, the head, the office above."""
    bulletin = parts.locked(clock.subject_id)
    told = [clock.owner, *notices.head(bulletin.organisation), *notices.office(bulletin.organisation.parent)]
    notices.tell(bulletin, "late", told, actor=parts.SYSTEM, at=at)
    ledger.record(verb="bulletins.late", actor=parts.SYSTEM, about=bulletin.reference, at=at, commits=[clock])
