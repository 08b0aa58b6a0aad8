"""Why something can't be done now, in words: what the page shows beside a button that waits."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.procedures.schema import Transition

FACTS: Mapping[str, str | Promise] = {
    "kind": _("the kind of the concern: suggestion, claim or report"),
    "channel": _("which way the law has for this kind of claim"),
    "named": _("whether the person gave a name"),
    "address_clear": _("whether the person can be reached"),
    "written": _("whether it is in writing"),
    "public_body": _("whether this organisation is a public body"),
    "petition_office": _("whether this is a petition office"),
    "by_transfer": _("whether it was passed on by another body"),
    "competent": _("whether this organisation is competent"),
    "complex": _("whether the matter is complex"),
    "urgent": _("whether it is major or urgent"),
    "simple": _("whether the simple procedure applies"),
    "outcome": _("what was decided: support, explain, or not support"),
    "agreed": _("whether both sides agreed in writing"),
    "level": _("which decision is the latest"),
    "conflict_free": _("that nobody who would get it is concerned by it"),
    "repeated": _("whether the same was reported and answered before"),
    "discipline_organ": _("whether this is a discipline organ"),
    "authority": _("whose level the report belongs to"),
    "proven": _("what was found: proven, not proven, or unclear"),
    "external": _("whether this is an external channel"),
    "justified": _("that a longer time is duly justified"),
    "in_time": _("that it is asked for in time"),
    "would_harm": _("whether telling first would harm the case"),
    "child_safety": _("whether a child may be in danger"),
    "accident": _("whether it is about an accident"),
    "staff_appeal": _("whether a teacher appeals"),
    "health_safety": _("whether health or safety is at stake"),
    "accepted_by_person": _("whether the person accepts the answer"),
    "group": _("whether many people have the one matter"),
    "reopened": _("whether it was taken up again"),
    "overturned": _("whether a review overturned the answer"),
    "extensions": _("how often the time was extended"),
    "returns": _(
        "whether it was given back once already, or decided: it is not sent to and fro, the office above both decides"
    ),
}

REQUIRED: Mapping[str, str | Promise] = {
    "kind": _("the kind"),
    "category": _("the category"),
    "reason": _("the reason, in writing"),
    "competent_body": _("who is competent, with address"),
    "path_and_procedure": _("the path and the procedure"),
    "transfer_slip": _("the slip that goes with it"),
    "result_wanted": _("what is to be reported"),
    "report_day": _("by which day it is to be reported"),
    "result_report": _("the report of the result"),
    "receipt_of_receiver": _("the receiver's confirmation"),
    "sender_consent": _("the sender's consent"),
    "procedure_named": _("which procedure it goes into, and how"),
    "seal_number": _("the number of the seal"),
    "handler": _("who works on it"),
    "leader": _("which leader answers for it"),
    "question": _("the question"),
    "answer": _("the answer"),
    "consulted_unit": _("the unit that is asked"),
    "consulted_office": _("the office that is asked"),
    "answer_day": _("by which day it answers"),
    "head_approval": _("the approval of the head"),
    "both_agree": _("that both sides agree to mediation"),
    "mediation_result": _("how the mediation ended"),
    "draft": _("the draft"),
    "reply_text": _("the reply"),
    "opinion_claim": _("what the person asks for"),
    "opinion_facts": _("the facts and reasons"),
    "opinion_basis": _("the legal basis"),
    "opinion_outcome": _("what was decided: support, explain, or not support"),
    "study_result": _("what came of the study"),
    "service_record": _("how and when it was delivered"),
    "signed_slip": _("the person's own word, or the slip that they signed"),
    "review_request": _("the request"),
    "objection": _("what the person objects to"),
    "instructions": _("what must be done now, by when"),
    "what_is_missing": _("what was not done"),
    "carrying_out_plan": _("what will be done, by whom, by when"),
    "carrying_out_proof": _("what shows that it was done"),
    "visit_note": _("what was found when looking again"),
    "new_facts": _("what is new"),
    "person_request": _("the person's own request"),
    "report_receipt": _("to whom it was reported, and when"),
    "hearing_notice": _("the notice of the hearing"),
    "hearing_minutes": _("the minutes of the hearing"),
    "panel_members": _("the members of the panel, one of them from outside"),
    "parents_told": _("when the parents were told"),
    "alternatives": _("the other ways, inside and outside"),
    "assessment": _("the first assessment"),
    "feedback_text": _("the feedback"),
    "legal_duty": _("the legal duty to disclose"),
    "leader_approval": _("the approval of the leader"),
    "result_reported": _("that the result was reported to the letter office"),
    "result": _("what was found and done"),
    "rescue_note": _("what was done first, and when"),
    "protection_measures": _("what protects the person"),
    "authority_answer": _("the authority's answer"),
    "reporter_told": _("when and how the reporter was told first"),
    "reported_persons_wish": _("the wish of the person who was cleared"),
}


def why_not(transition: Transition, blocked: tuple[str, ...], missing: tuple[str, ...]) -> str:
    """One sentence, in the active language, on what stands in the way; empty where nothing does."""
    depends = gettext("It depends on: %(facts)s.") % {"facts": _listed(FACTS, blocked)} if blocked else ""
    lacks = gettext("Still missing: %(fields)s.") % {"fields": _listed(REQUIRED, missing)} if missing else ""
    if depends and lacks:
        return gettext("%(one)s %(two)s") % {"one": depends, "two": lacks}
    return depends or lacks


def _listed(words: Mapping[str, str | Promise], names: tuple[str, ...]) -> str:
    return gettext("; ").join(str(words.get(name, name)) for name in names)
