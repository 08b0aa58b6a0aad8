"""What can be done to a version at which point, why a plan is revised, the lengths of this room's clocks; who commands by a plan,
and which of its steps are never taken. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .schema import PlanDocument, Role, Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NO_PLANS = frozenset({"drill", "inspection", "rules", "law", "other"})
"""Kinds of documents that are no plans: nothing is demanded of them, and nothing is started by them."""

PLAN, REVIEW, MARK = "plan", "plan-review", "plan-mark"  # kinds of subjects of this room's clocks

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


COMMANDING = ("总指挥", "總指揮", "指挥", "指揮", "组长", "組長", "commander")


def possible(verb: str, status: str) -> bool:
    """Whether the verb belongs to where the version stands."""
    return status in POSSIBLE[verb]


def commander(document: PlanDocument) -> Role | None:
    """Who leads when the plan runs: the role that decides on the highest level; else the one that is called so; else the first."""
    highest = min(document.levels, key=lambda level: level.rank, default=None)
    decides = highest.decided_by if highest else ""
    deciding = [role for role in document.roles if role.title and decides.startswith(role.title)]
    named = [role for word in COMMANDING for role in document.roles if word in role.title.lower()]
    return next(iter((*deciding, *named, *document.roles)), None)


def left_out(document: PlanDocument, overruled: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Keys of steps that rest on an overruled clause, given as (key of the piece, its words): printed, but never done."""
    marks = [(key, _bare(text)) for key, text in overruled]
    clauses = {clause.key: _bare(clause.text) for part in document.parts for clause in part.clauses}

    def rests(step: Step) -> bool:
        own = (_bare(step.action), clauses.get(step.clause, ""))
        return any(
            (key and key in (step.key, step.clause)) or (text and any(text in words for words in own if words))
            for key, text in marks
        )

    return frozenset(step.key for step in document.steps if rests(step))


def _bare(text: str) -> str:
    return "".join(text.split())
