"""How often a plan is practised, by which rule; the points on which an exercise is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GUIDE = {
    "zh-hans": "《中小学幼儿园应急疏散演练指南》（教基一厅〔2014〕2号）",
    "zh-hant": "《中小學幼兒園應急疏散演練指南》（教基一廳〔2014〕2號）",
    "en": "Guide to evacuation exercises in schools and kindergartens (2014)",
}
SAFETY = {
    "zh-hans": "《生产安全事故应急条例》",
    "zh-hant": "《生產安全事故應急條例》",
    "en": "Regulation on the response to production-safety accidents (2019)",
}
EVACUATED = ("fire", "earthquake", "evacuation", "crush")  # plans whose exercise is an evacuation
OWN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cadence:
    """At least once in so many months. Without a law it is the office's own, and may be changed freely."""

    key: str
    title: StrOrPromise
    months: int
    law: dict[str, str] = field(default_factory=dict)
    article: str = ""


CADENCES: dict[str, Cadence] = {
    one.key: one
    for one in (
        Cadence("school", _("School: evacuation at least every month"), 1, GUIDE),
        Cadence("kindergarten", _("Kindergarten: evacuation at least every quarter"), 3, GUIDE),
        Cadence(
            "township", _("Township or government: production safety at least every two years"), 24, SAFETY, "art. 8"
        ),
        Cadence("own", _("The office's own number"), OWN_MONTHS),
    )
}


def cadences_for(organisation_kind: str, plan_kind: str) -> tuple[Cadence, ...]:
    """What can hold for this plan here, what is proposed first."""
    if organisation_kind == "school" and plan_kind in EVACUATED:
        return (CADENCES["school"], CADENCES["kindergarten"])
    if organisation_kind in ("township", "county", "city") and plan_kind in ("building", "laboratory", "general"):
        return (CADENCES["own"], CADENCES["township"])
    return (CADENCES["own"],)


def longest(cadence: str) -> int | None:
    """The most months that the rule lets pass; None where it is the office's own."""
    return None if cadence == "own" else CADENCES[cadence].months


# 突发事件应急预案管理办法 (2013) 23: what is judged after an exercise.
POINTS: dict[str, StrOrPromise] = {
    "course": _("How the exercise ran"),
    "plan": _("Whether the plan fits and can be carried out"),
    "command": _("Command and working together"),
    "staff": _("What the people did"),
    "equipment": _("Whether the equipment was right and enough"),
    "advice": _("What should be better: plan, preparation, command, exercise"),
}


def since_text(days: int | None) -> str:
    """How long ago it was last proved; None: never."""
    if days is None:
        return str(_("never tested"))
    if days == 0:
        return str(_("tested today"))
    return ngettext("tested %(days)d day ago", "tested %(days)d days ago", days) % {"days": days}
