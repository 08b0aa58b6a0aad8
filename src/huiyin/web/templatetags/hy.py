"""`{% load hy %}`: the components. Each draws one view model of `huiyin.web.components`; block tags wrap what stands inside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from huiyin.kernel.clocks.words import length_text
from huiyin.kernel.errors import HuiyinError
from huiyin.web import components, dates, drawing, fields, icons
from huiyin.web.languages import language_tag

register = template.Library()


def _draw(component: str, /, **values: object) -> SafeString:
    return render_to_string(f"web/components/{component}.html", values)


# ---- small things


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A drawing of `huiyin.web.icons`; never the only bearer of a meaning."""
    return drawing.icon(name, classes)


@register.simple_tag
def mark(part: str = "both") -> SafeString:
    """The mark. `voice`: the half without an answer, for what nobody has answered yet."""
    drawing = icons.MARK_VOICE + ("" if part == "voice" else icons.MARK_ECHO) + icons.MARK_CENTRE
    return format_html(
        '<svg class="hy-mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(drawing),  # noqa: S308  # our own constant
    )


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code of `text`; `label` says what it opens."""
    import segno  # here, because every start of a command would wait for it

    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(border=1)[0]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="hy-qr" viewBox="-1 -1 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#1b2320" d="{2}"/></svg>',
        size, label, path,
    )  # fmt: skip


@register.filter
def starts_with(text: str, prefix: str) -> bool:
    """Whether an address lies under another."""
    return text.startswith(prefix)


@register.simple_tag
def page_language() -> str:
    """The language of the page as `lang` wants it: zh-Hans, zh-Hant, en."""
    return language_tag(get_language() or "zh-hans")


# ---- dates


@register.filter
def hy_date(value: dt.date | dt.datetime | None, zone: str = "") -> str:
    """`1月7日（周四）`, in the language of the page."""
    return dates.day_text(value, zone) if value else ""


@register.filter
def hy_day(value: dt.date | dt.datetime | None, zone: str = "") -> str:
    """`1月7日`, for labels beside which the whole date stands."""
    return dates.short_day_text(value, zone) if value else ""


@register.filter
def hy_datetime(value: dt.datetime | None, zone: str = "") -> str:
    """`10月12日 10:03`."""
    return dates.moment_text(value, zone) if value else ""


@register.filter
def hy_time(value: dt.datetime | dt.time | None, zone: str = "") -> str:
    """`10:03`."""
    return dates.clock_text(value, zone) if value else ""


@register.filter
def hy_length(number: int, unit: str) -> str:
    """A term with the kind of its days: `15日（自然日）`, `5个工作日`."""
    return length_text(number, unit)


@register.simple_tag
def time_of(value: dt.date | dt.datetime, zone: str = "") -> SafeString:
    """A `<time>` element: a moment with its time, a date with its weekday."""
    text = dates.moment_text(value, zone) if isinstance(value, dt.datetime) else dates.day_text(value, zone)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


# ---- components


@register.simple_tag
def deadline_chip(chip: components.DeadlineChip) -> SafeString:
    """A date that opens to how it was counted."""
    return drawing.deadline_chip(chip)


@register.simple_tag
def derivation(rows: tuple[components.DerivationRow, ...]) -> SafeString:
    """How a date was counted, open: where a flat chip stands above it."""
    return drawing.derivation(rows)


@register.simple_tag
def clock_bar(bar: components.ClockBar) -> SafeString:
    """A term drawn to scale."""
    return _draw("clock_bar", bar=bar)


@register.simple_tag
def procedure_strip(steps: tuple[components.Step, ...], horizontal: bool = False) -> SafeString:
    """The way of a matter. `horizontal` lies flat on wide screens, upright on phones."""
    return _draw("procedure_strip", steps=steps, horizontal=horizontal)


@register.simple_tag
def words(words: components.Words) -> SafeString:
    """What a person said, before anything that the office says about it."""
    return _draw("words", words=words)


@register.simple_tag(takes_context=True)
def talk(context: Context, messages: tuple[components.Message, ...], zone: str = "") -> SafeString:
    """Messages both ways; the person left in ink, the office right in green."""
    return _draw("talk", messages=messages, zone=zone, csrf_token=context.get("csrf_token"))


@register.simple_tag(takes_context=True)
def recourse(context: Context, up: components.Recourse) -> SafeString:
    """The way up, present from the first day."""
    return _draw("recourse", up=up, csrf_token=context.get("csrf_token"))


@register.simple_tag
def slip(slip: components.Slip, zone: str = "") -> SafeString:
    """The receipt."""
    return _draw("slip", slip=slip, zone=zone)


@register.simple_tag(takes_context=True)
def item(context: Context, item: components.Item) -> SafeString:
    """A row of a staff list, as `<li>`."""
    return drawing.item(item, act(context, item.action) if item.action else "")


@register.simple_tag
def timeline(events: tuple[components.Event, ...], zone: str = "", level: int = 3) -> SafeString:
    """What happened, newest first; `level` is that of its headings."""
    return _draw("timeline", events=events, zone=zone, tag=f"h{level}")


@register.simple_tag
def letter(letter: components.Letter, label: str) -> SafeString:
    """The letter that the person will get; `label` says so to those who can't see it."""
    return _draw("letter", letter=letter, label=label)


@register.simple_tag(takes_context=True)
def file_list(context: Context, files: tuple[components.FileRow, ...], label: str) -> SafeString:
    """Files that were added, each with its own state."""
    return _draw("file_list", files=files, label=label, csrf_token=context.get("csrf_token"))


@register.simple_tag
def facts(facts: tuple[components.Fact, ...]) -> SafeString:
    """A summary list; each line may lead to where it is changed."""
    return _draw("facts", facts=facts)


