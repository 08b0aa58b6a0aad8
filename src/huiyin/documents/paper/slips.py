"""Receipts and slips as small sheets (A6) or pages (A4), with the code in 20 pt and the square code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.web import dates
from huiyin.web.components import Slip

from . import fonts
from .letters import square
from .setting import Setting, typeset

Paper = Literal["a4", "a6"]


def slip_pdf(slip: Slip, *, zone: str, paper: Paper) -> bytes:
    """In the language of the page. The code is in these bytes and nowhere else: they are not kept."""
    language = get_language() or "zh-hans"
    with translation.override(language):
        return typeset("slip.typ", _data(slip, zone, paper, language), at=slip.at.timestamp())


@dataclass(frozen=True, slots=True)
class GroupSlips:
    """Slips to hand out in a group. `slips`: code, and the address that the square code opens; `words`: what to do with it."""

    title: str
    office: str
    words: str
    scan: str
    slips: Sequence[tuple[str, str]]


def group_slips_pdf(group: GroupSlips, *, at: dt.datetime, paper: Paper) -> bytes:
    """One slip a page, in the language of the page. The codes are in these bytes and nowhere else."""
    language = get_language() or "zh-hans"
    setting = Setting([group.office, group.words])
    data = {
        "language": language,
        "fonts": list(fonts.SERIF.get(language, fonts.SERIF["zh-hans"])),
        "paper": paper,
        "title": group.title,
        "office": setting.pieces(group.office),
        "words": setting.pieces(group.words),
        "scan": group.scan,
        "slips": [{"code": code, "qr": square(address)} for code, address in group.slips],
        "notes": setting.notes(),
    }
    return typeset("group_slips.typ", data, at=at.timestamp())


def _data(slip: Slip, zone: str, paper: Paper, language: str) -> dict[str, Any]:
    promises = [(str(one.title), str(one.chip.text), str(one.why)) for one in slip.promises]
    texts = [
        slip.place,
        slip.responsible,
        slip.way_up,
        slip.stub,
        slip.look_up_text,
        slip.in_log,
        *(" ".join(one) for one in promises),
    ]
    setting = Setting([str(text) for text in texts])
    words = {
        "title": _("Receipt of a concern"),
        "code_is": _("Receipt code"),
        "letters": _("It has no letters O and I, no digits 0 and 1."),
        "dates": _("Dates you were given"),
        "who": _("Who answers for it"),
        "up": _("Not satisfied: how to go up"),
        "keep": _("The part above is yours to keep"),
        "scan": _("QR code that opens the progress page"),
    }
    return {
        "language": language,
        "fonts": list(fonts.SERIF.get(language, fonts.SERIF["zh-hans"])),
        "paper": paper,
        "words": words,
        "code": slip.code,
        "place": setting.pieces(str(slip.place)),
        "at": dates.moment_text(slip.at, zone, slip.at.date().min),
        "promises": [
            {"title": setting.pieces(title), "by": by, "why": setting.pieces(why)} for title, by, why in promises
        ],
        "responsible": setting.pieces(str(slip.responsible)),
        "way_up": setting.pieces(str(slip.way_up)),
        "look_up": setting.pieces(str(slip.look_up_text)),
        "stub": setting.pieces(str(slip.stub)),
        "in_log": setting.pieces(str(slip.in_log)),
        "qr": square(slip.look_up_url) if slip.look_up_url else "",
        "notes": setting.notes(),
    }
