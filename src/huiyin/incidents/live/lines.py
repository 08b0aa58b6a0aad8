"""Lines of the log as a page takes them in: drawn, with the parts of the room that they change. For streams and for asking alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.template.loader import render_to_string
from django.utils.translation import override

from huiyin.incidents import queries
from huiyin.incidents.models import Incident
from huiyin.incidents.queries.log import Entry

# kind of a line -> parts of the room that it changes
CHANGES: dict[str, tuple[str, ...]] = {
    "level": ("steps", "calls"),
    "call": ("calls", "steps"),
    "step": ("steps", "calls"),
    "heads": ("heads",),
    "order": ("orders",),
    "statement": ("statements",),
    "report": ("reports",),
    "resource": ("used",),
    "inject": ("injects",),
    "stand-down": ("steps", "calls", "orders"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """As whom lines are read: whoever may and sees the same reads the same words, so they are drawn once for all of them."""

    language: str
    personal: bool  # reads what is kept of people
    can: queries.Can


class Drawn(TypedDict):
    position: int
    html: str


class Line(Drawn):
    """`changed`: the parts of the room that it changes; `corrected`: the line that it corrects, with its mark."""

    changed: tuple[str, ...]
    corrected: Drawn | None


class News(TypedDict):
    """What a page is told. `spread`: milliseconds over which the pages spread their asking for the parts that changed."""

    entries: list[Line]
    status: str
    level: str
    spread: int


def after(incident: Incident, position: int, reader: Reader) -> list[Line]:
    """Lines after this one, in order, as this reader sees them; a line that they correct is drawn anew beside the one that does."""
    entries = queries.since(incident, position, personal=reader.personal)
    wrong = {entry.corrects for entry in entries if entry.corrects is not None}
    again = (
        {entry.position: entry for entry in queries.lines(incident, wrong, personal=reader.personal)} if wrong else {}
    )
    context = {"incident": incident, "zone": incident.organisation.zone, "can": reader.can}

    def html(entry: Entry) -> str:
        return render_to_string("incidents/entry.html", {**context, "entry": entry})

    def corrected(entry: Entry) -> Drawn | None:
        old = again.get(entry.corrects or 0)
        return None if old is None else Drawn(position=old.position, html=html(old))

    with override(reader.language):
        return [
            Line(
                position=entry.position,
                html=html(entry),
                changed=CHANGES.get(entry.row.kind, ()),
                corrected=corrected(entry),
            )
            for entry in entries
        ]


def news(incident: Incident, lines: list[Line], *, followers: int = 1) -> News:
    """For one page. Many pages that ask for the same part at the same moment would keep the log waiting."""
    return News(entries=lines, status=incident.status, level=incident.level, spread=min(8000, 200 + 25 * followers))
