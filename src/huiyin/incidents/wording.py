"""Words of this room that stand on several pages, and the sentences of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room
from huiyin.plans import wording as plans
from huiyin.plans.rules import NO_PLANS

from . import rules
from .models import CallState, FindingKind, LogEntry, Status, StepState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

KINDS: Mapping[str, Text] = {
    kind: word for kind, word in plans.KINDS.items() if kind == "other" or kind not in NO_PLANS
}
"""What can happen. Kinds of documents that are no plan for an emergency are left out."""

STATUS: Mapping[str, Text] = {
    Status.OPEN: pgettext_lazy("incident", "running"),
    Status.STANDING_DOWN: pgettext_lazy("incident", "standing down"),
    Status.ENDED: pgettext_lazy("incident", "ended, not reviewed yet"),
    Status.REVIEWED: pgettext_lazy("incident", "ended and reviewed"),
}
STEP: Mapping[str, Text] = {
    StepState.WAITING: pgettext_lazy("step", "waits"),
    StepState.RUNNING: pgettext_lazy("step", "under way"),
    StepState.DONE: pgettext_lazy("step", "done"),
    StepState.NOT_DONE: pgettext_lazy("step", "not done"),
}
THINGS: Mapping[str, Text] = {
    "step": _("Steps"), "role": _("Roles"), "deputy": _("Deputies"), "number": _("Numbers"),
}  # fmt: skip
"""What of a plan can be tried."""
CALL: Mapping[str, Text] = {
    CallState.CALLED: pgettext_lazy("call", "called"),
    CallState.ANSWERED: pgettext_lazy("call", "answered"),
    CallState.UNANSWERED: pgettext_lazy("call", "no answer"),
    CallState.NOBODY: pgettext_lazy("call", "nobody stands in this role"),
}
AUDIENCES: Mapping[str, Text] = {
    "parents": pgettext_lazy("audience", "Parents"),
    "press": pgettext_lazy("audience", "Press and public"),
    "staff": pgettext_lazy("audience", "Staff"),
}
REPORTS: Mapping[str, Text] = {
    "first": pgettext_lazy("situation report", "First report"),
    "follow-up": pgettext_lazy("situation report", "Follow-up"),
    "final": pgettext_lazy("situation report", "Final report"),
}
FINDINGS: Mapping[str, Text] = {
    FindingKind.MEND: pgettext_lazy("finding", "Something to mend"),
    FindingKind.PLAN: pgettext_lazy("finding", "A change to the plan"),
    FindingKind.AFTERCARE: pgettext_lazy("finding", "Care that somebody asked for"),
}
MARKS: Mapping[str, Text] = {
    "good": pgettext_lazy("evaluation", "Went well"),
    "partly": pgettext_lazy("evaluation", "Partly"),
    "failed": pgettext_lazy("evaluation", "Did not work"),
    "unseen": pgettext_lazy("evaluation", "Could not be seen"),
}
MARKS_TONE: Mapping[str, Literal["", "green", "soon", "late"]] = {
    "good": "green",
    "partly": "soon",
    "failed": "late",
    "unseen": "",
}

LINES: Mapping[str, Text] = {
    "started": _("The plan “%(plan)s” was started: %(title)s."),
    "started_without_plan": _("Begun without a plan: %(title)s."),
    "level_proposed": _("Proposed: %(level)s, because it says in the plan: %(why)s. A person confirms or changes it."),
    "level_lowest": _("Proposed: %(level)s, the lowest of the plan, because no trigger was chosen. A person confirms or changes it."),
    "level_confirmed": _("Level confirmed: %(level)s. Why:"),
    "level_changed": _("Level changed: %(level)s. Why:"),
    "expected_passed": _("It lasts longer than was expected. Say until when, and at which level."),
    "roles_empty": _("No post stands in these roles: %(roles)s. The head was told."),
    "answered": _("%(role)s · %(post)s answers the call."),
    "heard_by_phone": _("%(role)s · %(post)s was reached by telephone."),
    "commands": _("%(post)s commands from now on."),
    "unanswered": _("%(role)s · %(post)s did not answer, and there is nobody else to call. Head and superior were told."),
    "unanswered_inside": _("%(role)s · %(post)s did not answer, and there is nobody else to call. The head was told."),
    "unanswered_called": _("%(role)s · %(post)s did not answer. Called instead: %(called)s."),
    "step_done": _("Done: %(number)s. %(step)s"),
    "step_not_done": _("Not done: %(number)s. %(step)s. Why:"),
    "step_proof": _("%(files)s pictures or papers added: %(number)s. %(step)s"),
    "step_late": _("The time has passed and it is not done: %(number)s. %(step)s."),
    "step_late_called": _("The time has passed and it is not done: %(number)s. %(step)s. Called as well: %(called)s."),
    "counted": _("%(group)s: %(present)s here, nobody missing, %(ill)s ill or hurt, %(sent_home)s handed over."),
    "counted_missing": _("%(group)s: %(present)s here, %(missing)s MISSING, %(ill)s ill or hurt, %(sent_home)s handed over."),
    "new_round": _("Everybody is counted once more: round %(round)s."),
    "order_given": _("Order to %(to)s:"),
    "order_acknowledged": _("%(to)s has the order: %(order)s"),
    "order_done": _("%(to)s has carried out: %(order)s"),
    "order_late": _("The time has passed, and the order to %(to)s is not carried out:"),
    "statement_drafted": _("A statement was written and waits for approval: %(audience)s."),
    "statement_approved": _("A statement was approved: %(audience)s."),
    "statement_given_out": _("Given out to: %(audience)s, by: %(how)s."),
    "statement_played": _("Played, not given out: %(audience)s, would go by: %(how)s."),
    "report": _("Situation report %(number)s: %(kind)s."),
    "resource": _("Used: %(name)s %(count)s %(place)s %(cost)s"),
    "pictures": _("%(files)s pictures or papers."),
    "pictures_to": _("%(files)s pictures or papers, to line %(position)s."),
    "room_printed": _("Printed, to go on with on paper: sheets %(sheets)s, with the log up to line %(position)s."),
    "sheet_photo": _("A photo of the written sheet %(sheet)s, copy %(copy)s."),
    "personal_only": _("Something about people was written down; it is kept apart and destroyed after the response."),
    "paper_done": _("On paper it says: done: %(step)s"),
    "paper_not_done": _("On paper it says: not done: %(step)s. Why:"),
    "paper_counted": _("On paper it says: %(group)s: %(present)s here, %(missing)s missing, %(ill)s ill or hurt, %(sent_home)s handed over."),
    "paper_answered": _("On paper it says: %(role)s was reached by telephone."),
    "stand_down": _("The stand-down begins. How the end condition is met:"),
    "ended": _("It has ended."),
    "data_kept": _("Personal data is kept until %(until)s, by an assessment in writing:"),
    "data_destroyed": _("Personal data and files of this response were destroyed."),
    "inject": _("Thrown in (minute %(minute)s) %(to)s:"),
    "evaluated": _("Judged: %(point)s: %(mark)s."),
    "reviewed": _("The review is written."),
    "finding": _("%(kind)s, given to %(to)s until %(due)s:"),
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "audience": AUDIENCES, "kind": {**REPORTS, **FINDINGS}, "point": rules.POINTS, "mark": MARKS,
}  # fmt: skip


def line(entry: LogEntry) -> str:
    """The sentence of an entry in the reader's language, without what somebody wrote themselves."""
    if not entry.said:
        return ""
    filled: dict[str, Any] = {}
    for name, value in entry.data.items():
        words = _WORDS.get(name, {})
        filled[name] = words.get(value, value) if isinstance(value, str) else ("" if value is None else value)
    return " ".join((str(LINES[entry.said]) % filled).split())


def moment(kept: str) -> dt.datetime | None:
    """A moment as `data` keeps it."""
    return dt.datetime.fromisoformat(kept) if kept else None


def offer_numbers() -> None:
    """The office's own numbers of this room, set on the page of own dates."""
    register_room(
        "incidents",
        _("Emergencies"),
        [
            RoomNumber(rules.DATA_KEY, _("Destroy personal data of a response after its end"), rules.DATA_DAYS),
            RoomNumber(rules.REVIEW_KEY, _("Write the review of an incident or exercise"), rules.REVIEW_DAYS),
            RoomNumber(rules.CALL_KEY, _("Call the deputy when a call is not answered"), rules.CALL_MINUTES, "minutes"),
            RoomNumber(rules.CONTACT_KEY, _("Answer the test of the contact list"), rules.CONTACT_MINUTES, "minutes"),
        ],
    )
