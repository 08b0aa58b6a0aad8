"""Written notices (告知书、意见书): the words as they were sent, numbered and dated, with the way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Letter, Reply
from huiyin.kernel import time
from huiyin.organisations.models import Organisation

if TYPE_CHECKING:
    from .procedure import Doing

TITLES: dict[str, str | Promise] = {
    "notify": _("Notice of receipt"),
    "accept": _("Notice of acceptance"),
    "refuse": _("Notice of non-acceptance"),
    "transfer": _("Notice of transfer"),
    "channel": _("Notice of the lawful procedure"),
    "extend": _("Notice of extension"),
    "reply": _("Written opinion on a petition matter"),
    "suggestion": _("Reply to a suggestion"),
    "carry_out": _("Notice of carrying out"),
    "review": _("Review opinion"),
    "second-review": _("Second review opinion"),
    "panel": _("Decision of the panel"),
    "competence": _("Decision on who is competent"),
    "late_answer": _("Answer to a late request for review"),
    "late_admitted": _("A late request for review is taken on"),
    "joined": _("Notice that it is handled together with the same matter"),
    "split": _("Notice that it is handled by itself again"),
    "objection": _("Decision on an objection to non-acceptance"),
    "mediation_invitation": _("Invitation to a mediation"),
    "mediation_minutes": _("Minutes of a mediation"),
    "agreement": _("Mediation agreement"),
    "agreement_broken": _("The agreement was not kept: what is open to you"),
    "hearing_notice": _("Invitation to a hearing"),
    "hearing_minutes": _("Minutes of a hearing"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One section. `heading` is a key that the page puts into words in the reader's language."""

    heading: str
    text: str


def write_letter(
    doing: Doing, kind: str, parts: Sequence[Part], *, reply: Reply | None = None, office: Organisation | None = None
) -> Letter:
    """Part of an action, which commits the row. The number is the case's own with a count: no serial across cases.

    `office`: who signs it, where it is not the case's own office.
    """
    case = doing.case
    signs = office or case.office
    count = case.letters.count() + 1
    year = doing.at.astimezone(time.zone_of(case.organisation.zone)).year
    return Letter.objects.create(
        case=case,
        kind=kind,
        title=in_every_language(TITLES[kind]),
        number=f"{signs.short_name}〔{year}〕{case.public_id}-{count}",
        at=doing.at,
        signed_by=signs.name,
        parts=[asdict(part) for part in parts],
        reply=reply,
    )


def in_every_language(text: str | Promise) -> dict[str, str]:
    """A source string as it stands in each catalogue."""
    titles = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            titles[code] = str(text)
    return titles
