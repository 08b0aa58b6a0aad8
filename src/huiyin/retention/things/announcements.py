"""Notices to posts and parents that are over. They are the office's own words; who has read one stays as a number of the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from huiyin.announcements.models import Announcement
from huiyin.kernel import ledger, outbox, time
from huiyin.kernel.clocks.models import OPEN as RUNNING
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Organisation
from huiyin.retention import kinds, words
from huiyin.retention.queries.held import held
from huiyin.retention.rules import Standing

from . import Candidate
from .shared import SYSTEM, day_of, drop_files, on_a_list


class Announcements:
    def ended(
        self, office: Organisation, kind: kinds.Kind, until: dt.date, *, archived: bool = False
    ) -> Iterable[Candidate]:
        known = on_a_list(office.pk)
        over = Announcement.objects.filter(Q(ended_at__isnull=False) | Q(until_on__lte=until), organisation=office)
        found = sorted((_over_on(row), row.pk, row) for row in over.select_related("organisation"))
        for day, _pk, row in found:
            if day <= until and row.reference not in known:
                yield Candidate(row.reference, f"{row.public_id} {row.from_on}", day)

    def standing(self, about: str, *, archive_first: bool) -> Standing:
        row = _announcement(about)
        clocks = Clock.objects.filter(subject_kind="announcement", subject_id=row.public_id, status__in=RUNNING)
        return Standing(
            ended=_over_on(row) < time.today(row.organisation.zone),
            held=held(about, row.organisation.zone),
            runs=clocks.exists(),
        )

    def tell(self, about: str, due_on: dt.date, at: dt.datetime) -> None:
        """Nobody outside has a page of it any more."""

    def destroy(self, about: str, register: str, at: dt.datetime) -> None:
        row = Announcement.objects.select_for_update().get(pk=_announcement(about).pk)
        drop_files([row.reference], at)
        rows = words.emptied(words.ANNOUNCEMENT, row)
        outbox.withdraw(about=row.reference)
        ledger.record(verb="retention.destroy", actor=SYSTEM, about=about, at=at, erases=rows, commits=rows)


def _over_on(row: Announcement) -> dt.date:
    """The last day on which it stood somewhere."""
    return day_of(row.ended_at, row.organisation.zone) if row.ended_at else row.until_on


def _announcement(about: str) -> Announcement:
    return Announcement.objects.select_related("organisation").get(public_id=about.partition(":")[2])
