"""A sheet as PDF; as a picture for the preview; as an answer that no browser runs."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.documents import rules
from huiyin.documents.sheets import Section, Sheet

from . import fonts
from .setting import Setting, typeset

POLICY = "sandbox; default-src 'none'"
INLINE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # a browser shows no PDF in a sandbox
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Extras:
    """What is on the paper alone. `addressee` is printed and kept nowhere; `status_url` is behind the square code."""

    addressee: str = ""
    status_url: str = ""


def pdf(sheet: Sheet, *, at: dt.datetime, cover: Sheet | None = None, extras: Extras | None = None) -> bytes:
    """The letter. `cover`: a page before it in the person's own language; the letter is the one that counts."""
    return typeset("letter.typ", _data(sheet, cover, extras or Extras()), at=at.timestamp())


def picture(sheet: Sheet, *, at: dt.datetime) -> bytes:
    """Its first page as a picture (PNG), for a preview beside the words."""
    return typeset("letter.typ", _data(sheet, None, Extras()), at=at.timestamp(), kind="png")


def response(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """To keep or to look at, never to run; and nothing of it stays in the browser's own memory. `inline`: shown at once."""
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = INLINE if inline else POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def name_of(kind: str, public_id: str) -> str:
    """Of the file: it tells neither the matter nor the person to who sees a list of downloads."""
    return f"{kind.replace('_', '-')}-{public_id}.pdf"


def square(address: str) -> str:
    """The address as a square code (SVG)."""
    out = io.BytesIO()
    import segno  # here, because every start of a command would wait for it

    segno.make(address, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def _data(sheet: Sheet, cover: Sheet | None, extras: Extras) -> dict[str, Any]:
    return {
        "body": _sheet(sheet, extras),
        "cover": _cover(cover, extras) if cover else None,
        "name": f"{sheet.title} {sheet.number}",
        "author": sheet.signed,
        "foot": Setting([sheet.number]).line(sheet.number),
    }


def _sheet(sheet: Sheet, extras: Extras) -> dict[str, Any]:
    salutation = _addressed(rules.tidy(extras.addressee), sheet.language) or sheet.salutation
    setting = Setting([*_texts(sheet), salutation])
    with translation.override(sheet.language):
        scan = _("Square code: opens the page where you see how it stands.") if extras.status_url else ""
        where = _("How it stands: %s, with your receipt code.") % extras.status_url if extras.status_url else ""
    return {
        "language": sheet.language,
        "fonts": list(fonts.SERIF.get(sheet.language, fonts.SERIF["zh-hans"])),
        **{name: setting.pieces(getattr(sheet, name)) for name in ("letterhead", "number", "title", "signed")},
        "day": sheet.day,
        "salutation": setting.paragraphs(salutation),
        **{name: setting.paragraphs(getattr(sheet, name)) for name in ("opening", "extra", "closing", "contact")},
        "sections": [_section(section, setting) for section in sheet.sections],
        "ways": _section(sheet.ways, setting) if sheet.ways else None,
        "notes": [words for words in (where, sheet.check, *setting.notes()) if words],
        "qr": square(extras.status_url) if extras.status_url else "",
        "scan": scan,
    }


def _cover(cover: Sheet, extras: Extras) -> dict[str, Any]:
    """What the letter is, from whom, and the way up, in the person's language; what is decided stands in the letter."""
    with translation.override(cover.language):
        told = _(
            "This page tells you in your language what the letter behind it is. The letter itself is the one that counts."
        )
        help_ = _("If you need what is written in it in your language too, ask the office below: it costs nothing.")
        brief = [
            (_("Number"), cover.number),
            (_("Sent on"), cover.day),
            (_("Sent by"), cover.signed),
        ]
        lines = "\n".join(_("%(term)s: %(value)s") % {"term": term, "value": value} for term, value in brief)
    setting = Setting([told, help_, lines])
    front = _sheet(cover, Extras("", extras.status_url))
    front["opening"] += setting.paragraphs("\n".join((told, lines, help_)))
    return {**front, "sections": [], "extra": [], "closing": []}


def _section(section: Section, setting: Setting) -> dict[str, Any]:
    heading = _heading(section)
    return {"heading": setting.pieces(heading), "text": setting.paragraphs(section.text)}


def _heading(section: Section) -> str:
    """一、您的诉求 in Chinese, 1. What you ask for."""
    return (
        f"{section.mark}、{section.heading}"
        if section.mark in "一二三四五六七八九十"
        else f"{section.mark}. {section.heading}"
    )


def _addressed(name: str, language: str) -> str:
    if not name:
        return ""
    return f"{name}：" if language.startswith("zh") else f"{name},"


def _texts(sheet: Sheet) -> list[str]:
    sections = [*sheet.sections, *([sheet.ways] if sheet.ways else [])]
    return [
        sheet.letterhead, sheet.number, sheet.title, sheet.signed, sheet.opening, sheet.extra, sheet.closing,
        sheet.contact, *(f"{section.heading}{section.text}" for section in sections),
    ]  # fmt: skip
