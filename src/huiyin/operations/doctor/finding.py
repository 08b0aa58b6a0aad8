"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

Weight = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`weight`: "bad" must be mended, "note" should be known. `remedy` says what to do; empty when all is well."""

    about: str
    weight: Weight
    what: str
    remedy: str = ""

    @classmethod
    def failed(cls, about: str, error: Exception) -> Finding:
        """The examination itself could not be done."""
        return cls(
            about,
            "bad",
            _("This could not be examined: {error}.").format(error=error),
            _("Mend what stands above first."),
        )
