"""What can be done to a version at which point, why a plan is revised, and the lengths of this room's clocks. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

POSSIBLE: dict[str, frozenset[str]] = {
    "edit": frozenset({"draft", "in-review"}),
    "review": frozenset({"draft", "in-review"}),
    "approve": frozenset({"draft", "in-review"}),
    "publish": frozenset({"approved"}),
    "file": frozenset({"published"}),
    "evaluate": frozenset({"published"}),
    "revise": frozenset({"approved", "published"}),
}

# 突发事件应急预案管理办法 (2024) 25–26: signed by the main head, filed with the superior within 20 working days of issue.
FILING_WORKING_DAYS = 20
FILING_LAW = {
    "zh-hans": "《突发事件应急预案管理办法》（国办发〔2024〕5号）",
    "zh-hant": "《突發事件應急預案管理辦法》（國辦發〔2024〕5號）",
    "en": "Measures for the management of emergency plans (2024)",
}
FILING_ARTICLE = {"zh-hans": "第26条", "zh-hant": "第26條", "en": "art. 26"}

# The office's own numbers. "Every three years" is in no text that was seen: so it is the office's own (law.md P-12).
EVALUATE_KEY, EVALUATE_MONTHS = "plans:evaluate", 36
MARK_KEY, MARK_DAYS = "plans:mark", 7
REMIND_DAYS = (3, 1)

# When a plan is revised without delay: 突发事件应急预案管理办法 (2013) 25; 生产安全事故应急条例 6.
REVISE_FOR: dict[str, StrOrPromise] = {
    "law": _("Law, a standard or the plan of the level above has changed"),
    "command": _("Who commands, or their duties, have changed greatly"),
    "risks": _("The risks have changed greatly"),
    "resources": _("Important resources have changed greatly"),
    "information": _("Other key information of the plan has changed"),
    "drill": _("Something was found in an incident or an exercise that must change"),
    "other": pgettext_lazy("why a plan is revised", "Another reason"),
}


def possible(verb: str, status: str) -> bool:
    """Whether the verb belongs to where the version stands."""
    return status in POSSIBLE[verb]
