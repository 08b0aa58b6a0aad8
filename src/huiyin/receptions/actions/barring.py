"""Somebody must not know of a case any more: who is to be received about it is received by others. Parts of that action."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.excluding import Barred
from huiyin.cases.actions.involving import involve, leave
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, tell
from huiyin.cases.models import Concern
from huiyin.cases.models.involvement import Part
from huiyin.cases.responsible import clear_office, owner_reference
from huiyin.kernel import ledger
from huiyin.receptions.models import Booking, BookingStatus, Invitation, Kind, Reception, Status
from huiyin.receptions.models.reception import OPEN

from . import joint, moving, parts

Rows = Iterator[ledger.Committed]


def when_barred(barred: Barred) -> Rows:
    """Bookings first: where no place is left with another leader, the office owes a day."""
    booked = Booking.objects.filter(case=barred.case, status=BookingStatus.BOOKED)
    for booking in booked.select_related("day__organisation", "concern").order_by("id"):
        booking.case = barred.case
        if moving.barred(booking.day, barred.case):
            yield from _book_elsewhere(barred, booking)
    for public_id in list(_open(barred).values_list("public_id", flat=True)):
        reception = parts.locked_reception(public_id, None)
        reception.case = barred.case
        yield from _received_by_others(barred, reception)
        for invitation in reception.invitations.select_related("organisation__head_post"):
            if invitation.organisation.head_post_id in barred.posts:
                yield from _other_guest(barred, reception, invitation)


def _open(barred: Barred) -> QuerySet[Reception]:
    return Reception.objects.filter(case=barred.case, status__in=OPEN).order_by("id")


def _book_elsewhere(barred: Barred, booking: Booking) -> Rows:
    """The next free place with somebody else of that office. The person reads that it was not their doing, and no reason."""
    office = booking.day.organisation
    stays = clear_office(barred.case, office) == office
    free = moving.next_free(booking.day, barred.case, barred.doing.at) if stays else None
    booking.reason, booking.moved_by_office = _said(_("Somebody else receives you.")), True
    if free is not None:
        booking.day, booking.slot = free.day, free.slots[0]
    else:
        booking.status = BookingStatus.CANCELLED
    booking.version += 1
    booking.save()
    yield booking
    yield _tell(barred, "move-booking", booking.concern, booking.reason)
    if free is None and not _open(barred).filter(concern=booking.concern, status=Status.ASKED).exists():
        yield from _owe_a_day(barred, booking)


def _owe_a_day(barred: Barred, booking: Booking) -> Rows:
    case = barred.case
    reception = Reception.objects.create(
        organisation=case.office, unit=case.unit, case=case, concern=booking.concern, kind=Kind.VISIT, status=Status.ASKED,
        asked_by_person=True, asked_words=booking.matter or case.title, asked_through="petitioner", asked_at=booking.made_at,
    )  # fmt: skip
    owner = owner_reference(case, "handler")
    yield reception
    yield parts.start(parts.SUBJECT, reception.public_id, "offer", case.office, owner, barred.doing.at)
    _tell_owner(barred, owner)


def _received_by_others(barred: Barred, reception: Reception) -> Rows:
    """Where nobody of the office may receive, the office above owes a day; else only who owes it changes."""
    case, at = barred.case, barred.doing.at
    office = clear_office(case, reception.organisation)
    goes_up = office is not None and office != reception.organisation
    owner = owner_reference(case, "handler")
    yield from barred.hand_over(parts.SUBJECT, reception.public_id, lambda _clock: owner, all_of_office=goes_up)
    if office is None or not goes_up:
        return
    reception.organisation, reception.unit, reception.day = office, None, None
    if reception.status == Status.PLANNED:
        reception.status, reception.planned_for, reception.place = Status.ASKED, None, ""
        reception.reason = _said(_("Somebody else receives you."))
        yield parts.start(parts.SUBJECT, reception.public_id, "offer", office, owner, at)
        yield _tell(barred, "call-off", reception.concern, reception.reason)
    parts.save(reception)
    yield reception
    _tell_owner(barred, owner)


def _other_guest(barred: Barred, reception: Reception, invitation: Invitation) -> Rows:
    """The office above the invited one is invited in its place; where it sits there already, nobody more."""
    case, doing = barred.case, barred.doing
    former, office = invitation.organisation, clear_office(case, invitation.organisation)
    yield from parts.stop(parts.INVITED, invitation.public_id, doing.at, "cases.exclude")
    yield from leave(doing, former, Part.JOINT)
    ledger.record(
        verb="receptions.uninvite", actor=doing.actor, about=reception.reference, at=doing.at, erases=[invitation]
    )
    invitation.delete()
    seated = {reception.organisation_id, *reception.invitations.values_list("organisation_id", flat=True)}
    if office is None or office.head_post is None or office.pk in seated:
        return
    after = Invitation.objects.create(
        reception=reception, organisation=office, invited_at=doing.at, invited_by=doing.actor
    )
    yield after
    if office.pk not in (case.organisation_id, case.worked_by_id):
        yield involve(doing, office, Part.JOINT)
    yield parts.start(parts.INVITED, after.public_id, "acknowledge", office, office.head_post.reference, doing.at)
    yield _tell(barred, "invite", reception.concern, "", office=office.name)
    title = in_every_language(_("You are invited to a joint reception"))
    for reference in sorted({office.head_post.reference, *joint.desk(office)}):
        notices.to_post(doing, reference, notices.TO_STAFF, title)


def _tell(barred: Barred, verb: str, concern: Concern | None, note: str, **data: str) -> ledger.Committed:
    """The line of the case, and the notice to whom it concerns."""
    name = concern.public_id if concern is not None else ""
    doing = Doing(barred.case, f"receptions.{verb}", barred.doing.actor, barred.doing.title, barred.doing.at, name)
    notices.to_petitioner(doing, in_every_language(_("News of a reception")))
    return tell(doing, Line(note=note, data=data))


def _tell_owner(barred: Barred, owner: str) -> None:
    notices.to_post(barred.doing, owner, notices.TO_STAFF, in_every_language(_("Somebody asks to be received")))


def _said(words: str | Promise) -> str:
    """As an office writes it: what it says to a person stands in Chinese."""
    return in_every_language(words)["zh-hans"]
