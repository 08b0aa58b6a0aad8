"""The words of this room: what stands in a timeline, and how codes read on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.wording import register_events

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

EVENTS: dict[str, Text] = {
    "supervision.receive": _("With the supervisor of the office above"),
    "supervision.join": _("Joined what the office above supervises already"),
    "supervision.propose": _("Supervision is proposed by itself"),
    "supervision.open": _("The office above supervises it"),
    "supervision.again": _("The office above orders something further"),
    "supervision.decline": _("The office above does not supervise it, and says why"),
    "supervision.answer": _("The supervision was answered in writing"),
    "supervision.close": _("The supervision is closed"),
    "supervision.missed": _("A date of the supervision was missed"),
    "supervision.take_over": _("The office above has taken it over"),
    "supervision.give_back": _("The office above has given it back"),
    "accountability.open": _("Record of accountability opened"),
    "accountability.heard": _("The office or the post was heard"),
    "accountability.decide": _("Record of accountability decided"),
    "accountability.done": _("What was decided is carried out"),
    "accountability.drop": _("Record of accountability dropped"),
}
TO_PERSON: dict[str, Text] = {
    "supervision.open": _("The office above looks at it, and the office must answer it by a day"),
    "supervision.again": _("The office above was not content with the answer, and has set a new day"),
    "supervision.decline": _("The office above has looked at it, and says why it does not step in"),
    "supervision.answer": _("The office has answered the office above"),
    "supervision.close": _("The office above has looked at it to the end"),
    "supervision.take_over": _("The office above works on it itself now"),
    "supervision.give_back": _("The office works on it again"),
}
REASONS: dict[str, Text] = {
    "any": _("All"),
    "late": pgettext_lazy("sign", "Late"),
    "unanswered": _("No answer to the person"),
    "asked": _("The person asks for it"),
    "returned": _("Returned by a review"),
    "reopened": pgettext_lazy("sign", "Opened again"),
    "not-done": _("Not carried out"),
}
TRIGGERS: dict[str, Text] = {
    "against-rules": _("Handled against the rules"),
    "shirking": _("Pushed from one to another"),
    "perfunctory": _("Done for form's sake"),
    "delay": _("Delayed"),
    "fraud": _("Made to look done"),
    "not-carried-out": _("An opinion is not carried out"),
}
MEASURES: dict[str, Text] = {
    "urge": _("Urge: answer by a day"),
    "improve": _("Propose an improvement"),
    "accountability": _("Propose that somebody answers for it (grave cases)"),
    "correct": _("Order correction by a day"),
    "list": _("List it for supervision"),
    "interview": _("Call the office to an interview"),
    "circulate": _("Circulate it to the offices"),
}
STATUS: dict[str, Text] = {
    "waiting": _("waits for the supervisor"),
    "asked": _("waits for the office's written answer"),
    "answered": _("answered, to be looked at"),
    "closed": pgettext_lazy("supervision", "closed"),
    "declined": _("not supervised"),
}
ADOPTED: dict[str, Text] = {
    "yes": pgettext_lazy("proposal", "adopted"),
    "partly": pgettext_lazy("proposal", "adopted in part"),
    "no": pgettext_lazy("proposal", "not adopted"),
}
RULES: dict[str, Text] = {
    "missed-twice": _("Proposed by itself: a lawful date was missed twice."),
    "overturned": _("Proposed by itself: a review overturned the answer."),
}
GROUNDS: dict[str, Text] = {
    "abuse": _("Went beyond or misused its powers"),
    "omission": _("Did not do what it had to do"),
    "wrong-law": _("Applied the wrong law, or broke the procedure"),
    "opinion-refused": _("Refused to carry out an opinion that supports the claim"),
    "not-registered": _("Did not register it"),
    "pushed-away": _("Refused what lay within its powers"),
    "not-told": _("Did not tell in time whether it is accepted"),
    "late": _("Pushed it away, or missed the day for the answer"),
    "not-supported": _("Did not support a clear and lawful claim"),
    "proposal-ignored": _("Did not take up a proposal"),
    "harsh": _("Treated people harshly"),
    "favours": _("Took favours"),
    "group-mishandled": _("Mishandled a large visit, or what the public spoke of"),
    "concealed": _("Hid or delayed urgent information"),
    "leaked": _("Let out a report on somebody"),
    "retaliation": _("Took revenge"),
}
CONSEQUENCES: dict[str, Text] = {
    "correction": _("Correction is ordered"),
    "discipline": _("Passed to who decides on discipline"),
    "criminal": _("Passed to who prosecutes crimes"),
}
STANDINGS: dict[str, Text] = {
    "hearing": _("is being heard"),
    "ordered": _("decided, to be carried out"),
    "done": _("carried out"),
    "dropped": _("dropped"),
}
PATTERNS: dict[str, Text] = {
    "returned": _("Returned by a review"),
    "reopened": pgettext_lazy("sign", "Opened again"),
    "dissatisfied": _("The person says: not settled"),
    "extended-twice": _("Extended twice"),
    "late": _("A date was missed"),
}


def register() -> None:
    """Called when the room is ready."""
    register_events(EVENTS, TO_PERSON)
