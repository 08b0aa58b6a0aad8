"""The row of a leader's board, straight from its view model: thirty of them a page, each with two dates that open."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.web import drawing

from .presenting import Line

_ROW = (
    '<li class="hy-item" data-item><div><a class="hy-item__t" href="{}">{}</a>{}'
    '<p class="hy-item__m"><span class="hy-code">{}</span><span>{}</span>{}</p><p><b>{}</b> {}</p></div>'
    '<div class="hy-item__side">{}{}<a class="govuk-button govuk-button--secondary hy-btn-s" href="{}">{}'
    '<span class="govuk-visually-hidden"> {}</span></a></div></li>\n'
)


def row(line: Line) -> SafeString:
    """As `<li>` of a group."""
    tags = format_html_join("", "{}", ((drawing.tag(tag),) for tag in line.tags))
    return format_html(
        _ROW, line.url, line.title, format_html('<p class="hy-item__q">{}</p>', line.sentence) if line.sentence else "",
        line.number, line.contact, tags, _("Your next step:"), line.next_step or _("none planned"),
        _owed(line), drawing.deadline_chip(line.own) if line.own else "", line.act.url, line.act.label, line.act.note,
    )  # fmt: skip


def _owed(line: Line) -> SafeString:
    if line.owed:
        return drawing.deadline_chip(line.owed)
    return format_html('<p class="hy-small">{}</p>', _("Nothing is owed to the person at the moment."))
