"""Complete plans to begin from, written for this project after what law demands of a school. Each clause says its article, or
that the rule is the school's own.

`<name>.toml` is a plan; `common.toml` holds what they say alike. Traditional Chinese is made by words when it is asked for.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import traditional
from huiyin.kernel.errors import BadInput
from huiyin.plans.schema import PlanDocument

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("zh-hans", "zh-hant")
_COMMON = "common"
_NUMERALS = (*"一二三四五六七八九十", *(f"十{unit}" for unit in "一二三四五六七八九"))
_PIECES = ("roles", "levels", "triggers", "steps", "limits", "contacts", "resources", "annexes")
_NO_WORDS = {"key", "kind", "part", "phase", "role", "levels", "level", "after"}


@cache
def names() -> tuple[str, ...]:
    """The starter plans by name."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml") if file.stem != _COMMON))


@cache
def load(name: str, language: str = "zh-hans") -> PlanDocument:
    """A starter plan in Simplified or Traditional Chinese. BadInput where there is none of that name or in that language."""
    if name not in names():
        raise BadInput(name, _("There is no such starter plan."), _("Choose one of the list."))
    if language not in LANGUAGES:
        raise BadInput(language, _("Starter plans are written in Chinese."), _("Ask for zh-hans or zh-hant."))
    plan = _whole(_read(name), _read(_COMMON))
    if language == "zh-hant":
        plan = _in_traditional(plan)
    return PlanDocument.model_validate(plan | {"language": language})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _whole(plan: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    """The plan with what it takes from the common file, its parts numbered in their order."""
    parts = [_part(part, common) | {"number": _NUMERALS[place]} for place, part in enumerate(plan["parts"])]
    pieces: dict[str, Any] = {
        kind: [_piece(entry, common.get(kind, {})) for entry in plan.get(kind, ())] for kind in _PIECES
    }
    return plan | pieces | {"parts": parts}


def _part(part: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    """A part named after what it does: its own clauses first, then those that all plans have there."""
    name = part["part"]
    shared = common["parts"].get(name, {}).get("clauses", ()) if part.get("common", True) else ()
    clauses = [_piece(clause, common["clauses"]) for clause in (*part.get("clauses", ()), *shared)]
    return {"key": name, "part": name, "title": part.get("title", common["titles"][name]), "clauses": clauses}


def _piece(entry: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An entry with `common = "<name>"` has the words of that name, with its own over them."""
    name = entry.get("common")
    if name is None:
        return entry
    return {"key": name} | shared[name] | {field: value for field, value in entry.items() if field != "common"}


def _in_traditional(value: Any, field: str = "") -> Any:
    """Words by words, names of laws by characters, keys as they are."""
    if isinstance(value, dict):
        return {key: _in_traditional(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_traditional(inner, field) for inner in value]
    if not isinstance(value, str) or field in _NO_WORDS:
        return value
    return traditional.by_characters(value) if field == "law" else traditional.by_words(value)
