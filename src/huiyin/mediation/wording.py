"""This room's codes in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.wording import register_events

from .models import LedBy, MeetingKind, Role, Status, Term, Word

Text = str | Promise

KINDS: dict[str, Text] = {MeetingKind.MEDIATION: _("Mediation"), MeetingKind.HEARING: _("Hearing")}
STATUS: dict[str, Text] = {
    Status.INVITED: _("waits for both sides' word"),
    Status.UNDER_WAY: _("under way"),
    Status.REFUSED: _("a side does not want to"),
    Status.WITHDRAWN: _("broken off"),
    Status.NO_AGREEMENT: _("ended without agreement"),
    Status.AGREED: _("agreement signed by both"),
    Status.HELD: _("held"),
}
ROLES: dict[str, Text] = {
    Role.OTHER_SIDE: _("the other side"),
    Role.VILLAGE_MEDIATOR: _("mediator of the village or community"),
    Role.MEDIATOR: _("mediator"),
    Role.CHAIR: _("chairs it"),
    Role.MEMBER: _("member of the hearing"),
    Role.EXPERT: _("expert"),
    Role.COMPANION: _("companion"),
    Role.INTERPRETER: _("interpreter"),
}
LED_BY: dict[str, Text] = {
    LedBy.OFFICE: _("the office"),
    LedBy.COMMITTEE: _("a people's mediation committee"),
}
BY: dict[str, Text] = {
    Term.By.OFFICE: _("the office"),
    Term.By.OTHER: _("the other side"),
    Term.By.PERSON: _("who raised it"),
}
HOW: dict[str, Text] = {
    Word.How.PAGE: _("on the page"),
    Word.How.SLIP: _("on a signed slip"),
    Word.How.SPOKEN: _("by word of mouth"),
}


def register() -> None:
    """The lines that this room writes into the timeline, for staff and for the person."""
    register_events(
        {
            "mediation.invite": _("Both sides were invited to a mediation"),
            "mediation.move": _("The meeting has another day or place"),
            "mediation.word": _("A side said whether it takes part"),
            "start_mediation": _("Both sides agreed; the mediation begins"),
            "mediation_ends": _("The mediation ended"),
            "mediation.call_off": _("The meeting was called off"),
            "mediation.held_by_others": _("The meeting is held by others from now on"),
            "mediation.minutes": _("Minutes were written"),
            "mediation.minutes_answered": _("A side answered the minutes"),
            "mediation.agreement": _("An agreement was written down, to be signed by both"),
            "mediation.sign": _("A side answered the agreement"),
            "mediation.hearing": _("A hearing was announced"),
            "mediation.hearing_ends": _("The hearing was held"),
            "mediation.notice_word": _("The person said whether the hearing may be announced in public"),
            "mediation.confirm_passed": _(
                "The time to ask the court for confirmation has passed; the agreement goes on binding"
            ),
            "start_hearing": _("A hearing was announced; its time is not counted"),
            "hearing_ends": _("The hearing is over; the time runs on"),
        }
    )


AGREEMENT = _("An agreement with the person")
