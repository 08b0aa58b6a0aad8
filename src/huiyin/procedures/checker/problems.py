"""What the checker finds, told so that a person understands it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from huiyin.procedures.schema import Words


@dataclass(frozen=True)
class Problem:
    """`rule`: the name of the rule; `path`: where in the pack; `message`: what would happen to somebody's case."""

    rule: str
    path: str
    message: str


def said(words: Words, fallback: str) -> str:
    """A title in the active language, or its id where the pack has none."""
    return words.into(get_language() or "zh-hans") or words.en or fallback
