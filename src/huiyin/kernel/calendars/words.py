"""The calendar in people's words, in their language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules import DayAnswer, SkippedDay

# The names of the notices; other names (of a library or a special year) are shown as published.
_NAMES = {
    "元旦": gettext_lazy("New Year's Day"),
    "春节": gettext_lazy("Spring Festival"),
    "清明节": gettext_lazy("Tomb-Sweeping Day"),
    "劳动节": gettext_lazy("Labour Day"),
    "“五一”": gettext_lazy("Labour Day"),
    "“五一”国际劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat Festival"),
    "中秋节": gettext_lazy("Mid-Autumn Festival"),
    "国庆节": gettext_lazy("National Day"),
    "“十一”": gettext_lazy("National Day"),
    "国庆节、中秋节": gettext_lazy("National Day and Mid-Autumn Festival"),
    "中秋节、国庆节": gettext_lazy("National Day and Mid-Autumn Festival"),
}
_KINDS = {
    "weekend": gettext_lazy("Weekend"),
    "weekday": gettext_lazy("Working day"),
    "in-term": gettext_lazy("School day"),
    "out-of-term": gettext_lazy("School holidays"),
}


def day_reason(day: DayAnswer | SkippedDay) -> str:
    """Why a day counts or not, for a page."""
    name = str(_NAMES.get(day.name, day.name))
    if day.kind == "adjusted":
        return _("Adjusted working day (%s)") % name if name else _("Adjusted working day")
    if day.kind == "holiday":
        return name or _("Public holiday")
    return str(_KINDS[day.kind])
