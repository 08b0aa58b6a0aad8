"""The rules L-01 to L-25: level, reason, article, and what to write instead. Data: `data/rules.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

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
def rules() -> dict[str, Rule]:
    """All rules by id, in their order."""
    raw = tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))
    return {rule.id: rule for rule in (Rule.model_validate(one) for one in raw["rules"])}
