"""Words of this room that stand on several pages: ways in, kinds, outcomes, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.procedures.schema import Pack

from .models.assignment import How
from .models.case import Bucket, Kind
from .models.concern import Channel
from .models.replies import Outcome
from .models.review import Level, ReviewOutcome, ReviewStatus
from .presenting import pick

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

CHANNELS: Mapping[str, Text] = {
    Channel.WEB: _("online"),
    Channel.VISIT: _("in person"),
    Channel.PHONE: _("by telephone"),
    Channel.LETTER: _("by letter"),
    Channel.EMAIL: _("by e-mail"),
    Channel.TRANSFER: _("passed on by another office"),
    Channel.IMPORT: _("from an older system"),
}
KINDS: Mapping[str, Text] = {
    Kind.UNSORTED: _("not sorted yet"),
    Kind.SUGGESTION: _("suggestion"),
    Kind.CLAIM: _("claim"),
    Kind.MISCONDUCT: _("sealed"),
}
BUCKETS: Mapping[str, Text] = {
    Bucket.NEW: _("New"),
    Bucket.OPEN: _("Being handled"),
    Bucket.WAITING: _("Waiting for others"),
    Bucket.DONE: _("Ended"),
    Bucket.BEFORE: _("Open before Huiyin"),
}
OUTCOMES: Mapping[str, Text] = {
    Outcome.SUPPORT: _("Supported"),
    Outcome.EXPLAIN: _("Reasonable, but there is no basis for it"),
    Outcome.NOT_SUPPORT: _("Not supported"),
    Outcome.ADOPT: _("Adopted"),
    Outcome.ADOPT_PARTLY: _("Adopted in part"),
    Outcome.NOT_ADOPT: _("Not adopted"),
}
FIELDS: Mapping[str, Text] = {
    "name": pgettext_lazy("identity", "name"),
    "phone": pgettext_lazy("identity", "telephone"),
    "email": pgettext_lazy("identity", "e-mail"),
    "address": pgettext_lazy("identity", "address"),
    "national_id": _("identity number"),
    "note": _("how to reach the person"),
}
SERVED_BY: Mapping[str, Text] = {
    "web": _("read on the page"),
    "hand": _("handed over"),
    "letter": _("by letter"),
    "email": _("by e-mail"),
    "phone": _("read out by telephone"),
}
REVIEWED: Mapping[str, Text] = {
    ReviewOutcome.UPHOLD: _("The answer is upheld"),
    ReviewOutcome.CHANGE: _("The answer is changed"),
    ReviewOutcome.SEND_BACK: _("It is sent back to be handled again"),
}
LEVELS: Mapping[str, Text] = {
    Level.PANEL: _("The school's panel"),
    Level.REVIEW: pgettext_lazy("step up", "Review"),
    Level.SECOND: pgettext_lazy("step up", "Second review"),
    Level.OBJECTION: _("Objection to a refusal"),
}
REVIEW_STATUS: Mapping[str, Text] = {
    ReviewStatus.LATE: _("asked for after the day"),
    ReviewStatus.ASKED: _("asked for"),
    ReviewStatus.BEGUN: _("being looked at"),
    ReviewStatus.SUBMITTED: _("to be decided"),
    ReviewStatus.ISSUED: _("decided"),
    ReviewStatus.TURNED_DOWN: _("late, and not taken on"),
}
HOW_HANDLED: Mapping[str, Text] = {
    How.SETTLED: _("What was asked for was done, wholly or in part"),
    How.EXPLAINED: _("It could not be done, and was explained"),
    How.OTHER_WAY: _("It goes another lawful way, which the person was told"),
    How.GOES_ON: _("It is not finished yet"),
}
CHECKED: Mapping[str, Text] = {
    "kept": _("it was really done"),
    "partly": _("done in part"),
    "not-kept": _("it was not done"),
    "not-reached": _("nobody could be reached"),
}
# What the office reads of what happened; verbs that are not here have their words in the procedure.
HAPPENED: Mapping[str, Text] = {
    "raise": _("Raised"),
    "register": pgettext_lazy("happened", "Registered"),
    "sort": pgettext_lazy("happened", "Sorted"),
    "notify": pgettext_lazy("happened", "Told that it arrived"),
    "accept": pgettext_lazy("happened", "Accepted"),
    "refuse": pgettext_lazy("happened", "Not accepted"),
    "transfer": pgettext_lazy("happened", "Passed on"),
    "choose_level": _("The person says who should take it on"),
    "open_joint": _("The joint reception is opened"),
    "channel": pgettext_lazy("happened", "Sent on the lawful way"),
    "seal": pgettext_lazy("happened", "Sealed and forwarded"),
    "assign": pgettext_lazy("happened", "Assigned"),
    "consult": pgettext_lazy("happened", "Another unit was asked"),
    "extend": pgettext_lazy("happened", "Time extended"),
    "submit_for_approval": pgettext_lazy("happened", "Draft handed to the approver"),
    "send_back_draft": pgettext_lazy("happened", "Draft sent back"),
    "issue_reply": pgettext_lazy("happened", "Answer issued"),
    "serve": pgettext_lazy("happened", "Answer delivered"),
    "carry_out": pgettext_lazy("happened", "Carrying out began"),
    "carried_out": pgettext_lazy("happened", "Reported as carried out"),
    "check_later": pgettext_lazy("happened", "Looked at again"),
    "close": pgettext_lazy("happened", "Closed"),
    "reopen": pgettext_lazy("happened", "Opened again"),
    "take_up": _("Taken up here; the time runs from now"),
    "lay_down": _("Laid down: nothing more is to be done"),
    "import": pgettext_lazy("happened", "Brought in from an older system"),
    "arrive": _("Arrived from another office"),
    "message": _("The person wrote"),
    "person_answers": _("The person answered"),
    "answer_message": _("Written to the person"),
    "ask_person": _("The person was asked"),
    "missed": _("A date was missed"),
    "lapsed": _("A time of the person's own has passed"),
    "remind": _("Reminder"),
    "open_identity": _("Identity opened"),
    "change_code": _("The person changed the code"),
    "reissue_code": _("A new receipt code was issued, the old one is void"),
    "correct_contact": _("The person changed how they are told"),
    "ask_posting": _("A letter is to be posted"),
    "posted": _("A letter was posted"),
    "posting_arrived": _("The posted letter arrived"),
    "posting_returned": _("The posted letter came back"),
    "prove_address": _("The person confirmed the address to which news go"),
    "attach": _("The person sent files"),
    "date_moved": _("A date moved, because the holidays were published"),
    "date_moved_by_terms": _("A date moved, because the school's terms were entered"),
    "migrate": _("The procedure was corrected, and the case goes on by it"),
    "confirm_settled": _("The person says: settled"),
    "not_settled": _("The person says: not settled"),
    "ask_review": _("The person asks for review"),
    "ask_second_review": _("The person asks for the second review"),
    "request_late_review": _("The person asks for review after the day"),
    "object_to_refusal": _("The person objects to the refusal"),
    "agreement_not_kept": _("The person says: the agreement was not kept"),
    "start_review": _("The review begins"),
    "start_second_review": _("The second review begins"),
    "draft_review": _("Draft of the review saved"),
    "submit_review": _("The review's draft is to be decided"),
    "send_back_review": _("The review's draft sent back"),
    "issue_review": _("The review is decided"),
    "issue_second_review": _("The second review is decided"),
    "return_to_office": _("The review sends it back to be handled again"),
    "admit_late_review": _("The late request is taken on"),
    "answer_late_review": _("The late request is answered"),
    "refer_up": _("Referred to the level above"),
    "referral_arrives": _("Referred up by an office below"),
    "take_on_referral": _("Taken on from the office below"),
    "referral_taken": _("The level above has taken it on"),
    "return_down": _("Returned to the office below, with reasons"),
    "referral_returned": _("The level above returned it, with reasons"),
    "dispute": _("Put before the office above both"),
    "insist": _("The sender does not take it back"),
    "decide_here": _("Decided: it stays with the receiver"),
    "decide_sender": _("Decided: it goes back to the sender"),
    "return_agreed": _("Back with the office that sent it"),
    "assign_down": pgettext_lazy("happened", "Assigned to an office below"),
    "assigned_here": _("Assigned by the office above, with a day for the result"),
    "report_back": _("The result was reported to the office above"),
    "result_in": _("The result was reported to us"),
    "take_note": _("We took note of the result"),
    "report_noted": _("The office above took note of the result"),
    "send_report_back": _("The report was sent back"),
    "report_returned": _("The office above sent the report back"),
    "accept_objection": _("The office must take it on"),
    "uphold_refusal": _("The refusal stands"),
    "ask_superior": _("The person asks the office above to see to it"),
    "erase": _("Erased: words, identity, files"),
    "withdraw": _("The person took it back"),
    "draft_reply": _("Draft saved"),
    "recourse_named": _("The way up was named"),
    "extension_asked": _("More time asked for"),
    "extension_refused": _("More time refused"),
    "note": _("Note"),
    "consult_answered": _("Consultation answered"),
    "consult_office": pgettext_lazy("happened", "Another office was asked"),
    "office_answered": _("The office that was asked answered"),
    "open_group": _("Raised by several people together"),
    "join_group": _("Somebody joined the group"),
    "print_slips": _("A sheet of slips was printed"),
    "name_representative": _("A representative was named"),
    "step_down": _("A representative stepped down"),
    "read_answer": _("One of them has the answer"),
    "join": _("Joined with another case"),
    "joined_here": _("Another case was joined with it"),
    "found_different": _("Compared with another case: two matters"),
    "split": _("One of them goes on alone"),
    "alone": _("Goes on alone from here"),
    "asked_before": _("Linked with what was asked before"),
    "exclude": _("Who may be concerned by it is kept from it, and does not see it"),
}
_OF_ROOMS: dict[str, Text] = {}
_TO_PERSON: dict[str, Text] = {}


def register_events(words: Mapping[str, Text], public: Mapping[str, Text] | None = None) -> None:
    """The words of verbs that another room writes into the timeline. `public`: those that the person reads, where they differ."""
    _OF_ROOMS.update(words)
    _TO_PERSON.update({**words, **(public or {})})


def told_to_person(verb: str) -> Text | None:
    """What the person reads of another room's verb; None where no room has it."""
    return _TO_PERSON.get(verb)


def happened(verb: str, packs: Iterable[Pack]) -> Text:
    """What a line of the timeline is called: the office's own words, else those of the procedure."""
    if verb in HAPPENED or verb in _OF_ROOMS:
        return HAPPENED.get(verb) or _OF_ROOMS[verb]
    transitions = (transition for pack in packs for transition in pack.transitions if transition.verb == verb)
    found = next(transitions, None)
    return pick(found.title) if found else verb
