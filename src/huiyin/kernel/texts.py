"""What somebody typed into a field."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import BadInput


def written(place: str, text: str, message: str | Promise, remedy: str | Promise = "", *, longest: int) -> str:
    """The text, stripped; `BadInput` where there is none, or more than the field holds."""
    text = text.strip()
    if not text:
        raise BadInput(place, message, remedy)
    if len(text) > longest:
        raise BadInput(place, _("This is longer than %(most)d characters.") % {"most": longest}, _("Write it shorter."))
    return text
