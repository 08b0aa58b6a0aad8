"""From dossiers to lines of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from . import wording
from .models import Dossier


@dataclass(frozen=True, slots=True)
class Line:
    """`says`: where it stands; `url`: the dossiers of the thing; `digest`: in groups of eight, so that it fits a phone."""

    dossier: Dossier
    title: str
    url: str
    says: str
    size: str
    digest: str


def lines(found: Iterable[Dossier]) -> tuple[Line, ...]:
    return tuple(map(_line, found))


def titled(row: Dossier) -> str:
    """Of what it is, with its number."""
    if row.case is not None:
        return f"{row.case.public_id} {row.case.title}"
    assert row.incident is not None  # a constraint of the table
    return f"{row.incident.number} {row.incident.title}"


def _line(row: Dossier) -> Line:
    of = (
        ("of_case", row.case.public_id) if row.case else ("of_incident", row.incident.public_id if row.incident else "")
    )
    says = str(wording.STATES[row.state])
    if row.stage:
        says = f"{says}：{wording.STAGES[row.stage]}"
    digest = " ".join(row.digest[place : place + 8] for place in range(0, len(row.digest), 8))
    url = reverse(f"archive:{of[0]}", args=[of[1]])
    return Line(row, titled(row), url, says, filesizeformat(row.size) if row.size else "", digest)
