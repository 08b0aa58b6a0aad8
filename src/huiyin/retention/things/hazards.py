"""Hazards that were closed or dropped long ago. They name nobody; what goes are words, pictures and who supplied what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from huiyin.kernel import ledger, outbox
from huiyin.kernel.clocks.models import OPEN as RUNNING
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Organisation
from huiyin.prevention.models import Hazard
from huiyin.retention import kinds, words
from huiyin.retention.queries.held import held
from huiyin.retention.rules import Standing

from . import Candidate
from .shared import SYSTEM, day_of, drop_files, on_a_list


class Hazards:
    def ended(
        self, office: Organisation, kind: kinds.Kind, until: dt.date, *, archived: bool = False
    ) -> Iterable[Candidate]:
        known = on_a_list(office.pk)
        for row in (
            Hazard.objects.filter(organisation=office, ended_at__isnull=False).order_by("ended_at", "id").iterator()
        ):
            day = day_of(row.ended_at, office.zone) if row.ended_at else until
            if day > until:
                return
            if row.reference not in known:
                yield Candidate(row.reference, row.number, day)

    def standing(self, about: str, *, archive_first: bool) -> Standing:
        row = _hazard(about)
        return Standing(
            ended=row.ended_at is not None,
            held=held(about, row.organisation.zone),
            runs=Clock.objects.filter(subject_kind="hazard", subject_id=row.public_id, status__in=RUNNING).exists(),
        )

    def tell(self, about: str, due_on: dt.date, at: dt.datetime) -> None:
        """Nobody outside has a page of a hazard."""

    def destroy(self, about: str, register: str, at: dt.datetime) -> None:
        row = Hazard.objects.select_for_update().get(pk=_hazard(about).pk)
        drop_files([row.reference], at)
        rows = words.emptied(words.HAZARD, row)
        outbox.withdraw(about=row.reference)
        ledger.record(verb="retention.destroy", actor=SYSTEM, about=about, at=at, erases=rows, commits=rows)


def _hazard(about: str) -> Hazard:
    return Hazard.objects.select_related("organisation").get(public_id=about.partition(":")[2])
