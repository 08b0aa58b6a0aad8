"""The rules of reporting as data: `rules.toml` (who, to whom, by when, by which article) and `kinds.toml` (what a report holds)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import traditional
from huiyin.kernel.errors import BadInput

FOLDER = Path(__file__).resolve().parent
Within = int | Literal["at once", "promptly"]  # a number is of hours

HEAD, ABOVE, NEXT_LEVEL = "head", "above", "next-level"
INSIDE = (HEAD, ABOVE, NEXT_LEVEL)  # whom the system tells itself


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty to report. `law`: its name in each language, empty for the office's own rule."""

    id: str
    law: Mapping[str, str]
    article: str
    kinds: tuple[str, ...]
    to: tuple[str, ...]
    within: Within
    verified: str
    local: bool

    @property
    def key(self) -> str:
        """As the office's own choices name it."""
        return f"bulletins:{self.id}"

    @property
    def off_by_default(self) -> bool:
        """Nobody has seen its text, or it holds in some places alone: the office turns it on."""
        return self.verified == "U" or self.local

    @property
    def own(self) -> bool:
        return not self.law


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event. `place`: whether its report says where; `watch`: days in which changed numbers are reported."""

    key: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    plans: tuple[str, ...]
    closed: bool
    place: bool
    watch: int


@dataclass(frozen=True, slots=True)
class Grade:
    """From which numbers on an accident has this grade."""

    key: str
    dead: int
    badly: int
    loss: int


@cache
def rules() -> tuple[Rule, ...]:
    found = _read("rules")
    laws = {key: _InEveryLanguage(words) for key, words in found["laws"].items()}
    return tuple(
        Rule(
            one["id"], laws[one["law"]] if "law" in one else {}, one.get("article", ""), tuple(one["kinds"]),
            tuple(one["to"]), one["within"], one.get("verified", "S" if "law" in one else ""), one.get("local", False),
        )
        for one in found["rules"]
    )  # fmt: skip


@cache
def kinds() -> tuple[Kind, ...]:
    return tuple(
        Kind(
            one["key"], tuple(one["fields"]), tuple(one["required"]), tuple(one.get("plans", ())),
            one.get("closed", False), one.get("place", True), one.get("watch", 0),
        )
        for one in _read("kinds")["kinds"]
    )  # fmt: skip


@cache
def grades() -> tuple[Grade, ...]:
    """The gravest first."""
    return tuple(Grade(**one) for one in _read("rules")["grades"])


def silent() -> Mapping[str, str]:
    """Lines of the list that start no clock here, with why."""
    found: Mapping[str, str] = _read("rules")["silent"]
    return found


def kind(key: str) -> Kind:
    """`BadInput` for what is no kind: a report on persons for complaining is none, and has no form."""
    found = next((one for one in kinds() if one.key == key), None)
    if found is None:
        raise BadInput("kind", _("Choose what happened."), "")
    return found


def kind_of_plan(plan: str) -> str:
    """The kind of event that a kind of plan is for; empty where there is none."""
    return next((one.key for one in kinds() if plan in one.plans), "")


def rule(rule_id: str) -> Rule | None:
    return next((one for one in rules() if one.id == rule_id), None)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class _InEveryLanguage(Mapping[str, str]):
    """Words of the file, and in Traditional Chinese when somebody asks: the tables for it take as long to load as ten rooms."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, language: str) -> str:
        if language == "zh-hant" and language not in self._words:
            self._words[language] = traditional.by_words(self._words["zh-hans"])
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words | {"zh-hant": ""})

    def __len__(self) -> int:
        return len(self._words | {"zh-hant": ""})
