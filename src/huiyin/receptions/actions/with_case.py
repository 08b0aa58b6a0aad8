"""What becomes of this room's words when a case is sealed, or a person's data erased. Private parts of those acts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.erasure import emptied_letters, emptied_lines
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.models import Case, Concern
from huiyin.kernel import ledger, store, vault
from huiyin.receptions.letters import MINUTES
from huiyin.receptions.models import Answer, Booking, BookingStatus, Kind, Minutes, Reception, Said, Status
from huiyin.receptions.models.reception import OPEN

from . import parts

Rows = list[ledger.Committed]
Words = list[str]


def close_with_case(case: Case, at: dt.datetime) -> Rows:
    """The case is being sealed: nobody is received about it here, and what was written goes under the case's own key."""
    store.require_write()
    rows: Rows = []
    words: Words = []
    for booking in Booking.objects.filter(case=case).select_for_update():
        rows.append(_booking(booking, words))
        if booking.status == BookingStatus.BOOKED:
            booking.status = BookingStatus.CANCELLED
            booking.save(update_fields=["status"])
    for reception in Reception.objects.filter(case=case).select_for_update(of=("self",)):
        rows += parts.stop(parts.SUBJECT, reception.public_id, at, "cases.seal")
        for invitation in reception.invitations.all():
            rows += parts.stop(parts.INVITED, invitation.public_id, at, "cases.seal")
        if reception.status in OPEN:
            reception.status, reception.closed_at = Status.CANCELLED, at
        rows += _whole(reception, words)
    if any(words):
        rows.append(vault.seal_text(text="\n\n".join(filter(None, words)), about=case.reference, at=at))
    return rows


def erase_with_concern(concern: Concern) -> Rows:
    """The person's own receptions whole; of one that was everybody's their own word, and all of it with the last of them."""
    store.require_write()
    words: Words = []
    case = concern.case
    last = not case.concerns.exclude(pk=concern.pk).exclude(text="").exists()
    rows: Rows = [_booking(one, words) for one in Booking.objects.filter(concern=concern)]
    whose = Q(concern=concern) | Q(case=case, concern=None) if last else Q(concern=concern)
    for reception in Reception.objects.filter(whose):
        rows += _whole(reception, words)
    own = Answer.objects.filter(minutes__reception__case=case, who=concern.public_id)
    rows += [_answer(one, words) for one in own.exclude(pk__in=[row.pk for row in rows if isinstance(row, Answer)])]
    rows += emptied_letters(concern, [MINUTES], last=last)
    return [*rows, *(emptied_lines(case, "receptions.") if last else ())]


def _whole(reception: Reception, words: Words) -> Rows:
    """Minutes, what was said to them, who sat there and whether they consented; that there was a reception stays."""
    rows: Rows = []
    for minutes in Minutes.objects.filter(reception=reception):
        words += [minutes.demands, minutes.law, minutes.said, *(row["text"] for row in minutes.promised)]
        minutes.demands = minutes.law = minutes.said = ""
        minutes.promised = []
        minutes.save()
        rows += [minutes, *(_answer(one, words) for one in minutes.answers.all())]
    for number, seat in enumerate(reception.participants.filter(of_office=False), start=1):
        words.append(seat.label)
        seat.label, seat.consents = f"{_gone()} {number}", None
        seat.save(update_fields=["label", "consents"])
        rows.append(seat)
    for need in reception.needs.exclude(note=""):
        words.append(need.note)
        need.note = ""
        need.save(update_fields=["note"])
        rows.append(need)
    words += [reception.asked_words, reception.subject, reception.reason]
    reception.asked_words = _gone() if reception.kind == Kind.HOME else ""
    reception.subject = reception.reason = ""
    parts.save(reception)
    return [*rows, reception]


def _answer(answer: Answer, words: Words) -> Answer:
    words.append(answer.text)
    answer.text = "" if answer.said == Said.AGREES else _gone()
    answer.save(update_fields=["text"])
    return answer


def _booking(booking: Booking, words: Words) -> Booking:
    words += [booking.matter, booking.reason]
    booking.matter, booking.reason, booking.needs = "", "", []
    booking.save(update_fields=["matter", "reason", "needs"])
    return booking


def _gone() -> str:
    """What stands where the data ask for a word that is there no more."""
    return in_every_language(_("Erased"))["zh-hans"]
