"""The register of destruction (销毁清册) on paper: number, title, end, years, reason, and places for two signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.archive.dossiers.words import day
from huiyin.documents.paper import fonts
from huiyin.documents.paper.setting import Setting, typeset
from huiyin.retention.queries.pages import RegisterPage
from huiyin.retention.wording import ITEMS, STATES

FOLDER = Path(__file__).parent


def pdf(page: RegisterPage) -> bytes:
    """The paper of an office is in the language of the installation, whoever prints it."""
    with translation.override(settings.LANGUAGE_CODE):
        return typeset("register.typ", _data(page), at=page.row.prepared_at.timestamp(), folder=FOLDER)


def _data(page: RegisterPage) -> dict[str, Any]:
    row, zone, language = page.row, page.row.organisation.zone, settings.LANGUAGE_CODE
    title = _("Register of destruction")
    lines = [
        _("Number: %s") % row.public_id,
        _("Kind: %s") % page.kind.title,
        _("Kept for %(years)d years by: %(authority)s") % {"years": row.years, "authority": row.authority},
        _("Prepared on %s") % day(row.prepared_at, zone),
        _("State: %s") % STATES[row.state],
    ]
    columns = [
        _("No."),
        _("Number and title"),
        _("Ended on"),
        _("Not before"),
        pgettext("retention", "What became of it"),
    ]
    rows = [
        [str(number), one.title, day(one.ended_on, zone), day(one.due_on, zone), _became(one.state, one.why)]
        for number, one in enumerate(page.items, 1)
    ]
    places = [_("First person (post, day, signature):"), _("Second person (post, day, signature):")]
    texts = [
        title,
        row.organisation.name,
        *lines,
        *columns,
        *_hands(page),
        *places,
        *("".join(cells) for cells in rows),
    ]
    setting = Setting(texts)
    return {
        "language": language,
        "fonts": [*fonts.SERIF.get(language, fonts.SERIF["zh-hans"]), *fonts.SERIF["zh-hant"]],
        "name": setting.line(f"{title} {row.public_id}"),
        "title": setting.pieces(title), "office": setting.pieces(row.organisation.name), "number": setting.pieces(row.public_id),
        "lines": [setting.pieces(one) for one in lines], "columns": [setting.pieces(one) for one in columns],
        "rows": [[setting.pieces(cell) for cell in cells] for cells in rows],
        "hands": [setting.pieces(one) for one in _hands(page)], "places": [setting.pieces(one) for one in places],
        "lacking": setting.notes(),
    }  # fmt: skip


def _became(state: str, why: str) -> str:
    return f"{ITEMS[state]}：{why}" if why else str(ITEMS[state])


def _hands(page: RegisterPage) -> list[str]:
    """Who asked and who confirmed, as it is in the machine; the signatures stand below."""
    if page.hands is None:
        return [_("This kind goes by itself: two people decided that before.")] if page.row.by_itself else []
    told = {"first": page.hands.asked_title, "second": page.hands.confirmed_title, "reason": page.hands.reason}
    return [_("Asked for by %(first)s, confirmed by %(second)s. Reason: %(reason)s") % told]
