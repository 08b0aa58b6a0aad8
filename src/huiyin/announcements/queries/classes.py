"""What is read under the address of a class by anybody who has it; and for the house, the addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.announcements import rules
from huiyin.announcements.models import Announcement, ClassPage, Status, Wording
from huiyin.kernel import files, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor
from huiyin.organisations.models import SchoolClass


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as parents read it: what holds, and what stood there before."""

    announcement: Announcement
    said: Wording
    earlier: tuple[Wording, ...]
    papers: tuple[Attachment, ...]

    @property
    def withdrawn(self) -> bool:
        return self.announcement.status == Status.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Read:
    page: ClassPage
    notices: tuple[Shown, ...]


def read(public_id: str) -> Read:
    """`Refused` where there is no such page, or no more."""
    page = ClassPage.objects.select_related("organisation").filter(public_id=public_id, closed_at=None).first()
    if page is None:
        raise Refused
    today = time.today(page.organisation.zone)
    found = Announcement.objects.filter(
        organisation=page.organisation, published_at__isnull=False, from_on__lte=today, until_on__gte=today
    )
    meant = [
        one for one in found.order_by("-published_at", "-id")
        if page.school_class in one.classes and rules.seen(one.status, one.from_on, one.until_on, today, published=True)
    ]  # fmt: skip
    return Read(page, tuple(_shown(one) for one in meant))


def paper(public_id: str, file_id: str) -> Attachment:
    """A paper of a notice that stands on this page."""
    found = (one for row in read(public_id).notices if not row.withdrawn for one in row.papers)
    paper = next((one for one in found if one.public_id == file_id), None)
    if paper is None:
        raise Refused
    return paper


def pages_of(actor: Actor) -> tuple[tuple[ClassPage, ...], tuple[str, ...]]:
    """Pages of the classes that there are, and the names of classes without one."""
    classes = dict(SchoolClass.objects.filter(organisation_id=actor.organisation_id).values_list("public_id", "name"))
    pages = _in_order(actor.organisation_id, ClassPage.objects.filter(school_class__in=classes))
    there = {one.school_class for one in pages}
    return pages, tuple(name for key, name in classes.items() if key not in there)


def pages_for(row: Announcement) -> tuple[ClassPage, ...]:
    """Of the classes whose parents read it, for its sheets; in the order of the classes."""
    return _in_order(row.organisation_id, ClassPage.objects.filter(school_class__in=row.classes))


def _in_order(organisation_id: int, pages: QuerySet[ClassPage]) -> tuple[ClassPage, ...]:
    classes = SchoolClass.objects.filter(organisation_id=organisation_id).order_by("id")
    order = {key: place for place, key in enumerate(classes.values_list("public_id", flat=True))}
    found = pages.filter(organisation_id=organisation_id, closed_at=None).select_related("organisation")
    return tuple(sorted(found, key=lambda one: order.get(one.school_class, len(order))))


def _shown(row: Announcement) -> Shown:
    wordings = [one for one in row.wordings.order_by("-number") if one.holds]
    return Shown(row, wordings[0], tuple(wordings[1:]), tuple(files.of(row.reference)))
