"""A copy of everything for the reporter: one ZIP with a page to read, the same for machines, and the files, opened with the code.

Nothing of it is written down here. Who reports is not in it, because whoever finds the file should not read it. Its length is filled up
like that of a page.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import dates
from huiyin.web.components import Event

from . import presenting, queries
from .queries import Line, Mine
from .wording import STATES

PAGE, MACHINE, FILLER = "index.html", "report.json", "filler"
BEGAN = (1980, 1, 1, 0, 0, 0)  # of each entry: a ZIP has a moment, and this one tells none
ENTRY = 30 + 46 + 2 * len(FILLER)  # bytes that an empty entry adds


def written(mine: Mine, step: int) -> bytes:
    """`step`: the length is a multiple of it."""
    names = _names(mine.lines)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as bag:
        for line in mine.lines:
            for key, paper in line.files:
                _put(bag, names[key], paper.data)
        _put(bag, PAGE, _page(mine, names).encode())
        _put(bag, MACHINE, (json.dumps(_record(mine, names), ensure_ascii=False, indent=1) + "\n").encode())
    missing = -(len(into.getvalue()) + ENTRY) % step
    with zipfile.ZipFile(into, "a") as bag:
        bag.writestr(zipfile.ZipInfo(FILLER, BEGAN), b"\0" * missing)
    return into.getvalue()


def _put(bag: zipfile.ZipFile, name: str, data: bytes) -> None:
    bag.writestr(zipfile.ZipInfo(name, BEGAN), data, zipfile.ZIP_DEFLATED)


def _names(lines: Sequence[Line]) -> dict[str, str]:
    """Public id of a file -> its path in the copy. What its name says of folders leads nowhere."""
    papers = [(key, paper) for line in lines for key, paper in line.files]
    return {
        key: f"files/{number:02d}-{paper.name.replace('/', '_').replace(chr(92), '_')}"
        for number, (key, paper) in enumerate(papers, 1)
    }


def _page(mine: Mine, names: dict[str, str]) -> str:
    report = mine.report
    return render_to_string("confidential/public/copy.html", {
        "row": report, "standing": STATES[report.state], "about": _about(mine), "openings": mine.openings,
        "received": dates.day_text(report.received_on, report.organisation.zone, dt.date.min),
        "course": [(_day(event, mine), event, line.said, _papers(line, names)) for event, line in _course(mine)],
        "answer_by": _by(mine.clock, mine),
    })  # fmt: skip


def _course(mine: Mine) -> list[tuple[Event, Line]]:
    """The oldest first."""
    return list(zip(reversed(presenting.events(mine.lines)), mine.lines, strict=True))


def _day(event: Event, mine: Mine) -> str:
    return dates.day_text(event.when, mine.report.organisation.zone, dt.date.min)


def _by(clock: ClockView | None, mine: Mine) -> str:
    return dates.day_text(clock.due_on, mine.report.organisation.zone, dt.date.min) if clock else ""


def _papers(line: Line, names: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (_("%(name)s, as it came") % {"name": paper.name} if paper.original else paper.name, names[key])
        for key, paper in line.files
    ]


def _about(mine: Mine) -> tuple[str, ...]:
    return queries.titles(mine.lines[0].said.about) if mine.lines else ()


def _record(mine: Mine, names: dict[str, str]) -> dict[str, Any]:
    """The same for machines."""
    report = mine.report
    return {
        "schema": "huiyin-own-report/1",
        "seal": report.seal_number, "desk": report.organisation.name, "received_on": report.received_on.isoformat(),
        "state": report.state, "about": list(_about(mine)),
        "messages": [
            {
                "kind": line.said.kind, "from_you": line.message.by_reporter, "post": line.said.by, "on": line.message.on.isoformat(),
                "outcome": line.said.outcome, "text": line.said.text, "needs": line.said.needs, "earlier": line.said.earlier,
                "files": [names[key] for key, _paper in line.files],
            }
            for line in mine.lines
        ],
        "name_opened": [
            {"asked_on": one.opening.asked_on.isoformat(), "by": one.by, "second": one.second, "purpose": one.purpose}
            for one in mine.openings
        ],
    }  # fmt: skip
