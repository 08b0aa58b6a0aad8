"""The agreement was not kept: the matter is handled again, and the person is told of each door (条例 33, 人民调解法 31, 33)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, in_every_language, write_letter
from huiyin.cases.actions.procedure import Doing, Line, advance, locked
from huiyin.cases.models import Case, Concern
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.mediation.models import Agreement, LedBy

from . import parts
from .agreeing import SUBJECT

GOES_ON = _("The office handles the matter again and owes you an answer, with a new date.")
COURT = _("What was agreed stays binding: either side can ask the court to hold the other to it.")
CONFIRM = _("Until %(day)s both sides can still ask the court together to confirm the agreement.")


def say_not_kept(*, concern: Concern, missing: str) -> Case:
    """The person says what was not done. The case goes on at once; nobody has to agree to that."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        missing = parts.need(missing, "missing", _("One sentence is enough."))
        doing = Doing.by_petitioner(case, "agreement_not_kept", at)
        rows: list[ledger.Committed] = []
        agreement = in_force(case)
        if agreement is not None:
            agreement.broken_at, agreement.broken_note = at, missing
            agreement.save()
            rows.append(agreement)
        rows.append(write_letter(doing, "agreement_broken", [Part("missing", missing), *doors(agreement)]))
        case.handled_at = case.agreed_at = None
        advance(doing, given={"what_is_missing"}, line=Line(note=missing), rows=rows)
        parts.tell_desk(doing, _("The person says: the agreement was not kept"))
        search.index(case)
    return case


def in_force(case: Case) -> Agreement | None:
    """The agreement that binds now: the latest that both have signed."""
    return (
        Agreement.objects.filter(meeting__case=case, in_force_at__isnull=False, broken_at=None)
        .select_related("meeting")
        .order_by("pk")
        .last()
    )


def doors(agreement: Agreement | None) -> list[Part]:
    """Each way that is open when it is not kept, the nearest first."""
    ways = [GOES_ON, COURT]
    lines = [in_every_language(way)["zh-hans"] for way in ways]
    if agreement is not None and agreement.meeting.led_by == LedBy.COMMITTEE:
        window = Clock.objects.filter(subject_kind=SUBJECT, subject_id=agreement.public_id, status__in=OPEN).first()
        if window is not None:
            lines.append(in_every_language(CONFIRM)["zh-hans"] % {"day": window.due_on.isoformat()})
    return [Part("ways", "\n".join(lines))]
