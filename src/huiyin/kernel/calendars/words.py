"""The calendar in people's words, in their language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .rules import DayAnswer, SkippedDay

# The names of the notices; other names (of a library or a special year) are shown as published.
_NAMES = {
    "元旦": _l("New Year's Day"),
    "春节": _l("Spring Festival"),
    "清明节": _l("Tomb-Sweeping Day"),
    "劳动节": _l("Labour Day"),
    "“五一”": _l("Labour Day"),
    "“五一”国际劳动节": _l("Labour Day"),
    "端午节": _l("Dragon Boat Festival"),
    "中秋节": _l("Mid-Autumn Festival"),
    "国庆节": _l("National Day"),
    "“十一”": _l("National Day"),
    "国庆节、中秋节": _l("National Day and Mid-Autumn Festival"),
    "中秋节、国庆节": _l("National Day and Mid-Autumn Festival"),
}


def day_reason(day: DayAnswer | SkippedDay) -> str:
    """Why a day counts or not, for a page."""
    name = str(_NAMES.get(day.name, day.name))
    if day.kind == "adjusted":
        return _("Adjusted working day (%s)") % name if name else _("Adjusted working day")
    if day.kind == "holiday":
        return name or _("Public holiday")
    words = {
        "weekend": _("Weekend"),
        "weekday": _("Working day"),
        "in-term": _("School day"),
        "out-of-term": _("School holidays"),
    }
    return words[day.kind]
