"""The book of a shift: for who takes part in duty, and who answers for rosters. Nobody else of the house reads it."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.duty import rules
from huiyin.duty.actions import booking, parts
from huiyin.duty.models import BookEntry, Handover, Member, RosterStatus, Seat, Shift
from huiyin.duty.queries.boards import WITH
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may


@dataclass(frozen=True, slots=True)
class Book:
    """`can`: write, hand_over, take_over, let_be."""

    shift: Shift
    entries: tuple[BookEntry, ...]
    handover: Handover | None
    before: tuple[Shift, ...]  # whose hand-over is for this shift
    can: frozenset[str]


def may_read(actor: Actor, shift: Shift) -> bool:
    if shift.organisation_id != actor.organisation_id or not may(actor, "duty_read", shift):
        return False
    if may(actor, "duty_roster", shift) or may(actor, "duty_publish", shift):
        return True
    return Member.objects.filter(
        organisation_id=shift.organisation_id, account_id=actor.account_id, closed_at=None
    ).exists()


def book(actor: Actor, public_id: str) -> Book:
    shift = (
        Shift.objects.select_related(*WITH).filter(public_id=public_id, roster__status=RosterStatus.PUBLISHED).first()
    )
    if shift is None or not may_read(actor, shift):
        raise Refused
    handover = Handover.objects.filter(shift=shift).select_related(
        "given_by__member__account", "given_by__member__appointment__post", "taken_by__member__account", "taken_by__member__appointment__post"
    ).first()  # fmt: skip
    return Book(
        shift,
        tuple(BookEntry.objects.filter(shift=shift)),
        handover,
        tuple(_before(shift)),
        _can(actor, shift, handover),
    )


def unsigned(organisation_id: int) -> tuple[Shift, ...]:
    """Shifts whose hand-over is late: for the head and who answers for rosters."""
    late = Clock.objects.filter(subject_kind=parts.SHIFT, name=parts.HANDOVER, ended_at=None, missed_at__isnull=False)
    found = Shift.objects.filter(organisation_id=organisation_id, public_id__in=late.values("subject_id"))
    return tuple(found.select_related(*WITH).order_by("begins_at"))


def _before(shift: Shift) -> list[Shift]:
    """The shifts that hand over to this one, and have nobody's second name yet."""
    near = Shift.objects.filter(
        organisation_id=shift.organisation_id, roster__status=RosterStatus.PUBLISHED, ends_at__lte=shift.begins_at + rules.EARLY,
        handover__given_at__isnull=False, handover__taken_at=None, handover__let_be_by="",
    )  # fmt: skip
    return [one for one in near.select_related(*WITH).order_by("-begins_at")[:3] if shift in booking.after_of(one)]


def _can(actor: Actor, shift: Shift, handover: Handover | None) -> frozenset[str]:
    now, can = time.now(), set()
    given, settled = bool(handover and handover.given_at), bool(handover and handover.settled)
    if Seat.objects.filter(shift=shift, left_at=None, member__account_id=actor.account_id).exists() and not given:
        can |= {"write"} if now >= shift.begins_at - rules.EARLY else set()
        can |= {"hand_over"} if now >= shift.begins_at else set()
    if given and not settled and booking.seat_after(shift, actor):
        can.add("take_over")
    if not settled and shift.ends_at <= now and shift.kind.hands_over and may(actor, "duty_publish", shift):
        can.add("let_be")
    return frozenset(can)
