"""For the texts of notices."""

from __future__ import annotations

from django import template

from huiyin.kernel.clocks import words

register = template.Library()


@register.filter
def worded(title: dict[str, str]) -> str:
    """The words of a title in the language of the reader."""
    return words.pick(title)
