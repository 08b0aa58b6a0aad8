"""What becomes of this room's words when a case is sealed, or a person's data erased. Private parts of those acts."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions.erasure import emptied_letters, emptied_lines
from huiyin.cases.models import Case, Concern
from huiyin.kernel import ledger, store, vault
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.models import OPEN as RUNNING
from huiyin.kernel.clocks.models import Clock
from huiyin.mediation.models import Agreement, Meeting, Minutes, Participant, Status, Term, Word

from .agreeing import SUBJECT
from .parts import save

MEETING = ("subject", "within", "notice", "result", "other_side", "place")


def close_with_case(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """The case is being sealed: its meetings end, and what was written goes under the case's own key."""
    store.require_write()
    rows: list[ledger.Committed] = []
    for meeting in Meeting.objects.filter(case=case).select_for_update():
        of_it = _texts(meeting)
        words = "\n\n".join(text for row, fields in of_it for name in fields if (text := getattr(row, name)))
        rows.append(vault.seal_text(text=words, about=case.reference, at=at))
        rows += [clocks.stop(clock, at=at, because="cases.seal") for clock in _windows(meeting)]
        rows += [_emptied(row, fields) for row, fields in of_it]
        if meeting.is_open:
            meeting.status, meeting.ended_at = Status.WITHDRAWN, at
        meeting.announced_at = None
        save(meeting)
        rows.append(meeting)
    return rows


def erase_with_concern(concern: Concern) -> list[ledger.Committed]:
    """The person's own words to a meeting; and where nobody's are left, the minutes and who was named in them."""
    store.require_write()
    rows: list[ledger.Committed] = []
    rows += [_emptied(word, ("text",)) for word in Word.objects.filter(concern=concern).exclude(text="")]
    last = not concern.case.concerns.exclude(pk=concern.pk).exclude(text="").exists()
    rows += emptied_letters(concern, ("mediation_minutes", "hearing_minutes"), last=last)
    if not last:
        return rows
    for meeting in Meeting.objects.filter(case=concern.case):
        rows += [_emptied(row, fields) for row, fields in _texts(meeting)]
    return [*rows, *emptied_lines(concern.case, "mediation", "hearing_ends")]


Fields = tuple[str, ...]


def _texts(meeting: Meeting) -> list[tuple[ledger.Committed, Fields]]:
    """Every row of a meeting that holds words, with the fields that do."""
    found: list[tuple[ledger.Committed, Fields]] = [(meeting, MEETING)]
    found += [(row, ("called", "comes_from")) for row in Participant.objects.filter(meeting=meeting)]
    found += [(row, ("text",)) for row in Word.objects.filter(meeting=meeting)]
    found += [(row, ("text",)) for row in Minutes.objects.filter(meeting=meeting)]
    found += [(row, ("text", "broken_note")) for row in Agreement.objects.filter(meeting=meeting)]
    found += [(row, ("text",)) for row in Term.objects.filter(agreement__meeting=meeting)]
    return found


def _emptied(row: ledger.Committed, fields: Fields) -> ledger.Committed:
    for name in fields:
        setattr(row, name, "")
    row.save(update_fields=list(fields))
    return row


def _windows(meeting: Meeting) -> list[Clock]:
    names = Agreement.objects.filter(meeting=meeting).values_list("public_id", flat=True)
    return list(Clock.objects.filter(subject_kind=SUBJECT, subject_id__in=list(names), status__in=RUNNING))
