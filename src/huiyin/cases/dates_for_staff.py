"""What a date is for, as staff read it. Packs word their dates to the person whose case it is; an office reads of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel.clocks.queries import ClockView

if TYPE_CHECKING:
    from django.utils.functional import Promise

# By the names of deadlines, which mean the same in every pack. A test holds this table against the packs.
_TITLES: dict[str, str | Promise] = {
    "acknowledge": _("Tell the person that you have it"),
    "answer_late": _("Answer to the person's late request"),
    "answer_message": _("Answer the person's message"),
    "ask_panel": _("The person may ask for a panel"),
    "ask_review": _("The person may ask for review"),
    "ask_second_review": _("The person may ask for the second review"),
    "ask_word": _("The person may say whether it is settled"),
    "decide_objection": _("The level above decides on the person's objection"),
    "notify_direct": _("Tell the person: received, path, procedure"),
    "notify_transferred": _("Tell the person: received by transfer, path, procedure"),
    "objection": _("The person may object"),
    "person_reply": _("The person's answer to the question"),
    "serve": _("Deliver the answer to the person"),
    "take_up": _("Talk, take it up, or name the other way to the person"),
}


def title_for_staff(name: str, title: Mapping[str, str]) -> dict[str, str]:
    """Language -> what the date of this name is for."""
    return dict(_worded(name) or title)


@cache
def _worded(name: str) -> Mapping[str, str] | None:
    words = _TITLES.get(name)
    return in_every_language(words) if words is not None else None


def for_staff(clock: ClockView) -> ClockView:
    """The same date in words for staff."""
    return replace(clock, title=title_for_staff(clock.name, clock.title))
