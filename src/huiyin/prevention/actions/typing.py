"""A round that was gone on paper is typed in: each row once, with its own time, for who went; never over what somebody else said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import calendars, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Post
from huiyin.organisations.posts import post_of
from huiyin.plans.paper.rows import RowId
from huiyin.prevention import rules
from huiyin.prevention.models import Answer, Round, RoundStatus, Sent

from . import rounds, sending
from .rounds import Given
from .sending import Kept


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a row of the sheet. `by`: the post that went; `over`: the `client_id` of another answer that it replaces."""

    row: int
    given: Given
    at: dt.datetime
    by: str
    over: str = ""


def number(one: Round, row: int) -> str:
    """Of a row on the sheet, with its check character."""
    return str(RowId(one.code, row))


def enter_row(*, actor: Actor, round_id: str, typed: Typed) -> Sent:
    """One row. `Conflict` where it was entered already, or where somebody else answered."""
    with store.write():
        one = rounds.locked(actor, round_id)
        if not 0 < typed.row <= len(one.items):
            raise Refused
        kept = Kept(number(one, typed.row), _moment(typed.at))
        if Sent.objects.filter(round=one, client_id=kept.client_id).exists():
            raise Conflict(_("This row was entered already."), "")
        _still(one, kept.at)
        item = one.items[typed.row - 1]
        given = replace(typed.given, key=item["key"])
        if given.answer not in Answer.VALUES:
            raise BadInput("answer", _("Choose what you saw."), "")
        went = post_of(one.inspection.organisation, typed.by, "by")
        changed: list[ledger.Committed] = []
        hazard = sending.seen(actor, one, item, given, kept, typed.over, changed)
        _by(went, changed)
        said = sending.sent(
            actor, one, kept, kept.at, time.now(), key=given.key, answer=given.answer, note=given.note, hazard=hazard
        )
        rounds.record("enter_row", actor.reference, one.inspection, said.heard_at, [*changed, said])
    return said


def enter_end(*, actor: Actor, round_id: str, by: str, note: str = "") -> Round:
    """Every item has its answer: the round was gone, when its last row was written. Of one that counted as missed this is told."""
    with store.write():
        one = rounds.locked(actor, round_id)
        now = time.now()
        last = one.answers.order_by("-at").values_list("at", flat=True).first() or now
        _still(one, last)
        went = post_of(one.inspection.organisation, by, "by")
        missed = one.status == RoundStatus.MISSED
        rows = rounds.finished(actor, one, note, last)
        one.done_by, one.done_title, one.typed_title = went.reference, went.title, actor.post_title
        one.save()
        if missed:
            rounds.tell_gone(one.inspection, actor.reference, now)
        rounds.record("enter_end", actor.reference, one.inspection, now, [*rows, one])
    return one


def _still(one: Round, at: dt.datetime) -> None:
    """It is due; or it counts as missed, and was gone in time on paper."""
    ends = calendars.end_of_day(one.due_on, one.inspection.organisation.zone)
    if one.status == RoundStatus.MISSED and at > ends:
        raise Conflict(
            _("This round was to be gone by %(day)s, and this was written later.") % {"day": one.due_on},
            _("What you see now, register as a hazard."),
        )
    if one.status != RoundStatus.MISSED:
        rounds.due(one)


def _moment(at: dt.datetime) -> dt.datetime:
    now = time.now()
    if not now - dt.timedelta(days=rules.LONGEST_KEPT) <= at <= now + dt.timedelta(minutes=2):
        raise BadInput("at", _("This time has not come yet, or lies more than a month back."), _("Look at the time."))
    return min(at, now)


def _by(went: Post, changed: list[ledger.Committed]) -> None:
    for row in changed:
        if isinstance(row, Answer):
            row.by, row.by_title = went.reference, went.title
            row.save()
