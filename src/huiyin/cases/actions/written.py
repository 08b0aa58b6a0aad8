"""What somebody must have written before it can be done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import BadInput


def need(text: str, place: str, remedy: str | Promise, *, longest: int | None = None) -> None:
    """`BadInput` at the field where nothing is written, with what to write; or where there is more than `longest` characters."""
    if len(text.strip()) < 2:
        raise BadInput(place, _("This is still empty."), remedy)
    if longest is not None and len(text) > longest:
        raise BadInput(place, _("It is too long."), _("Put the rest into a file of the case."))