@register.simple_tag(takes_context=True)
def act(context: Context, link: components.Link, classes: str = "") -> SafeString:
    """A link, or a button in a form of its own. `classes`: e.g. `govuk-button govuk-button--secondary`."""
    return _draw("act", link=link, classes=classes, csrf_token=context.get("csrf_token"))


@register.simple_tag
def tag(tag: components.Tag) -> SafeString:
    """A small word beside others."""
    return drawing.tag(tag)


@register.simple_tag
def progress(step: int, total: int, saved_at: dt.datetime | None = None, zone: str = "") -> SafeString:
    """Which question this is, of how many; when it was last saved."""
    return _draw("progress", step=step, total=total, saved_at=saved_at, zone=zone, bars=range(1, total + 1))


@register.simple_tag
def saved(at: dt.datetime | None, zone: str = "") -> SafeString:
    """When a draft was last saved."""
    return _draw("saved", at=at, zone=zone)


@register.simple_tag
def echo(echo: components.Echo) -> SafeString:
    """The drawing of the first page; wide screens only, its words stand in the list of terms below."""
    return _draw("echo", echo=echo)


@register.simple_tag
def arcs(number: int) -> SafeString:
    """The small drawing beside a term: `number` voices gone out, the last one answered."""
    paths = format_html_join(
        "",
        '<path class="{}" d="M8 {}A{} {} 0 0 1 {} 48"/>',
        [("e" if n == number else "a", 48 - 9 * n, 9 * n, 9 * n, 8 + 9 * n) for n in range(1, number + 1)],
    )
    return format_html(
        '<svg viewBox="0 0 56 56" aria-hidden="true" focusable="false"><circle class="d" cx="8" cy="48" r="4"/>{}</svg>',
        paths,
    )


# ---- blocks that wrap what stands inside


@register.simple_block_tag
def card(content: SafeString, title: str = "", key: str = "", classes: str = "") -> SafeString:
    """A sheet with a heading: `{% card _("Letters") key="letters" %}…{% endcard %}`. `key` becomes an id."""
    return _draw("card", content=content, title=title, key=key, classes=classes)


@register.simple_block_tag
def seal(content: SafeString, title: str, key: str = "seal") -> SafeString:
    """A sealed identity: what is sealed, what opening it needs, who opened it."""
    return _draw("seal", content=content, title=title, key=key)


@register.simple_block_tag
def answer(content: SafeString) -> SafeString:
    """The office's own words."""
    return _draw("answer", content=content)


@register.simple_block_tag
def note(content: SafeString, tone: str = "") -> SafeString:
    """A remark beside the text. `tone`: soon, late."""
    return _draw("note", content=content, tone=tone)


@register.simple_block_tag
def empty(content: SafeString, title: str, level: int = 2, part: str = "both") -> SafeString:
    """Nothing here: what that means, the next date, one action. `part="voice"` while an answer is owed.

    Inside of `{% for %}` Django takes `{% empty %}` for its own: use the same under its other name, `{% nothing %}`.
    """
    return _draw("empty", content=content, title=title, tag=f"h{level}", part=part)


register.simple_block_tag(empty, name="nothing", end_name="endnothing")


@register.simple_block_tag
def details(content: SafeString, summary: str, is_open: bool = False) -> SafeString:
    """More for those who want it; opens without script, prints open."""
    return _draw("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """Room for what may be wide; reachable by keyboard."""
    return _draw("scroll", content=content, label=label)


@register.simple_block_tag
def group(content: SafeString, title: str, count: int, tone: str = "", key: str = "") -> SafeString:
    """A group of a staff list, around `{% item %}`s. `tone`: late, soon, new, wait."""
    drawn = {"late": "warning", "soon": "clock", "new": "letter", "wait": "pause"}.get(tone, "list")
    return _draw("group", content=content, title=title, count=count, tone=tone, key=key or f"g-{tone}", icon=drawn)


# ---- forms


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """A form field whole: label, hint, error, control, joined by ARIA. Options: see `fields.draw`."""
    return fields.draw(bound, **options)


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """What is to be mended, each leading to its field; empty when nothing is."""
    return _draw("error_summary", entries=fields.errors(form)) if form.errors else SafeString("")


@register.simple_tag
def problem(error: HuiyinError) -> SafeString:
    """What went wrong and what to do, at the top of a page."""
    return _draw("problem", error=error)


@register.simple_tag
def button(label: str, name: str = "", value: str = "", kind: str = "", icon: str = "", why_not: str = "", key: str = "") -> SafeString:  # fmt: skip
    """A button that submits. `kind`: secondary, warning; `why_not`: it can't be used yet, and this says why."""
    return _draw("button", label=label, name=name, value=value, kind=kind, icon=icon, why_not=why_not, key=key)


@register.simple_tag
def keep_draft() -> SafeString:
    """Offers to keep the draft on this phone. Stands in a `<form data-draft="name">`; nothing is kept unless ticked."""
    return _draw("keep_draft")


@register.simple_tag
def offline_notice() -> SafeString:
    """Stands in a form: shown instead of sending when there is no network."""
    return _draw("offline_notice")


@register.simple_tag
def print_button(label: str = "") -> SafeString:
    """Prints the page; there only with script."""
    return _draw("print_button", label=label)


@register.filter
def can_be_kept(request: HttpRequest) -> bool:
    """Whether browsers open pages of this address without network: over HTTPS, or on this machine itself."""
    host = request.get_host().rsplit(":", 1)[0]
    return request.is_secure() or host in ("localhost", "127.0.0.1", "[::1]")
