"""How an exercise is marked, in one place: on pages, in the log, in notices. Nobody may take it for the real thing."""

from __future__ import annotations

from django.utils.translation import get_language

EXERCISE = {"zh-hans": "演练", "zh-hant": "演練", "en": "EXERCISE"}
"""The word of the Common Alerting Protocol's status `Exercise`, as each language says it."""


def word() -> str:
    """In the reader's language."""
    return EXERCISE.get((get_language() or "").lower(), EXERCISE["zh-hans"])


def marked(text: str) -> str:
    """For titles: 【演练】 before anything else."""
    return f"【{word()}】{text}"


def marked_in_every_language(words: dict[str, str]) -> dict[str, str]:
    """The same for a notice."""
    return {language: f"【{EXERCISE.get(language, EXERCISE['zh-hans'])}】{text}" for language, text in words.items()}
