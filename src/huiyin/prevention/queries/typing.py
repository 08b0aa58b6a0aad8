"""The printed sheet of a round as somebody types it in: its rows, what was entered of each, and what others said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor
from huiyin.plans.paper.rows import RowId, read
from huiyin.prevention.actions.rounds import may_go
from huiyin.prevention.actions.typing import number
from huiyin.prevention.models import Answer, Round, RoundStatus, Sent

from .rounds import visible


@dataclass(frozen=True, slots=True)
class Row:
    """`entered`: it was typed in already; `stands`: the answer to its item that holds now, whoever gave it."""

    place: int
    number: str
    key: str
    text: str
    law: str
    entered: Sent | None
    stands: Answer | None


@dataclass(frozen=True, slots=True)
class SheetPage:
    round: Round
    number: str
    rows: tuple[Row, ...]

    @property
    def first_day(self) -> dt.date:
        """The day that is proposed: today, or the last on which it could be gone."""
        return min(self.round.due_on, time.today(self.round.inspection.organisation.zone))

    @property
    def answered(self) -> int:
        return sum(row.stands is not None for row in self.rows)


def round_of(actor: Actor, typed: str) -> Round:
    """The round whose sheet has this number, typed or scanned, of the sheet or of a row. `BadInput`."""
    code = read(typed).sheet
    one = Round.objects.filter(code=code).first()
    try:
        return visible(actor, one.public_id if one else "")
    except Refused as error:
        raise BadInput(
            "number", _("No round of your office has this number."), _("Compare it with the paper, sign by sign.")
        ) from error


def sheet(actor: Actor, public_id: str) -> SheetPage:
    """For who goes there, while the round is due or counts as missed. `Refused`."""
    one = visible(actor, public_id)
    if not may_go(actor, one.inspection) or one.status == RoundStatus.ENDED:
        raise Refused
    answers = {row.key: row for row in one.answers.select_related("hazard")}
    sent = {row.client_id: row for row in Sent.objects.filter(round=one)}
    rows = []
    for place, item in enumerate(one.items, 1):
        named = number(one, place)
        rows.append(
            Row(place, named, item["key"], item["text"], item["law"], sent.get(named), answers.get(item["key"]))
        )
    return SheetPage(one, str(RowId(one.code)), tuple(rows))
