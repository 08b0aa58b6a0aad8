"""One thing that the doctor looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Weight = Literal["good", "note", "bad"]

# What stands before a finding where people read it; programs get `about` as it is.
TITLES: Mapping[str, StrOrPromise] = {
    "disk": pgettext_lazy("what the doctor looks at", "disk"),
    "clock": pgettext_lazy("what the doctor looks at", "clock"),
    "folder": pgettext_lazy("what the doctor looks at", "folder"),
    "pages": pgettext_lazy("what the doctor looks at", "pages"),
    "fonts": pgettext_lazy("what the doctor looks at", "fonts"),
    "key": pgettext_lazy("what the doctor looks at", "key"),
    "database shape": pgettext_lazy("what the doctor looks at", "database shape"),
    "database": pgettext_lazy("what the doctor looks at", "database"),
    "beginning": pgettext_lazy("what the doctor looks at", "beginning"),
    "files": pgettext_lazy("what the doctor looks at", "files"),
    "ledger": pgettext_lazy("what the doctor looks at", "ledger"),
    "worker": pgettext_lazy("what the doctor looks at", "worker"),
    "watcher": pgettext_lazy("what the doctor looks at", "watcher"),
    "mail": pgettext_lazy("what the doctor looks at", "mail"),
    "gateways": pgettext_lazy("what the doctor looks at", "gateways"),
    "notices": pgettext_lazy("what the doctor looks at", "notices"),
    "time limits": pgettext_lazy("what the doctor looks at", "time limits"),
    "call-outs": pgettext_lazy("what the doctor looks at", "call-outs"),
    "mornings": pgettext_lazy("what the doctor looks at", "mornings"),
    "identity": pgettext_lazy("what the doctor looks at", "identity"),
    "calendar": pgettext_lazy("what the doctor looks at", "calendar"),
    "backup": pgettext_lazy("what the doctor looks at", "backup"),
    "https": pgettext_lazy("what the doctor looks at", "HTTPS"),
    "offline": pgettext_lazy("what the doctor looks at", "offline"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`weight`: "bad" must be mended, "note" should be known. `remedy` says what to do; empty when all is well."""

    about: str
    weight: Weight
    what: str
    remedy: str = ""

    @property
    def title(self) -> str:
        return str(TITLES.get(self.about, self.about))

    @classmethod
    def failed(cls, about: str, error: Exception) -> Finding:
        """The examination itself could not be done."""
        return cls(
            about,
            "bad",
            _("This could not be examined: {error}.").format(error=error),
            _("Mend what stands above first."),
        )
