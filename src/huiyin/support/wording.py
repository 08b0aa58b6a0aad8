"""The words of this room: what happened, how it stands, and the office's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .models import Line, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATUS: Mapping[str, Text] = {
    Status.ASKED: pgettext_lazy("support", "asked, not taken on yet"),
    Status.TAKEN: pgettext_lazy("support", "taken on"),
    Status.CLOSED: pgettext_lazy("support", "closed by the person"),
    Status.DESTROYED: pgettext_lazy("support", "destroyed"),
}
HAPPENED: Mapping[str, Text] = {
    "ask": _("Support was asked for"),
    "say": _("The person who asked has written"),
    "take_on": _("Taken on"),
    "write": _("A word to the person"),
    "propose_visit": _("A visit was proposed, for %(moment)s"),
    "visit_yes": _("The person says yes to the visit of %(moment)s"),
    "visit_no": _("The person wants no visit"),
    "visited": _("The visit of %(moment)s took place"),
    "not_visited": _("The visit of %(moment)s did not take place"),
    "write_agreement": _("What was agreed was written down; the next look is on %(day)s"),
    "confirmed": _("The person confirmed what was agreed"),
    "corrected": _("The person put right what was written down"),
    "follow_up": _("Looked in again; next on %(day)s"),
    "let_in": _("The person lets %(other)s read along"),
    "put_out": _("%(other)s reads it no more"),
    "hand_to": _("The person hands it to %(other)s"),
    "holder": _("Somebody else holds the post that answers for it, or is going to"),
    "nobody_there": _("Nobody holds the post that answers for it just now"),
    "late": _("The day has passed. That somebody waits was told to: %(other)s"),
    "late_alone": _("The day has passed, and there is nobody above who could be told"),
    "close": _("The person closed it"),
    "reopen": _("The person opened it again"),
}
LATE = ("late", "nobody_there")
FIELDS: Mapping[str, Text] = {
    "name": pgettext_lazy("identity", "name"),
    "phone": pgettext_lazy("identity", "telephone"),
}


def happened(line: Line, moment: str, day: str) -> str:
    """The sentence of a line, in the reader's language."""
    verb = "late_alone" if line.verb == "late" and not line.other else line.verb
    return str(HAPPENED[verb]) % {"other": line.other, "moment": moment, "day": day}


def offer_numbers() -> None:
    """The office's own numbers of this room, set on the page of own dates."""
    register_room(
        "support",
        _("Support"),
        [
            RoomNumber(rules.ANSWER_KEY, _("Answer a request for support"), rules.ANSWER_DAYS),
            RoomNumber(rules.STILL_KEY, _("Somebody still waits for support: tell the next one"), rules.STILL_DAYS),
            RoomNumber(rules.FOLLOW_KEY, _("Look in again where nothing else was agreed"), rules.FOLLOW_DAYS),
            RoomNumber(rules.KEEP_KEY, _("What was said is destroyed after the person closed it"), rules.KEEP_DAYS),
        ],
    )
