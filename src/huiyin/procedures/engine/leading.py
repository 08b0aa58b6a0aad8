"""When a leader must answer for a case, by the criteria of its procedure, and the clock in which one is named. Pure."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.procedures.engine.clocks import DeadlineSpec, specify
from huiyin.procedures.engine.facts import Facts, Settings, holds
from huiyin.procedures.schema import LeaderRequired, Pack


def leader_criteria(pack: Pack, facts: Facts, categories: Collection[str]) -> tuple[LeaderRequired, ...]:
    """The criteria that a case meets. `categories`: the names of its category and of those above it, in Chinese."""
    return tuple(one for one in pack.leader_required if _met(one, facts, categories))


def naming_clocks(pack: Pack, criteria: Collection[LeaderRequired], settings: Settings) -> tuple[DeadlineSpec, ...]:
    """The clocks that these criteria start while nobody is named, each once."""
    names = dict.fromkeys(one.clock for one in criteria)
    return tuple(specify(pack, pack.deadline(name), settings) for name in names)


def _met(criterion: LeaderRequired, facts: Facts, categories: Collection[str]) -> bool:
    by_category = bool(set(criterion.categories) & set(categories))
    return by_category or (bool(criterion.when) and holds(criterion.when, facts))
