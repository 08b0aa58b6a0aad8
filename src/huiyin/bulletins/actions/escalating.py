"""What happens by itself when a report was not made in time: the head knows, and the office above. It counts against the office."""

from __future__ import annotations

import datetime as dt

from huiyin.bulletins.models import Level
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations import watch

from . import doubting, notices, parts


def missed(clock: Clock, at: dt.datetime) -> None:
    """A clock of the office that reports, whichever: who owes it, the head, who is in charge of the shift, the office above.

    What is about a child or a wrong is told to nobody because they are on duty.
    """
    bulletin = parts.locked(clock.subject_id)
    in_charge = [] if bulletin.closed else watch.in_charge(bulletin.organisation, at)
    told = [clock.owner, *notices.own_head(bulletin), *in_charge, *notices.office(bulletin.organisation.parent)]
    verb = "late_answer" if clock.name.startswith(doubting.DOUBT) else "late"
    notices.tell(bulletin, verb, told, actor=parts.SYSTEM, at=at)
    ledger.record(verb="bulletins.late", actor=parts.SYSTEM, about=bulletin.reference, at=at, commits=[clock])


def missed_level(clock: Clock, at: dt.datetime) -> None:
    """An office above did not acknowledge, or neither passed on nor ended it: its own head, and the office above that."""
    level = Level.objects.select_related("organisation__head_post", "organisation__parent", "bulletin").get(
        public_id=clock.subject_id
    )
    bulletin = parts.locked(level.bulletin.public_id)
    told = [clock.owner, *notices.head(level.organisation), *notices.office(level.organisation.parent)]
    notices.tell(bulletin, "late_level", told, actor=parts.SYSTEM, at=at)
    ledger.record(verb="bulletins.late_level", actor=parts.SYSTEM, about=bulletin.reference, at=at, commits=[clock])
