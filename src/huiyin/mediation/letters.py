"""The letters of this room, and the words for their parts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents import kinds
from huiyin.documents.kinds import NOTHING_FOLLOWS, RECORDED, LetterKind

AGREED = _("About what was raised on {received_on} the sides have agreed on the following.")
KINDS: tuple[LetterKind, ...] = (
    LetterKind(
        "mediation_invitation",
        _("Invitation to a mediation"),
        "调邀",
        ("subject", "within", "when", "where", "other_side", "who_comes"),
    ),
    LetterKind("mediation_minutes", _("Minutes of a mediation"), "调纪", ("minutes",), NOTHING_FOLLOWS, RECORDED),
    LetterKind("agreement", _("Mediation agreement"), "调协", ("agreed", "terms", "rights"), NOTHING_FOLLOWS, AGREED),
    LetterKind("agreement_broken", _("The agreement was not kept: what is open to you"), "调违", ("missing", "ways")),
    LetterKind(
        "hearing_notice", _("Invitation to a hearing"), "听通", ("subject", "why_hearing", "when", "where", "who_comes")
    ),
    LetterKind("hearing_minutes", _("Minutes of a hearing"), "听纪", ("minutes",), NOTHING_FOLLOWS, RECORDED),
)
HEADINGS: dict[str, str | Promise] = {
    "subject": _("What is talked about"),
    "within": _("What may be decided freely"),
    "why_hearing": _("Why a hearing is held"),
    "when": _("When"),
    "where": _("Where"),
    "moved": _("Why it was moved"),
    "other_side": _("The other side"),
    "who_comes": _("Who else comes"),
    "minutes": _("What was said"),
    "objection": _("Objection to the minutes"),
    "agreed": _("What is agreed"),
    "terms": _("Who does what by when"),
    "rights": _("Your rights"),
    "missing": _("What was not done"),
}


def register() -> None:
    kinds.register(KINDS, HEADINGS)
