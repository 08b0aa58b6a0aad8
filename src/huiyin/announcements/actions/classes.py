"""The page of a class under its secret address: opened with the first notice to its parents, or before, and renewed when the address went astray."""

from __future__ import annotations

import datetime as dt

from huiyin.announcements.models import Announcement, ClassPage
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation, SchoolClass


def open_pages(*, actor: Actor) -> list[ClassPage]:
    """Each class of the house has a page."""
    at = time.now()
    with store.write():
        office = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        require(actor, "announcement_write", Place(office.pk, office.path))
        pages = _open(
            office, set(SchoolClass.objects.filter(organisation=office).values_list("public_id", flat=True)), at
        )
        if pages:
            _record("open_pages", actor.reference, office, at, pages)
    return pages


def renew(*, actor: Actor, page_id: str) -> ClassPage:
    """The address of a class leads nowhere any more; another one is there, to be given out anew."""
    at = time.now()
    with store.write():
        found = ClassPage.objects.select_for_update(of=("self",)).select_related("organisation")
        page = found.filter(public_id=page_id, closed_at=None).first()
        if page is None:
            raise Refused
        require(actor, "announcement_write", page)
        page.closed_at = at
        page.save()
        fresh = ClassPage.objects.create(
            organisation=page.organisation, school_class=page.school_class, name=page.name, opened_at=at
        )
        _record("renew", actor.reference, page.organisation, at, [page, fresh])
    return fresh


def opened(row: Announcement, at: dt.datetime) -> list[ledger.Committed]:
    """Part of an action: each class that this notice goes to has a page."""
    store.require_write()
    return [*_open(row.organisation, set(row.classes), at)]


def _open(office: Organisation, wanted: set[str], at: dt.datetime) -> list[ClassPage]:
    there = set(ClassPage.objects.filter(organisation=office, closed_at=None).values_list("school_class", flat=True))
    missing = SchoolClass.objects.filter(organisation=office, public_id__in=wanted - there)
    return [
        ClassPage.objects.create(organisation=office, school_class=one.public_id, name=one.name, opened_at=at)
        for one in missing
    ]


def _record(verb: str, actor: str, office: Organisation, at: dt.datetime, pages: list[ClassPage]) -> None:
    about = f"organisation:{office.public_id}"
    ledger.record(verb=f"announcements.{verb}", actor=actor, about=about, at=at, commits=pages)
