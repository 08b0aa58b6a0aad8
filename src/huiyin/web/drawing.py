"""The components that a list draws fifty times, straight from their view models.

A template takes ten times as long for the same line: a list of 25 cases has 25 chips of nine rows each.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import icons
from .components import DeadlineChip, DerivationRow, Item, Tag

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_TONES = {tone: f" hy-chip--{tone}" for tone in ("soon", "late", "wait")}  # the others look as the chip itself does


@lru_cache(maxsize=256)
def icon(name: str, classes: str = "") -> SafeString:
    """A drawing of `huiyin.web.icons`."""
    return format_html(
        '<svg class="hy-i{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        mark_safe(icons.ICONS[name]),  # noqa: S308  # our own constant
    )


def deadline_chip(chip: DeadlineChip) -> SafeString:
    """A date that opens to how it was counted; flat where there is nothing to open."""
    classes = _TONES.get(chip.tone, "") + (" hy-chip--prov" if chip.provisional else "")
    shown = icon(chip.icon) + _text(chip.text)
    if not chip.why:
        return _safe(f'<span class="hy-chip hy-chip--flat{classes}">{shown}</span>\n')
    hint = _(", see how it was counted")
    return _safe(
        f'<details class="hy-chip{classes}"><summary>{shown}<span class="govuk-visually-hidden">{hint}</span></summary>\n'
        f"{derivation(chip.why)}</details>\n"
    )


def derivation(rows: Iterable[DerivationRow]) -> SafeString:
    """How a date was counted, open."""
    return _safe(f'<dl class="hy-why">{"".join(map(_row, rows))}</dl>\n')


def item(item: Item, action: str) -> SafeString:
    """A row of a staff list, as `<li>`. `action`: what can be done, drawn."""
    sentence = ""
    if item.sentence:
        sentence = f'<p class="hy-item__q">{_("“%(sentence)s”") % {"sentence": _text(item.sentence)}}</p>'
    facts = "".join(tag(fact) if isinstance(fact, Tag) else f"<span>{_text(fact)}</span>" for fact in item.facts)
    return _safe(
        f'<li class="hy-item" data-item><div><a class="hy-item__t" href="{_text(item.url)}">{_text(item.title)}</a>{sentence}'
        f'<p class="hy-item__m"><span class="hy-code">{_text(item.number)}</span>{facts}</p></div>'
        f"{deadline_chip(item.chip) if item.chip else ''}{action}</li>\n"
    )


def tag(tag: Tag) -> SafeString:
    """A small word beside others."""
    tone = f" hy-tag--{tag.tone}" if tag.tone else ""
    return _safe(f'<span class="govuk-tag{tone}">{icon(tag.icon) if tag.icon else ""}{_text(tag.text)}</span>\n')


def _row(row: DerivationRow) -> str:
    first, *others = [_text(line) for line in row.lines] or [""]
    if row.tag and row.lines:
        first += f' <span class="govuk-tag hy-tag--soon">{_text(row.tag)}</span>'
    note = f'<span class="hy-small">{_text(row.note)}</span>' if row.note else ""
    total = ' class="sum"' if row.total else ""
    return f"<div{total}><dt>{_text(row.term)}</dt><dd>{'<br>'.join((first, *others))}{note}</dd></div>"


def _text(value: StrOrPromise) -> str:
    """As a template writes a value; most are plain text, and for that Django's way is ten times as long."""
    return html.escape(value) if type(value) is str else conditional_escape(value)


def _safe(drawn: str) -> SafeString:
    """Every value in it went through `_text`."""
    return mark_safe(drawn)  # noqa: S308
