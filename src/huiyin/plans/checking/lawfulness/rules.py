"""The rules L-01 to L-25: level, reason, article, and what to write instead. Data: `data/rules.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from huiyin.plans.checking import sources
from huiyin.plans.checking.lawfulness.words import DATA

Level = Literal["block", "warn"]


class Rule(BaseModel):
    """One rule. `block` stops approval until the clause is changed or overruled by a named reviewer; `warn` does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    level: Level
    articles: tuple[str, ...]
    title: dict[str, str]
    why: dict[str, str]
    instead: dict[str, str]

    def source(self, language: str | None = None) -> str:
        """The articles in words."""
        return sources.cite(self.articles, language)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in their order."""
    return {rule.id: rule for rule in (Rule.model_validate(one) for one in _data()["rules"])}


def doubt(like: str, language: str | None = None) -> str:
    """What is said where the check asks rather than tells. `like`: the example that the clause reads like, if that is why."""
    if not like:
        return sources.in_language(_data()["doubt"]["unsure"], language)
    return sources.in_language(_data()["doubt"]["like"], language).replace("{example}", like)
