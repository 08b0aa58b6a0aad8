"""What an old archive brought. Its catalogue may say itself how long it is kept: that wins over the office's years where it is longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from huiyin.archive.models import Holding
from huiyin.kernel import ledger, time
from huiyin.organisations.models import Organisation
from huiyin.retention import kinds, rules, words
from huiyin.retention.queries.held import held
from huiyin.retention.rules import Standing

from . import Candidate
from .shared import SYSTEM, day_of, drop_files, on_a_list


class Holdings:
    def ended(
        self, office: Organisation, kind: kinds.Kind, until: dt.date, *, archived: bool = False
    ) -> Iterable[Candidate]:
        known, today = on_a_list(office.pk), time.today(office.zone)
        rows = Holding.objects.filter(Q(year__lte=until.year) | Q(year=None), organisation=office)
        found = sorted((_ended_on(row, office.zone), row.pk, row) for row in rows)
        for day, _pk, row in found:
            last = rules.kept_by_catalogue(row.keep, day)
            if last is not None and last < today and day <= until and row.reference not in known:
                yield Candidate(row.reference, row.code, day)

    def standing(self, about: str, *, archive_first: bool) -> Standing:
        row = _holding(about)
        return Standing(ended=True, held=held(about, row.organisation.zone))

    def tell(self, about: str, due_on: dt.date, at: dt.datetime) -> None:
        """Nobody outside has a page of it."""

    def destroy(self, about: str, register: str, at: dt.datetime) -> None:
        row = Holding.objects.select_for_update().get(pk=_holding(about).pk)
        drop_files([row.reference], at)
        rows = words.emptied(words.HOLDING, row)
        ledger.record(verb="retention.destroy", actor=SYSTEM, about=about, at=at, erases=rows, commits=rows)


def _ended_on(row: Holding, zone: str) -> dt.date:
    """The last day of the year of the file; where the catalogue gives none, the day on which it was brought in."""
    return dt.date(row.year, 12, 31) if row.year else day_of(row.imported_at, zone)


def _holding(about: str) -> Holding:
    return Holding.objects.select_related("organisation").get(public_id=about.partition(":")[2])
