"""The map page: a drawing with exits and assembly points marked over it; without one, a frame to draw it in."""

from __future__ import annotations

import base64
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import words
from .facts import Drawing, MarkKind, PaperPlan

SIGNS: dict[MarkKind, str] = {
    "exit": "E",
    "assembly": "A",
    "first-aid": "+",
    "shut-off": "S",
    "access": "V",
    "other": "•",
}


def kinds() -> dict[MarkKind, str]:
    """Which marks there are, in words."""
    return {
        "exit": pgettext("mark on a map", "Way out"),
        "assembly": pgettext("mark on a map", "Assembly point"),
        "first-aid": pgettext("mark on a map", "First aid, rescue equipment"),
        "shut-off": pgettext("mark on a map", "Shut-off: water, power, gas"),
        "access": pgettext("mark on a map", "Way in for rescue vehicles"),
        "other": pgettext("mark on a map", "Something else"),
    }


def drawing_page(plan: PaperPlan, drawing: Drawing | None) -> dict[str, Any]:
    """`picture` is an SVG that holds the drawing; the marks are set over it, each with its number in the list below."""
    drawing = drawing if drawing and drawing.picture else None
    marks = drawing.marks if drawing else ()
    return {
        "title": words.title(plan, drawing.title if drawing else _("Ways out and assembly points")),
        "picture": _picture(drawing) if drawing else "",
        "alt": _("Drawing of the place; every mark on it stands in the list below."),
        "ratio": drawing.width / drawing.height if drawing else 0,
        "marks": [
            {"x": mark.x, "y": mark.y, "sign": SIGNS[mark.kind], "number": str(number)} for number, mark in enumerate(marks, 1)
        ],
        "columns": [pgettext("paper", "Mark"), _("What it is"), pgettext("paper", "Where")],
        "rows": [[f"{SIGNS[mark.kind]}{number}", kinds()[mark.kind], mark.label] for number, mark in enumerate(marks, 1)],
        "nothing": _("No drawing has been put into the plan. Draw the place here by hand, with the signs below."),
        "signs": [[SIGNS[kind], name] for kind, name in kinds().items()],
        "rain": words.named(_("When it rains, or the way is blocked"), words.BLANK * 2),
    }  # fmt: skip


def _picture(drawing: Drawing) -> str:
    kind = "png" if drawing.picture.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(drawing.picture).decode()
    size = f'width="{drawing.width}" height="{drawing.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} '
        f'viewBox="0 0 {drawing.width} {drawing.height}"><image {size} xlink:href="data:image/{kind};base64,{data}"/></svg>'
    )
