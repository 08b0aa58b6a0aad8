"""The package of a dossier: the PDF, the originals, and the same for machines, in one BagIt package."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.archive.bags.writing import bag

from .content import Content
from .paper import as_json

SCHEMA = Path(__file__).parent.parent / "schema" / "record.json"
PDF = "dossier.pdf"


@dataclass(frozen=True, slots=True)
class Packed:
    """`digest`: SHA-256 of the package; `pdf_digest`: of the PDF in it."""

    content: bytes = field(repr=False)
    digest: str
    pdf_digest: str
    pages: int


def packed(content: Content, pdf: bytes, public_id: str, at: dt.datetime) -> Packed:
    """`public_id`: of the dossier, by which the package is named; `at`: when it was asked for."""
    payload = {
        PDF: pdf,
        "record.json": as_json(content.record),
        "ledger.json": as_json(content.entries),
        "schema/record.json": SCHEMA.read_bytes(),
        **{f"originals/{one.path}": one.content for one in content.originals},
    }
    info = (
        ("Source-Organization", content.office),
        ("External-Identifier", content.reference),
        ("Internal-Sender-Identifier", public_id),
        ("External-Description", content.title),
        ("Bag-Software-Agent", "Huiyin"),
    )
    made = bag(f"dossier-{public_id}", payload, info, at)
    return Packed(made, hashlib.sha256(made).hexdigest(), hashlib.sha256(pdf).hexdigest(), _pages(pdf))


def _pages(pdf: bytes) -> int:
    import pypdfium2  # here, for every command loads this module

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
