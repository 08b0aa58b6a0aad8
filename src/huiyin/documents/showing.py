"""A sheet as the page shows it: the same words in the same order as on paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.web.components import Letter, LetterPart

from .sheets import Section, Sheet


def letter_words(sheet: Sheet) -> Letter:
    """For the page. A part that is still empty is marked in its place."""
    sections = [*sheet.sections, *([sheet.ways] if sheet.ways else [])]
    parts = [LetterPart(sheet.salutation, indented=False), LetterPart(sheet.opening)]
    for section in sections:
        if section is sheet.ways and sheet.extra:
            parts.append(LetterPart(sheet.extra))
        missing = "" if section.text.strip() else _("not written yet")
        parts.append(LetterPart(section.text, _numbered(section), missing))
    if sheet.extra and not sheet.ways:
        parts.append(LetterPart(sheet.extra))
    parts += [LetterPart(sheet.closing)] if sheet.closing else []
    foot = tuple(line for line in (*sheet.contact.splitlines(), sheet.check) if line)
    return Letter(sheet.title, tuple(parts), (sheet.signed, sheet.day), sheet.letterhead, sheet.number, foot)


def _numbered(section: Section) -> str:
    """`一、您的诉求。` in Chinese, `1. What you ask for. ` in English."""
    return _("%(mark)s. %(heading)s. ") % {"mark": section.mark, "heading": section.heading}
