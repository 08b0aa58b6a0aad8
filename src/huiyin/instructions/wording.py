"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room
from huiyin.cases.wording import register_events

from .models import HardStatus, HopStatus, InstructionStatus
from .rules import KEYS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATUS: Mapping[str, Text] = {
    InstructionStatus.OPEN: _("the result is owed"),
    InstructionStatus.REPORTED: _("the superior's word is owed"),
    InstructionStatus.FOLLOWED: _("carrying out is tracked"),
    InstructionStatus.CLOSED: pgettext_lazy("instruction", "closed"),
}
HAPPENED: Mapping[str, Text] = {
    "record": pgettext_lazy("instruction", "Recorded"),
    "hand_to": pgettext_lazy("instruction", "Another post answers for it"),
    "pass_on": pgettext_lazy("instruction", "Passed on"),
    "task": pgettext_lazy("instruction", "A task is reported"),
    "report": pgettext_lazy("instruction", "Result reported"),
    "acknowledge": pgettext_lazy("instruction", "Result acknowledged"),
    "send_back": pgettext_lazy("instruction", "Result sent back"),
    "step": pgettext_lazy("instruction", "A further step was set"),
    "step_done": pgettext_lazy("instruction", "A further step was looked at"),
    "close": pgettext_lazy("instruction", "Closed"),
    "missed": pgettext_lazy("instruction", "A date was missed"),
}
HARD_STATUS: Mapping[str, Text] = {
    HardStatus.UP: _("with a leader"),
    HardStatus.ANSWERED: _("answered; what follows is owed"),
    HardStatus.CLOSED: pgettext_lazy("hard case", "closed"),
}
HOP_STATUS: Mapping[str, Text] = {
    HopStatus.WAITING: _("waits for an answer"),
    HopStatus.ANSWERED: pgettext_lazy("hop", "answered"),
    HopStatus.PASSED: _("handed further up"),
    HopStatus.UNANSWERED: _("not answered in time; it went further up by itself"),
}
NUMBERS: Mapping[str, Text] = {
    "result": _("Report the result of an instruction"),
    "word": _("The superior answers the result"),
    "look": _("Look whether it is really carried out"),
    "hop": _("A leader answers a hard case"),
    "take": _("Say what follows from the answer"),
}
_IN_CASE: Mapping[str, Text] = {
    "instruction_record": _("A superior gave an instruction"),
    "instruction_report": _("The result of the instruction was reported"),
    "instruction_acknowledge": _("The superior acknowledged the result"),
    "instruction_send_back": _("The superior sent the result back"),
    "instruction_step": _("A further step of the instruction was set"),
    "instruction_step_done": _("A further step of the instruction was looked at"),
    "instruction_close": _("The instruction was closed"),
    "instruction_missed": _("A date of the instruction was missed; the superior was told"),
    "hard_up": _("Put before a leader as a hard case"),
    "hard_passed": _("The leader handed it further up"),
    "hard_unanswered": _("The leader did not answer in time; it went further up by itself"),
    "hard_discuss": _("The leader called a discussion"),
    "hard_answered": _("The leader answered"),
    "hard_told": _("The leader's answer was told to the person"),
    "hard_closed": _("What follows from the leader's answer"),
    "hard_take_late": _("Nobody has said in time what follows from the leader's answer"),
}
_TO_PERSON: Mapping[str, Text] = {
    "hard_up": _("Your matter was put before a leader"),
    "hard_passed": _("The leader put your matter before the next one"),
    "hard_unanswered": _("The leader did not answer in time; your matter went further up by itself"),
    "hard_told": _("A leader has answered on your matter"),
}


def offer() -> None:
    """Called when the room is ready."""
    register_events(_IN_CASE, _TO_PERSON)
    numbers = [RoomNumber(f"instructions:{name}", words, KEYS[name]) for name, words in NUMBERS.items()]
    register_room("instructions", _("Instructions and hard cases"), numbers)
