"""From what stands on the sheets to paper: all sheets of a print as one PDF, in one run of the typesetter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.documents.paper import fonts
from huiyin.documents.paper.letters import square
from huiyin.documents.paper.setting import Setting, pieces, typeset

from . import calling, cards, heads, places, rows, whole, words
from .facts import PaperPlan, SheetId, SheetKind

FOLDER = Path(__file__).parent
KINDS: tuple[SheetKind, ...] = ("plan", "card", "pocket", "contacts", "map", "classes", "log")
_AS_IS = frozenset({"qr", "picture"})  # drawings, not words


def sheets(plan: PaperPlan, kinds: Collection[str], *, roles: Collection[str] | None = None, log_pages: int = 1) -> tuple[SheetId, ...]:  # fmt: skip
    """New numbers for the sheets of these kinds. `roles`: the cards of these alone."""
    return tuple(
        SheetId(kind, key, rows.new_sheet(), keys)
        for kind in KINDS
        if kind in kinds
        for key, keys in _of_kind(plan, kind, roles, log_pages)
    )


def _of_kind(
    plan: PaperPlan, kind: SheetKind, wanted: Collection[str] | None, log_pages: int
) -> Iterator[tuple[str, tuple[str, ...]]]:
    roles = plan.document.roles
    if kind == "card":
        chosen = [role for role in roles if wanted is None or role.key in wanted]
        yield from (
            (role.key, tuple(step.key for step in cards.steps_of(plan, role))[: rows.MOST_ROWS]) for role in chosen
        )
    elif kind == "contacts":
        yield "", tuple(role.key for role in roles)
    elif kind == "map":
        yield from ((str(place), ()) for place in range(1, max(len(plan.drawings), 1) + 1))
    elif kind == "classes":
        keys = [one.key for one in plan.classes]
        for page, start in enumerate(range(0, max(len(keys), 1), heads.CLASSES_A_PAGE), 1):
            own = keys[start : start + heads.CLASSES_A_PAGE]
            yield str(page), tuple(own) + ("",) * (heads.CLASSES_A_PAGE - len(own))
    elif kind == "log":
        yield from ((str(page), ("",) * heads.LOG_ROWS) for page in range(1, log_pages + 1))
    else:
        yield "", ()


def pdf(plan: PaperPlan, sheets: Iterable[SheetId], language: str) -> bytes:
    """Sheets of any kinds as one PDF; `language` is that of the words around the plan."""
    with translation.override(language):
        data = frame(plan, list(sheets), language)
    at = dt.datetime.combine(plan.printed_on, dt.time(), dt.UTC)
    return typeset("sheets.typ", data, at=at.timestamp(), folder=FOLDER)


def frame(plan: PaperPlan, sheets: Sequence[SheetId], language: str) -> dict[str, Any]:
    """The data of the typesetter, with the words in the language that is active."""
    content = {"sheets": [_sheet(plan, sheet) for sheet in sheets]}
    head = around(plan) | {
        "title": " · ".join(dict.fromkeys([plan.document.title, *(one["title"] for one in content["sheets"][:2])])),
    }
    setting = Setting(_texts((content, head)))
    return {
        "language": language,
        "fonts": [*fonts.SANS.get(language, fonts.SANS["zh-hans"]), *fonts.SERIF["zh-hans"], *fonts.SERIF["zh-hant"]],
        **_set(head, setting),
        **_set(content, setting),
        "lacking": setting.notes(),
    }


def around(plan: PaperPlan) -> dict[str, str]:
    """What stands around every sheet: whose it is, which version, when it was printed, whether it is for an exercise."""
    return {
        "head": " · ".join(filter(None, (plan.office, plan.document.title))),
        "plan": words.title(plan, plan.document.title),
        "version": words.version(plan),
        "printed": _("printed on %(day)s") % {"day": words.day(plan.printed_on)},
        "check": _("Another version holds? Then this sheet does not."),
        "exercise": _("EXERCISE") if plan.exercise else "",
        "exercise_long": _("This sheet is for an exercise. Nobody rings outside.") if plan.exercise else "",
        "more": pgettext("paper", "continued"),
    }


def _sheet(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    return _content(plan, sheet) | {
        "kind": sheet.kind,
        "number": words.named(pgettext("paper", "Sheet"), str(rows.RowId(sheet.code))),
        "qr": square(code_text(plan, sheet)),
        "qr_alt": _("Square code: version of the plan and number of this sheet"),
    }


def _content(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    if sheet.kind == "card":
        role = next(role for role in plan.document.roles if role.key == sheet.key)
        return cards.card(plan, role, sheet)
    if sheet.kind == "map":
        drawing = plan.drawings[int(sheet.key) - 1] if plan.drawings else None
        return places.drawing_page(plan, drawing)
    if sheet.kind == "plan":
        return whole.whole(plan)
    make = {"pocket": cards.pocket, "contacts": calling.tree, "classes": heads.class_list, "log": heads.log_sheet}
    return make[sheet.kind](plan, sheet)


def code_text(plan: PaperPlan, sheet: SheetId) -> str:
    """What the square code holds: plan, version, which sheet, its rows, its number last (`rows.read` takes it from there)."""
    where = [plan.reference, f"v{plan.version}", sheet.kind, sheet.key]
    if sheet.rows:
        where.append(f"1-{len(sheet.rows)}")
    start = f"{plan.site}/" if plan.site else "huiyin:"
    return start + "/".join(filter(None, [*where, str(rows.RowId(sheet.code))]))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in _AS_IS:
                yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _set(data: Any, setting: Setting, name: str = "") -> Any:
    """Characters that no face has replaced; a run that is too long for a line in pieces."""
    if isinstance(data, dict):
        return {key: _set(value, setting, key) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_set(value, setting, name) for value in data]
    if not isinstance(data, str) or name in _AS_IS:
        return data
    cut = pieces(setting.line(data))
    return cut if len(cut) > 1 else data if not cut else cut[0]
