"""What goes to an organ outside of the installation: the whole report in one encrypted file, made in memory. Pure but for its random key.

The format is age (age-encryption.org): open, small, and opened by programs that are not ours. It is encrypted to the key that the organ has
published, or to one that is made for this file alone and goes on paper, by another way.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyrage

from .contents import Paper
from .crypto import bucket

_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold: when it was packed is nobody's business
_HEAD = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{title}</title><style>body{{max-width:42em;margin:2em auto;'
    "font:1em/1.6 serif}}pre{{white-space:pre-wrap;font:inherit}}</style><h1>{title}</h1>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that was said: what it is and on which day, and the words."""

    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Locked:
    """`data`: the encrypted file. `key`: what opens it, for the second sheet; empty where it is the organ's own."""

    data: bytes = field(repr=False)
    key: str = field(repr=False)


def is_recipient(text: str) -> bool:
    """Whether this is a public key of age."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def bag(title: str, pages: Sequence[Page], papers: Sequence[Paper]) -> bytes:
    """A ZIP with one page that any browser opens and the files, numbered; filled up to one of few sizes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        _put(packed, "report.html", _html(title, pages).encode())
        for number, paper in enumerate(papers, 1):
            _put(packed, f"files/{number:02}-{_plain_name(paper.name)}", paper.data)
        _put(packed, "filler", b"")
    missing = bucket(out.tell()) - out.tell()
    with zipfile.ZipFile(out, "a") as packed:
        _put(packed, "filler.bin", b"\0" * missing)
    return out.getvalue()


def lock(data: bytes, recipient: str = "") -> Locked:
    """Encrypted to `recipient`, a public key of age; or to a new one."""
    if recipient:
        return Locked(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient)]), "")
    made = pyrage.x25519.Identity.generate()
    return Locked(pyrage.encrypt(data, [made.to_public()]), str(made))


def _html(title: str, pages: Sequence[Page]) -> str:
    parts = [f"<h2>{html.escape(one.title)}</h2><pre>{html.escape(one.text)}</pre>" for one in pages if one.text]
    return _HEAD.format(title=html.escape(title)) + "".join(parts)


def _put(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, _DAY), data)


def _plain_name(name: str) -> str:
    """No folders and nothing that a file system refuses."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ")[-80:] or "file"
