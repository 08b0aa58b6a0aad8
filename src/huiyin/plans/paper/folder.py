"""A folder that opens without a network: a page a card for a phone, every sheet as PDF, the words around them in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.kernel.errors import BadInput, Unavailable

from . import cards, rows, words
from .facts import PaperPlan, SheetId, SheetKind
from .setting import KINDS, around, pdf

LANGUAGES = {"zh-hans": ("zh-Hans", "简体中文"), "zh-hant": ("zh-Hant", "繁體中文"), "en": ("en", "English")}
FILES: dict[SheetKind, str] = {
    "card": "cards.pdf", "pocket": "pocket-card.pdf", "contacts": "contact-tree.pdf", "map": "map.pdf", "classes": "head-count.pdf",
    "log": "log-sheets.pdf", "plan": "plan.pdf",
}  # fmt: skip
STYLE = Path(__file__).with_name("folder.css")
AT_ONCE = 2  # as many as the typesetter sets at once

Printed = Mapping[str, tuple[PaperPlan, Sequence[SheetId]]]
"""By language: the plan, and the sheets with their numbers."""


def ready(out: Path) -> Path:
    """The folder to write into: new, or empty. `BadInput`."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(
            str(out), _("There is something in this place already."), _("Name a folder that is new or empty.")
        )
    return out


def write(out: Path, printed: Printed) -> list[Path]:
    """Everything is made before the first file is written. Answers what was written."""
    files = dict(_pages(printed)) | _pdfs(printed)
    try:
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise Unavailable(
            _("The folder can't be written: %(why)s.") % {"why": error.strerror}, _("Choose another place.")
        ) from error
    return [out / name for name in files]


def _pdfs(printed: Printed) -> dict[str, bytes]:
    wanted = [
        (f"{language}/{FILES[kind]}", plan, own, language)
        for language, (plan, sheets) in printed.items()
        for kind in KINDS
        if (own := [sheet for sheet in sheets if sheet.kind == kind])
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = pool.map(lambda one: pdf(one[1], one[2], one[3]), wanted)
        return {one[0]: content for one, content in zip(wanted, made, strict=True)}


def _pages(printed: Printed) -> Iterator[tuple[str, bytes]]:
    yield STYLE.name, STYLE.read_bytes()
    titles = dict.fromkeys(plan.document.title for plan, _sheets in printed.values())
    languages = [(code, *LANGUAGES[code]) for code in printed]
    yield "index.html", _page("languages", {"title": " · ".join(titles), "languages": languages})
    for language, (plan, sheets) in printed.items():
        with translation.override(language):
            yield from _in_language(plan, sheets, language)


def _in_language(plan: PaperPlan, sheets: Sequence[SheetId], language: str) -> Iterator[tuple[str, bytes]]:
    common = around(plan) | {
        "lang": LANGUAGES[language][0],
        "plan_lang": LANGUAGES[plan.document.language][0],
        "title": words.title(plan, plan.document.title),
    }
    roles = {role.key: role for role in plan.document.roles}
    own = [(file_name(place, sheet), sheet) for place, sheet in enumerate(_cards(sheets), 1)]
    index = {
        "cards": [{"name": name, "role": roles[sheet.key].title} for name, sheet in own],
        "files": [(FILES[kind], name) for kind, name in kinds().items() if any(sheet.kind == kind for sheet in sheets)],
    }
    yield f"{language}/index.html", _page("index", common | index)
    for name, sheet in own:
        role = roles[sheet.key]
        facts = {
            "card": cards.card(plan, role, sheet),
            "numbers": [
                (one.name, words.ringable(one, plan), _link(plan, words.number_of(one, plan)))
                for one in cards.contacts_of(plan, role)
            ],
            "number": words.named(pgettext("paper", "Sheet"), str(rows.RowId(sheet.code))),
        }
        yield f"{language}/cards/{name}.html", _page("card", common | facts)


def kinds() -> dict[SheetKind, str]:
    """What each kind of sheet is called, in the order in which they are offered."""
    return {
        "card": _("Action cards"),
        "pocket": _("Pocket card"),
        "contacts": _("Contact tree"),
        "map": _("Ways out and assembly points"),
        "classes": _("Head-count by class"),
        "log": _("Log sheets"),
        "plan": _("The whole plan"),
    }


def file_name(place: int, sheet: SheetId) -> str:
    """Of a card: the key of its role as a name that every machine takes."""
    return "-".join(filter(None, (f"{place:02d}", re.sub(r"[^a-z0-9]+", "-", sheet.key.lower()).strip("-"))))


def _cards(sheets: Sequence[SheetId]) -> Iterator[SheetId]:
    return (sheet for sheet in sheets if sheet.kind == "card")


def _link(plan: PaperPlan, number: str) -> str:
    """What a phone rings when the number is pressed. In an exercise nothing is."""
    return "" if plan.exercise else "".join(re.findall(r"[0-9+]", number))


def _page(name: str, context: Mapping[str, Any]) -> bytes:
    return render_to_string(f"plans/folder/{name}.html", dict(context)).encode()
