"""The book of a shift: what happened is written down, the hand-over is signed by who leaves and by who comes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.duty import rules
from huiyin.duty.models import BookEntry, Handover, RosterStatus, Seat, Shift
from huiyin.kernel import clocks, store, texts
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import notices, parts
from .checking import own_seat
from .parts import Doing

LONGEST, LONGEST_NOTE = 500, 2000
LOOKED_BACK = dt.timedelta(hours=12)  # for shifts that ended while no worker ran


@dataclass(frozen=True, slots=True)
class Wrote:
    """What somebody writes. `about`: (reference, title) of a hazard or an emergency; `at`: none for now."""

    what: str
    done: str = ""
    at: dt.time | None = None
    about: tuple[str, str] = ("", "")


def write(*, actor: Actor, shift_id: str, wrote: Wrote) -> BookEntry:
    """A call or an event, by who is on the shift, until it is handed over. `BadInput` where a number of a person stands in it."""
    with store.write():
        act = parts.doing("book", actor, shift_id, "duty_read")
        own_seat(act, actor)
        if act.at < act.shift.begins_at - rules.EARLY or _handover(act.shift).given_at:
            raise Conflict(
                _("The book of this shift is not open."),
                _("It opens an hour before the shift and closes when it is handed over."),
            )
        entry = BookEntry.objects.create(
            shift=act.shift, at=_moment(act, wrote.at), what=_said("what", wrote.what, _("Write what happened.")),
            done=_said("done", wrote.done, "") if wrote.done.strip() else "", about=wrote.about[0], about_title=wrote.about[1],
            written_at=act.at, written_by=act.actor, writer_title=act.title,
        )  # fmt: skip
        act.rows.append(entry)
        act.record()
    return entry


def hand_over(*, actor: Actor, shift_id: str, note: str) -> Handover:
    """Signed by who leaves. Who comes next is told."""
    with store.write():
        act = parts.doing("hand_over", actor, shift_id, "duty_read")
        seat, row = own_seat(act, actor), _handover(act.shift)
        if row.given_at or act.at < act.shift.begins_at:
            raise Conflict(
                _("This shift is handed over already, or has not begun."), _("Look at it as it stands here.")
            )
        row.note = _said("note", note, _("Write what who comes must know, or that there is nothing."), LONGEST_NOTE)
        row.given_by, row.given_at = seat, act.at
        _keep(act, row, "handed_over", seat)
        after = [one.member.account_reference for shift in after_of(act.shift) for one in parts.seats(shift)]
        notices.tell(act.shift, "handed_over", after, actor=actor.account_reference, at=act.at)
        act.record()
    return row


def take_over(*, actor: Actor, shift_id: str, remark: str = "") -> Handover:
    """Signed by who comes: somebody on the next shift, and another person than who leaves."""
    with store.write():
        act = parts.doing("take_over", actor, shift_id, "duty_read")
        seat, row = seat_after(act.shift, actor), _handover(act.shift)
        if seat is None:
            raise Refused
        if row.given_at is None or row.settled:
            raise Conflict(_("There is nothing to take over here now."), _("Look at it as it stands here."))
        row.remark = _said("remark", remark, "") if remark.strip() else ""
        row.taken_by, row.taken_at = seat, act.at
        _keep(act, row, "taken_over", seat)
        act.rows += _met(act)
        act.record()
    return row


def let_be(*, actor: Actor, shift_id: str, why: str) -> Handover:
    """It stays unsigned, and whoever answers for rosters says why."""
    with store.write():
        act = parts.doing("let_be", actor, shift_id, "duty_publish")
        row = _handover(act.shift)
        if row.settled or not act.published or act.shift.ends_at > act.at:
            raise Conflict(_("There is nothing to settle here now."), _("Look at it as it stands here."))
        row.let_be_why, row.let_be_by = _said("why", why, _("Say why it stays unsigned.")), act.actor
        row.save()
        act.rows += [row, *_met(act)]
        parts.line(act, "let_be", row.let_be_why)
        act.record()
    return row


def watch_handovers(now: dt.datetime) -> int:
    """For the worker: shifts that have ended, whose hand-over is signed, and is not yet. Answers how many."""
    ended = Shift.objects.filter(ends_at__lte=now, ends_at__gt=now - LOOKED_BACK, kind__hands_over=True, roster__status=RosterStatus.PUBLISHED)  # fmt: skip
    unsigned = list(ended.exclude(handover__taken_at__isnull=False).exclude(handover__let_be_by__gt="").values_list("public_id", flat=True))  # fmt: skip
    known = Clock.objects.filter(subject_kind=parts.SHIFT, subject_id__in=unsigned, name=parts.HANDOVER)
    watched = set(known.values_list("subject_id", flat=True))
    fresh = [one for one in unsigned if one not in watched]
    for public_id in fresh:
        with store.write():
            act = parts.by_itself("watch_handover", public_id, now)
            minutes = act.shift.organisation.own_number(rules.HANDOVER_KEY, rules.HANDOVER_MINUTES)
            due = act.shift.ends_at + dt.timedelta(minutes=minutes)
            parts.start(act, parts.HANDOVER, _("A hand-over is not signed"), due, told=_("The head is told."))
            act.record()
    return len(fresh)


def unsigned(act: Doing, verb: str) -> None:
    """Part of an action: the head is told."""
    parts.line(act, verb)
    notices.tell(
        act.shift,
        verb,
        [parts.answers(act.shift.roster), *notices.head(act.shift.organisation)],
        actor=act.actor,
        at=act.at,
    )


def after_of(shift: Shift) -> list[Shift]:
    """The shifts that come next: those that run on when this one ends, or else begin first after it."""
    later = Shift.objects.filter(organisation_id=shift.organisation_id, roster__status=RosterStatus.PUBLISHED, ends_at__gt=shift.ends_at, begins_at__gte=shift.begins_at)  # fmt: skip
    first = later.exclude(pk=shift.pk).order_by("begins_at").values_list("begins_at", flat=True).first()
    return [] if first is None else list(later.exclude(pk=shift.pk).filter(begins_at=first))


def seat_after(shift: Shift, actor: Actor) -> Seat | None:
    """The seat of this person on the next shift, where they are not who hands over."""
    found = Seat.objects.filter(shift__in=after_of(shift), left_at=None, member__account_id=actor.account_id)
    given = Handover.objects.filter(shift=shift).values_list("given_by__member__account_id", flat=True).first()
    return (
        None
        if given == actor.account_id
        else found.select_related("member__account", "member__appointment__post").first()
    )


def _handover(shift: Shift) -> Handover:
    return Handover.objects.select_for_update().filter(shift=shift).first() or Handover(shift=shift)


def _keep(act: Doing, row: Handover, verb: str, seat: Seat) -> None:
    row.save()
    act.rows.append(row)
    parts.line(act, verb, data={"who": seat.member.title, "seat": seat.public_id, "member": seat.member.public_id})


def _met(act: Doing) -> list[Clock]:
    watched = clocks.queries.open_rows(parts.SHIFT, act.shift.public_id, names=(parts.HANDOVER,))
    return [clocks.meet(one, at=act.at, because=f"duty.{act.verb}") for one in watched]


def _moment(act: Doing, at: dt.time | None) -> dt.datetime:
    if at is None:
        return act.at
    found = rules.moment_of(at, rules.Span(act.shift.begins_at, act.shift.ends_at), act.shift.organisation.zone)
    if found is None or found > act.at:
        raise BadInput(
            "at",
            _("The shift has no such time, or it has not come yet."),
            _("Give the time of day at which it happened."),
        )
    return found


def _said(place: str, text: str, message: str | Promise, longest: int = LONGEST) -> str:
    """No telephone or identity number: the book tells of events, and who complains has no place in it."""
    remedy = _(
        "Leave it out: the book is about what happened. Who raises a concern is registered at the desk, where it is sealed."
    )
    return texts.without_numbers(place, written(place, text, message, longest=longest), remedy)
