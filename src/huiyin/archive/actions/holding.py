"""Rows of an old archive are brought in: what was there before stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.archive.importing.rows import Row
from huiyin.archive.models import Holding
from huiyin.cases.search.tokens import indexed
from huiyin.kernel import files, ledger, store, time
from huiyin.kernel.files import Inspected
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Brought:
    """A row with its scans, which were looked at before the write. `key`: the same for the same row of the same office."""

    row: Row
    key: str
    scans: tuple[Inspected, ...] = ()


def known(keys: Sequence[str]) -> set[str]:
    return set(Holding.objects.filter(key__in=keys).values_list("key", flat=True))


def bring_in(*, actor: Actor, organisation: Organisation, rows: Sequence[Brought]) -> int:
    """One write. Answers how many were new; what another import brought in meanwhile is passed over."""
    with store.write():
        office = Organisation.objects.select_for_update().get(pk=organisation.pk)
        require(actor, "archive_import", Place(office.pk, office.path))
        there, at = known([one.key for one in rows]), time.now()
        commits: list[ledger.Committed] = []
        made = 0
        for one in rows:
            if one.key in there:
                continue
            row = Holding.objects.create(
                organisation=office, code=one.row.code, title=one.row.title, year=one.row.year, keep=one.row.keep,
                pages=one.row.pages, place=one.row.place, words=f" {indexed(one.row.title)} ", key=one.key,
                imported_by=actor.reference, imported_at=at,
            )  # fmt: skip
            there.add(one.key)
            commits += [row, *(files.keep(scan, about=row.reference, at=at) for scan in one.scans)]
            made += 1
        if commits:
            ledger.record(
                verb="archive.import",
                actor=actor.reference,
                about=f"organisation:{office.public_id}",
                at=at,
                commits=commits,
            )
    return made
