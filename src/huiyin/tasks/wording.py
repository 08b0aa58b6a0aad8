"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room
from huiyin.cases.wording import register_events

from .models import Status
from .rules import JUDGING_DAYS, JUDGING_KEY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATUS: Mapping[str, Text] = {
    Status.GIVEN: _("not acknowledged yet"),
    Status.ACKNOWLEDGED: _("being done"),
    Status.REPORTED: _("reported, to be accepted"),
    Status.ACCEPTED: pgettext_lazy("task", "done"),
    Status.WITHDRAWN: pgettext_lazy("task", "withdrawn"),
}
HAPPENED: Mapping[str, Text] = {
    "give": pgettext_lazy("task happened", "Given"),
    "acknowledge": pgettext_lazy("task happened", "Acknowledged"),
    "hand_to": pgettext_lazy("task happened", "Given to a post"),
    "report": pgettext_lazy("task happened", "Reported"),
    "accept": pgettext_lazy("task happened", "Accepted"),
    "send_back": pgettext_lazy("task happened", "Sent back"),
    "withdraw": pgettext_lazy("task happened", "Withdrawn"),
    "left": _("Back with the office: nobody holds the post"),
    "moved": _("With others from now on, who may know of the case"),
    "missed": _("Late; the superior was told"),
    "unjudged": _("The report had no answer in time; the superior was told"),
}
_IN_CASE: Mapping[str, Text] = {
    "task_give": _("A task was given"),
    "task_acknowledge": _("A task was acknowledged"),
    "task_hand_to": _("A post was named for a task"),
    "task_report": _("A task was reported"),
    "task_accept": _("A task is done"),
    "task_send_back": _("A report came back: something is lacking"),
    "task_withdraw": _("A task was withdrawn"),
    "task_left": _("A task is back with the office: nobody holds the post"),
    "task_missed": _("A task is late; the superior was told"),
    "task_unjudged": _("A report had no answer in time; the superior was told"),
}
_TO_PERSON: Mapping[str, Text] = {
    "task_give": _("The office promised something"),
    "task_report": _("The office says that what it promised is done"),
    "task_accept": _("What was promised was checked and is done"),
    "task_send_back": _("What was promised is not done yet"),
    "task_withdraw": _("A promise was withdrawn"),
    "task_missed": _("A promise is late; the superior was told"),
}


def offer() -> None:
    """Called when the room is ready."""
    register_events(_IN_CASE, _TO_PERSON)


def offer_numbers() -> None:
    """The office's own number of this room."""
    judge = RoomNumber(JUDGING_KEY, _("Say whether a report is accepted"), JUDGING_DAYS)
    register_room("tasks", _("Tasks"), [judge])
