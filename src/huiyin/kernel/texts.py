"""What somebody typed into a field."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import BadInput
from .vault.masking import holds_personal_number

LEAVE_OUT = _("Leave it out.")


def written(place: str, text: str, message: str | Promise, remedy: str | Promise = "", *, longest: int) -> str:
    """The text, stripped; `BadInput` where there is none, or more than the field holds."""
    text = text.strip()
    if not text:
        raise BadInput(place, message, remedy)
    if len(text) > longest:
        raise BadInput(place, _("This is longer than %(most)d characters.") % {"most": longest}, _("Write it shorter."))
    return text


def without_numbers(place: str, text: str, remedy: str | Promise = LEAVE_OUT) -> str:
    """The text; `BadInput` where a number of a person stands in what many read or what is kept for ever."""
    if holds_personal_number(text):
        raise BadInput(place, _("There is a telephone or identity number in it."), remedy)
    return text
