"""The door: what kind of file it is, by its first bytes, and whether its name says the same."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

from . import plain
from .limits import MOST_BYTES, MOST_CHARACTERS, MOST_LINES, too_large
from .text import Format, Text

ENDINGS: dict[str, Format] = {".docx": "docx", ".pdf": "pdf", ".md": "md", ".markdown": "md", ".txt": "txt"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read_file(path: Path, encoding: str = "") -> Text:
    """The text of a file on disk. Raises `BadInput` that names the file, the reason and what to do."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(str(path))
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            str(path), _("The file can't be read (%s).") % reason, _("Check the name of the file.")
        ) from error
    return read(content, str(path), encoding)


def read(content: bytes, name: str, encoding: str = "") -> Text:
    """The text of a file of this name. `encoding` is asked of .txt and .md alone; empty: it is found."""
    if len(content) > MOST_BYTES:
        raise too_large(name)
    if not content.strip():
        raise BadInput(name, _("The file is empty."), _("Choose the file that holds the plan."))
    form = _form(content, name)
    if form == "docx":  # what reads these is loaded with the first of them: every command would wait for it
        from . import word

        text = word.read(content, name)
    elif form == "pdf":
        from . import pdf

        text = pdf.read(content, name)
    else:
        text = plain.read(content, name, form, encoding)
    if len(text.lines) > MOST_LINES or sum(map(len, text.lines)) > MOST_CHARACTERS:
        raise too_large(name)
    if not any(line.strip() for line in text.lines):
        raise BadInput(name, _("There is no text in it."), _("Choose the file that holds the plan."))
    return text


def _form(content: bytes, name: str) -> Format:
    ending = Path(name).suffix.lower()
    if content.startswith(_OLD_OFFICE):
        raise BadInput(
            name,
            _("It is a file of an old Word, or locked with a password."),
            _("Open it, choose “Save as”, and take .docx without a password."),
        )
    told = ENDINGS.get(ending)
    if told is None or content.startswith(_OTHERS):
        raise BadInput(name, _("This kind of file can't be read."), _("Give a .docx, .pdf, .md or .txt."))
    found: Format = told
    if content.startswith(b"PK\x03\x04"):
        found = "docx"
    elif b"%PDF-" in content[:1024]:
        found = "pdf"
    elif told in ("docx", "pdf"):
        raise BadInput(
            name,
            _("It ends in %(ending)s, but it is no such file, or it is damaged.") % {"ending": ending},
            _("Open it, and save it anew as .docx or .pdf."),
        )
    if found != told:
        raise BadInput(
            name,
            _("It ends in %(ending)s, but inside it is a %(kind)s.") % {"ending": ending, "kind": f".{found}"},
            _("Rename it to end in .%(kind)s, or save it anew.") % {"kind": found},
        )
    return found
