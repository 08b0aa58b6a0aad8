"""Lawfulness: clauses that intercept, watch, punish, record, press or silence people who complain, each at its lines.

By rules alone: who does what to whom, forbidden or not, with whose leave. No network, no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.plans.checking import sources

from .matcher import is_official, speaks_of_complaints, unlawful
from .rules import Level, Rule, doubt, rules

__all__ = ["Level", "Mark", "Rule", "check", "is_official", "rules", "speaks_of_complaints"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause that breaks a rule, with why, the article, and a lawful clause to use instead, in the reader's language.

    `lines`: 1-based, both included; `text` as it stands there. `sure` is False where somebody should read whether it is
    meant so; `why` says it too. What only reads like an unlawful clause is a warning, whatever its rule. `also`: ids of other rules that the clause breaks.
    """

    rule: str
    level: Level
    lines: tuple[int, int]
    text: str
    why: str
    source: str
    instead: str
    sure: bool
    also: tuple[str, ...]


def check(lines: Sequence[str], language: str | None = None, *, broken: bool = True) -> list[Mark]:
    """The unlawful clauses of a text, in its order. `broken`: lines may have been broken by hand, in the middle of a sentence."""
    marks = []
    for found in unlawful(lines, broken=broken):
        rule = rules()[found.rule]
        why = sources.in_language(rule.why, language)
        marks.append(
            Mark(
                rule=rule.id,
                level="warn" if found.like else rule.level,
                lines=found.lines,
                text=found.text,
                why=why if found.sure else f"{why}{doubt(found.like, language)}",
                source=rule.source(language),
                instead=sources.in_language(rule.instead, language),
                sure=found.sure,
                also=found.also,
            )
        )
    return marks
