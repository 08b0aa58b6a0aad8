"""A length as people read it."""

from __future__ import annotations

from django.utils.translation import gettext


def in_words(length: int, unit: str) -> str:
    """In the active language: "15 days", "5 working days", "at once"."""
    words = {
        "days": gettext("%(n)s days"),
        "working-days": gettext("%(n)s working days"),
        "school-days": gettext("%(n)s school days"),
        "months": gettext("%(n)s months"),
        "hours": gettext("%(n)s hours"),
        "immediate": gettext("at once"),
    }
    return words[unit] % {"n": length}
