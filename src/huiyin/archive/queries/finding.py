"""Searching the archive: by number, year and matter; never by person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.archive.models import Dossier, Holding, TransferItem
from huiyin.cases.queries.lists import scope_of
from huiyin.cases.search.queries import find
from huiyin.cases.search.tokens import query_phrases
from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault.masking import looks_like_personal_number
from huiyin.organisations.access import Actor, may

from .dossiers import listed

PAGE, HITS = 50, 500


@dataclass(frozen=True, slots=True)
class Held:
    """A holding with its scans."""

    row: Holding
    scans: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`items`: what was transferred from here; `holdings`: what an old archive brought. `more`: there are others, search closer."""

    items: tuple[TransferItem, ...]
    holdings: tuple[Held, ...]
    more: bool


def search(actor: Actor, query: str, year: int | None) -> Found:
    """`BadInput` for what looks like a person's number. An empty query shows what is newest, of a year where one is given."""
    query = query.strip()
    if looks_like_personal_number(query):
        raise BadInput(
            "q", _("This looks like a telephone or identity number. The archive is searched by matter, never by a person."),
            _("Search for the number of the file, its year, or what it is about."),
        )  # fmt: skip
    items = _items(actor, query, year)
    holdings = _holdings(actor, query, year)
    shown = tuple(Held(row, tuple(files.of(row.reference))) for row in holdings[:PAGE])
    return Found(tuple(items[:PAGE]), shown, len(items) > PAGE or len(holdings) > PAGE)


def scan(actor: Actor, public_id: str, file_id: str) -> Attachment:
    """A scan of a holding that the post may read; else `Refused`."""
    row = Holding.objects.select_related("organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "archive_read", row):
        raise Refused
    found = next((one for one in files.of(row.reference) if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return found


def _items(actor: Actor, query: str, year: int | None) -> list[TransferItem]:
    mine = Dossier.objects.filter(organisation_id=actor.organisation_id).filter(listed(actor))
    found = TransferItem.objects.filter(dossier__in=mine, transfer__recorded_at__isnull=False)
    if query:
        cases = find(query, scope_of(actor), limit=HITS)
        incidents = Q(dossier__incident__title__icontains=query) | Q(dossier__incident__number=query)
        found = found.filter(Q(dossier__case__in=cases) | Q(dossier__case__public_id=query) | incidents)
    if year:
        found = found.filter(Q(dossier__case__received_at__year=year) | Q(dossier__incident__started_at__year=year))
    rows = found.select_related("transfer", "dossier__case__category", "dossier__incident").order_by("-id")
    return list(rows[: PAGE + 1])


def _holdings(actor: Actor, query: str, year: int | None) -> list[Holding]:
    found = Holding.objects.filter(organisation_id=actor.organisation_id)
    if query:
        words = Q()
        for phrase in query_phrases(query):
            words &= Q(words__contains=" " + " ".join(phrase) + ("" if len(phrase[-1]) == 1 else " "))
        found = found.filter(words | Q(code__icontains=query)) if words else found.filter(code__icontains=query)
    if year:
        found = found.filter(year=year)
    return list(found[: PAGE + 1])
