"""Clauses of our own, each unlawful under its rule, or lawful with words that invite that rule. Those of `clauses.tsv` were written from
the law before anybody saw the words of the rules, kept aside, and run once when the rules were finished (docs/plans.md has what came
of it). Those that the rules were made on are the examples of the check itself."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.plans.checking.lawfulness import check
from huiyin.plans.checking.lawfulness.resembling import examples

FILE = Path(__file__).resolve().parent / "clauses.tsv"
TITLE = "某单位信访事项处置预案"


@dataclass(frozen=True, slots=True)
class Own:
    """`unlawful`: under `rule`; otherwise lawful."""

    rule: str
    unlawful: bool
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Shares: found by the very rule, found by any; lawful clauses marked by the rule they invite, by any."""

    by_rule: float
    by_any: float
    false_by_rule: float
    false_by_any: float


def kept_aside() -> list[Own]:
    """Those that were run once."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Own(row["rule"], row["is"] == "unlawful", row["clause"]) for row in rows]


def made_on() -> list[Own]:
    """Those that the rules were made on."""
    return [Own(one.invites, bool(one.rule), one.text) for one in examples() if one.invites != "-"]


def score(clauses: Sequence[Own]) -> Score:
    """Each clause alone in a plan about complaints."""
    marked = [(one, {mark.rule for mark in check([TITLE, "", one.text])}) for one in clauses]
    unlawful = [(one.rule in rules, bool(rules)) for one, rules in marked if one.unlawful]
    lawful = [(one.rule in rules, bool(rules)) for one, rules in marked if not one.unlawful]
    return Score(*_shares(unlawful), *_shares(lawful))


def _shares(found: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    return sum(rule for rule, _any in found) / len(found), sum(any_ for _rule, any_ in found) / len(found)
