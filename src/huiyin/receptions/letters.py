"""The minutes of a reception as a letter of the office: numbered, the same on the page and on accessible paper, with the person's word."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents import kinds
from huiyin.documents.kinds import RECORDED, LetterKind

MINUTES = "reception_minutes"
KINDS: tuple[LetterKind, ...] = (
    LetterKind(
        MINUTES,
        _("Minutes of a reception"),
        "接笔",
        ("when", "received_by", "main_demands", "law_explained", "also_said", "promised", "word_to_minutes"),
        _("You have the same copy as we have."),
        RECORDED,
    ),
)
HEADINGS: dict[str, str | Promise] = {
    "when": _("When"),
    "received_by": _("Who received"),
    "main_demands": _("Main demands"),
    "law_explained": _("Law explained"),
    "also_said": _("What else was said"),
    "promised": _("What was promised"),
    "word_to_minutes": _("What was said to the minutes"),
}


def register() -> None:
    """Called when the room is ready."""
    kinds.register(KINDS, HEADINGS)
