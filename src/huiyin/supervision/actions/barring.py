"""Somebody must not know of a case any more: it is supervised by others. A part of that action."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.excluding import Barred
from huiyin.cases.responsible import clear_office
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.supervision.models import Accountability, Supervision, TakeOver
from huiyin.supervision.models.accountability import Standing
from huiyin.supervision.models.supervision import Status

from . import accounting, parts

BY_SUPERVISOR = (parts.LOOK, parts.JUDGE, accounting.DECIDE)
ENDED = (Status.CLOSED, Status.DECLINED)


def when_barred(barred: Barred) -> Iterator[ledger.Committed]:
    """Who supervises, who answers, who is heard; and a superior that has taken the case over and must not know of it."""
    case = barred.case
    for taken in TakeOver.objects.filter(case=case, ended_at=None):
        if taken.organisation_id == case.worked_by_id:
            continue
        taken.ended_at, taken.ended_by = barred.doing.at, barred.doing.actor
        taken.save(update_fields=["ended_at", "ended_by"])
        yield taken
    found = Supervision.objects.filter(case=case).select_related("organisation__head_post", "organisation__parent")
    for supervision in found.order_by("id"):
        yield from _supervised_by_others(barred, supervision)


def _supervised_by_others(barred: Barred, supervision: Supervision) -> Iterator[ledger.Committed]:
    supervision.case = barred.case
    former = supervision.organisation
    if supervision.status not in ENDED:
        supervision.organisation = clear_office(barred.case, former) or former
    goes_up = supervision.organisation != former
    if goes_up:
        parts.save(supervision)
        yield supervision
    subjects = [(parts.SUBJECT, supervision.public_id)]
    records = Accountability.objects.filter(supervision=supervision, standing__in=(Standing.HEARING, Standing.ORDERED))
    subjects += [(accounting.SUBJECT, name) for name in records.values_list("public_id", flat=True)]
    for kind, public_id in subjects:
        handed = list(
            barred.hand_over(kind, public_id, lambda clock: _owes(barred, supervision, clock), all_of_office=goes_up)
        )
        yield from handed
        told = [clock.owner for clock in handed]
        parts.tell(barred.doing, told, _("A supervision of a case was given to you"))


def _owes(barred: Barred, supervision: Supervision, clock: Clock) -> str:
    if clock.name in BY_SUPERVISOR:
        return parts.supervisor_of(supervision, barred.case)
    return parts.answers_for(barred.case)
