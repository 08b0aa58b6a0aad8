"""The kinds of things that an office can set a time for, and from which day the time runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """`archives`: the archive can take it over, so that an office can ask for that first. `case_kind`: of cases."""

    key: str
    title: StrOrPromise
    runs_from: StrOrPromise
    archives: bool = False
    case_kind: str = ""


_CASE_ENDS = _("the last step of its procedure; not before its last time limit has ended")
CLAIM: Final = Kind("claim", _("Cases: claims"), _CASE_ENDS, archives=True, case_kind="claim")
SUGGESTION: Final = Kind("suggestion", _("Cases: suggestions"), _CASE_ENDS, archives=True, case_kind="suggestion")
UNSORTED: Final = Kind("unsorted", _("Cases that were never sorted, and those of an old system"), _CASE_ENDS, archives=True, case_kind="unsorted")  # fmt: skip
HAZARD: Final = Kind("hazard", _("Hazards"), _("the day on which it was closed or dropped"))
ANNOUNCEMENT: Final = Kind(
    "announcement", _("Notices to posts and parents"), _("its last day, or the day on which it was withdrawn")
)
HOLDING: Final = Kind("holding", _("Old archives that were brought in"), _("the end of the file’s year; where the catalogue says longer, that counts"))  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {
    kind.key: kind for kind in (CLAIM, SUGGESTION, UNSORTED, HAZARD, ANNOUNCEMENT, HOLDING)
}
OWN_RULE: Final = "本单位自定"
