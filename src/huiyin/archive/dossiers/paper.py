"""The PDF of a dossier: tagged PDF/A-3a and PDF/UA-1 as typst makes them, with a table of contents and the originals embedded.

It is not validated by veraPDF here, which no package registry that this project builds from carries; the tests look at structure,
fonts, metadata and embedded files themselves (docs/archive.md).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.documents.paper import fonts
from huiyin.documents.paper.setting import WITH_FILES, Setting, typeset

from .content import Content, Paper, Part
from .words import day

SHEET = Path(__file__).parent / "dossier.typ"
LONGEST = 240  # seconds
TEXT, JSON = "text/plain", "application/json"


def pdf(content: Content) -> bytes:
    """`Unavailable` where there is no Chinese font, or typst does not get on with it."""
    with translation.override(content.language), tempfile.TemporaryDirectory(prefix="dossier-") as name:
        folder = Path(name)  # for its owner alone, and gone afterwards
        shutil.copy(SHEET, folder)
        embedded = list(_embed(content, folder))
        return typeset(
            SHEET.name,
            _data(content, embedded),
            at=content.closed_at.timestamp(),
            folder=folder,
            standards=WITH_FILES,
            longest=LONGEST,
        )


def _embed(content: Content, folder: Path) -> Iterator[dict[str, str]]:
    files = [(one.path, one.content, one.content_type, one.name or one.path) for one in content.originals]
    files.append(("record.json", as_json(content.record), JSON, _("The dossier for machines")))
    files.append(("ledger.json", as_json(content.entries), JSON, _("Entries of the ledger")))
    for path, data, kind, title in files:
        (folder / path).write_bytes(data)
        relation = "data" if kind == JSON else "source"
        yield {"path": path, "type": kind, "title": title, "relation": relation}


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _data(content: Content, embedded: list[dict[str, str]]) -> dict[str, Any]:
    head = {
        "title": content.title, "office": content.office, "mark": content.mark, "kind": _kind(content),
        "closed": _("Ended on %s") % day(content.closed_at, content.zone), "number": content.reference.partition(":")[2],
        "contents": _("Contents of this file"), "embedded": _("Embedded files"),
    }  # fmt: skip
    setting = Setting([*head.values(), *_texts(content)])
    return {
        "language": content.language,
        "fonts": [*fonts.SERIF.get(content.language, fonts.SERIF["zh-hans"]), *fonts.SERIF["zh-hant"]],
        "name": setting.line(f"{head['kind']} {head['number']}"),
        **{name: setting.pieces(text) for name, text in head.items()},
        "parts": [_part(one, setting) for one in content.parts],
        "files": embedded,
        "lacking": setting.notes(),
    }


def _kind(content: Content) -> str:
    return _("Dossier of a case") if content.kind == "case" else _("Dossier of an emergency")


def _part(part: Part, setting: Setting) -> dict[str, Any]:
    table = part.table if part.table and part.table.rows else None
    return {
        "title": setting.pieces(part.title),
        "note": setting.paragraphs(part.note),
        "facts": [[setting.pieces(term), setting.paragraphs(value)] for term, value in part.facts],
        "papers": [_paper(one, setting) for one in part.papers],
        "columns": [setting.pieces(one) for one in table.columns] if table else [],
        "rows": [[setting.paragraphs(cell) for cell in row] for row in table.rows] if table else [],
    }


def _paper(paper: Paper, setting: Setting) -> dict[str, Any]:
    return {
        "title": setting.pieces(paper.title),
        "facts": [[setting.pieces(term), setting.paragraphs(value)] for term, value in paper.facts],
        "sections": [[setting.pieces(heading), setting.paragraphs(text)] for heading, text in paper.sections],
    }


def _texts(content: Content) -> Iterator[str]:
    for part in content.parts:
        yield from (part.title, part.note)
        for term, value in part.facts:
            yield term + value
        for paper in part.papers:
            yield paper.title
            yield from (a + b for a, b in (*paper.facts, *paper.sections))
        if part.table:
            yield from ("".join(row) for row in (part.table.columns, *part.table.rows))
