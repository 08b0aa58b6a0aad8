"""How a case ends honestly: handled, agreed and checked later are three facts, each by whom it belongs to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases import before_closing
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import AgreedBy
from huiyin.cases.models.concern import Word
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.procedures.engine import NotPossible

from . import several
from .leaving import leave
from .letters import Part, write_letter
from .procedure import Doing, Line, advance, locked, note_only

CHECK_RESULTS = ("kept", "partly", "not-kept", "not-reached")


def say_settled(*, concern: Concern, note: str = "") -> Case:
    """The person says: settled. Nobody else's word counts as this; of several people the last one's closes it."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        doing = Doing.by_petitioner(case, "confirm_settled", at, concern.public_id)
        if several.is_shared(case) and not _last_to_agree(case, concern):
            note_only(doing, line=Line(note=note.strip()), rows=[concern])
            return case
        case.agreed_at, case.agreed_by, case.refused_at = at, AgreedBy.PETITIONER, None
        advance(doing, given={"signed_slip"}, line=Line(note=note.strip()))
    return case


def say_not_settled(*, concern: Concern, note: str = "") -> Case:
    """The person says: not settled. The case shows it from now on, and the ways up are named."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        case.refused_at, case.agreed_at, case.agreed_by = at, None, AgreedBy.NOBODY
        doing = Doing.by_petitioner(case, "not_settled", at, concern.public_id)
        several.all_say(case, concern, Word.NOT_SETTLED)
        advance(doing, given={"signed_slip"}, line=Line(note=note.strip()))
    return case


def _last_to_agree(case: Case, concern: Concern) -> bool:
    if not several.knows(case, "confirm_settled"):
        raise NotPossible(_("This can't be done at this point of the procedure."))
    return several.all_say(case, concern, Word.SETTLED)


def record_settled(*, actor: Actor, case_id: int, version: int, slip: str) -> Case:
    """Staff enter the person's word from a slip that the person signed. Counted apart from the person's own."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "record_settled", case)
        if len(slip.strip()) < 4:
            raise BadInput(
                "slip", _("Without the signed slip it can't be entered."), _("Give its date and where it is kept.")
            )
        case.agreed_at, case.agreed_by, case.refused_at = at, AgreedBy.SIGNED_SLIP, None
        doing = Doing.by_staff(case, "confirm_settled", actor, at)
        advance(doing, given={"signed_slip"}, line=Line(note=slip.strip(), data={"by": AgreedBy.SIGNED_SLIP}))
    return case


def withdraw(*, concern: Concern, note: str = "") -> Case:
    """The person takes it back, of their own will; it can be raised again at any time. Where others raise the same, theirs
    goes on and they do not learn of it.
    """
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        doing = Doing.by_petitioner(case, "withdraw", at, concern.public_id)
        if several.is_shared(case):
            rows = leave(doing, concern, note.strip())
            note_only(doing, line=Line(note=note.strip()), rows=rows)
        else:
            advance(doing, given={"person_request"}, line=Line(note=note.strip()))
    return case


def carry_out(*, actor: Actor, case_id: int, version: int, plan: str) -> Case:
    """What was supported is now done: what, by whom, by when (条例 32¶2)."""
    return _work(actor, case_id, version, verb="carry_out", text=plan, field="plan", gives="carrying_out_plan")


def carried_out(*, actor: Actor, case_id: int, version: int, proof: str) -> Case:
    """It is reported as carried out, with what shows it."""
    return _work(actor, case_id, version, verb="carried_out", text=proof, field="proof", gives="carrying_out_proof")


def check_later(*, actor: Actor, case_id: int, version: int, result: str, note: str) -> Case:
    """Look again later (回访): was it really done? A fact of its own, whoever said what before."""
    at = time.now()
    if result not in CHECK_RESULTS:
        raise BadInput("result", _("Choose what was found."), "")
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "check_later", case)
        if not note.strip():
            raise BadInput("note", _("Say what was seen, and when."), _("The person reads it."))
        case.checked_at, case.checked_result = at, result
        doing = Doing.by_staff(case, "check_later", actor, at)
        advance(doing, given={"visit_note"}, line=Line(note=note.strip(), data={"result": result}))
    return case


def close(*, actor: Actor, case_id: int, version: int, reason: str, authority_answer: str = "") -> Case:
    """Close. A case that the person has not called settled stays shown as unsettled.

    `authority_answer`: what the authority said to which a child in danger was reported; that track does not end without.
    """
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "close", case)
        if not reason.strip():
            raise BadInput("reason", _("Say why it can be closed."), _("The person reads it."))
        _require_whole_file(case)
        doing = Doing.by_staff(case, "close", actor, at)
        given = {"reason", "receipt_of_receiver"} | ({"authority_answer"} if authority_answer.strip() else set())
        note = "\n".join(text.strip() for text in (reason, authority_answer) if text.strip())
        advance(doing, given=given, line=Line(note=note))
    return case


def _require_whole_file(case: Case) -> None:
    """条例 27, 32, 35: what must be in the file first."""
    missing = before_closing.missing(case)
    if missing:
        titles = "; ".join(str(point.title) for point in missing)
        message = _("It can't be closed yet. Missing: %(what)s.") % {"what": titles}
        raise BadInput("file", message, " ".join(str(point.remedy) for point in missing))


def reopen(*, actor: Actor, case_id: int, version: int, facts: str) -> Case:
    """Take it up again because of something new. The time begins anew; what was before stays in the timeline."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "assign", case)
        if not facts.strip():
            raise BadInput("facts", _("Say what is new."), _("The person reads it."))
        case.handled_at = case.agreed_at = case.refused_at = None
        case.agreed_by = AgreedBy.NOBODY
        case.facts = {**case.facts, "reopened": True}
        doing = Doing.by_staff(case, "reopen", actor, at)
        advance(doing, given={"new_facts", "reason"}, line=Line(note=facts.strip()))
    return case


def file_note(*, actor: Actor, case_id: int, text: str) -> Case:
    """A note in the file, for staff alone."""
    at = time.now()
    with store.write():
        case = locked(case_id)
        require(actor, "read", case)
        if not text.strip():
            raise BadInput("text", _("Nothing is written yet."), "")
        note_only(Doing.by_staff(case, "note", actor, at), line=Line(note=text.strip(), public=False))
    return case


def _work(actor: Actor, case_id: int, version: int, *, verb: str, text: str, field: str, gives: str) -> Case:
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "draft_reply", case)
        if not text.strip():
            raise BadInput(field, _("Nothing is written yet."), _("The person reads it."))
        doing = Doing.by_staff(case, verb, actor, at)
        letters = [write_letter(doing, "carry_out", [Part(field, text)])] if verb == "carry_out" else []
        advance(doing, given={gives}, line=Line(note=text.strip()), rows=letters)
    return case
