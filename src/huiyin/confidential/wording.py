"""The words of this room: how a report stands, what was said, what was found, and the office's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .models import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATES: Mapping[str, Text] = {
    State.RECEIVED: pgettext_lazy("sealed report", "received, sealed"),
    State.ACCEPTED: pgettext_lazy("sealed report", "accepted, being looked into"),
    State.REFUSED: pgettext_lazy("sealed report", "not accepted here"),
    State.FINISHED: pgettext_lazy("sealed report", "looked into, the result is to be told"),
    State.TOLD: pgettext_lazy("sealed report", "result told"),
    State.HANDED: pgettext_lazy("sealed report", "handed over to an organ outside"),
}
KINDS: Mapping[str, Text] = {
    "report": pgettext_lazy("sealed report", "The report"),
    "say": _("The reporter writes"),
    "answer": _("A word to the reporter"),
    "accept": _("It is accepted"),
    "refuse": _("It is not accepted here"),
    "finish": _("It was looked into"),
    "result": _("The result: %(outcome)s"),
    "forward": _("Sent on, sealed, to %(text)s"),
    "recuse": _("A reader recused themself and reads no more"),
    "let_in": _("Another reader may open it"),
    "recover": _("Custodians opened a reader’s key together"),
    "ask_protection": _("Protection is asked for"),
    "protect": _("Protection: %(outcome)s"),
    "before": _("What was said and written before it was sealed"),
    "office_before": _("What the office wrote for itself before; the reporter does not read this"),
    "packed": _("Packed and encrypted for %(text)s, outside of this system"),
    "packed_unnamed": _("Packed and encrypted for %(text)s, outside of this system, without the name of the reporter"),
    "ask_name": _("A reader asks to open the reporter’s name together with a second one"),
    "handed": _("It has arrived there; here nobody opens it any more"),
    "admit": _("The reporter reads and writes here from now on"),
    "garbled": _("Something came encrypted that can’t be opened"),
    "higher": _("The reporter takes it, sealed, to %(text)s"),
}
SHORT = ("forward", "higher", "packed", "packed_unnamed")  # the text stands in the sentence
OUTCOMES: Mapping[str, Text] = {
    "proven": pgettext_lazy("result of a report", "proven"),
    "partly": pgettext_lazy("result of a report", "proven in part"),
    "not_proven": pgettext_lazy("result of a report", "not proven"),
}
PROTECTIONS: Mapping[str, Text] = {
    "granted": pgettext_lazy("answer about protection", "granted"),
    "granted_partly": pgettext_lazy("answer about protection", "granted in part"),
    "not_granted": pgettext_lazy("answer about protection", "not granted"),
}
OWED: Mapping[str, Text] = {  # to who reports, by the name of the clock
    "look": _("somebody looks at it"),
    "stand": _("you are told how it stands"),
    "result": _("you are told the result"),
    "tell_result": _("you are told the result"),
    "tell_accept": _("you are told whether it is accepted"),
    "protect": _("what you asked for is answered"),
    "forward": _("it is sent on, sealed"),
    "send_on": _("it is sent on, sealed"),
    "receipt": _("the organ outside says that it has it"),
}
assert (set(OUTCOMES), set(PROTECTIONS)) == (set(rules.OUTCOMES), set(rules.PROTECTIONS))


def offer_numbers() -> None:
    """The office's own numbers of this room, set on the page of own dates."""
    register_room(
        "confidential",
        _("Sealed reports"),
        [
            RoomNumber(rules.LOOK_KEY, _("Look at a sealed report"), rules.LOOK_DAYS),
            RoomNumber(rules.STAND_KEY, _("Tell the reporter how it stands"), rules.STAND_DAYS),
            RoomNumber(rules.RESULT_KEY, _("Tell the result to who gave no name"), rules.RESULT_DAYS),
            RoomNumber(rules.RECEIPT_KEY, _("Get the receipt of the organ"), rules.RECEIPT_DAYS),
            RoomNumber(rules.HARM_FORWARD_KEY, _("Send on a report of retaliation"), rules.HARM_FORWARD_DAYS),
            RoomNumber(rules.HARM_LOOK_KEY, _("Look at a report of retaliation"), rules.HARM_LOOK_DAYS),
            RoomNumber(rules.PROTECT_KEY, _("Answer who asks for protection"), rules.PROTECT_DAYS),
            RoomNumber(rules.HARM_STAND_KEY, _("Tell who is harmed how it stands"), rules.HARM_STAND_DAYS),
            RoomNumber(rules.HARM_RESULT_KEY, _("Tell who is harmed the result"), rules.HARM_RESULT_DAYS),
        ],
    )
