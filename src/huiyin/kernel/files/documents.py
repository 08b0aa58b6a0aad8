"""Documents: what can run is refused, who wrote them is taken out where the form allows it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from . import kinds

MOST_UNPACKED = 150_000_000
MOST_PARTS = 5_000
MOST_PROPERTIES = 200_000
MOST_STREAMS = 5_000
MOST_RATIO = 200  # unpacked to packed, of a part above 1 MB; office files stay below 50

_MAIN = {
    b"wordprocessingml.document.main+xml": kinds.DOCX,
    b"spreadsheetml.sheet.main+xml": kinds.XLSX,
}
_RUNS = re.compile(
    r"vbaProject|vbaData|activeX|oleObject|macrosheets|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|jar|com)$", re.I
)
_AUTHOR = re.compile(
    rb"<((?:dc:creator|cp:lastModifiedBy|Company|Manager))\b[^>]*>.*?</\1>", re.S
)  # docProps/core.xml and app.xml
# A script needs one of these names; as ten bytes in a row they do not come about by chance in packed data.
_PDF_RUNS = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|Rendition)(?![A-Za-z])")
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PDF_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
_PLACE = re.compile(rb"[+-]\d{2}\.\d{3,8}[+-]\d{3}\.\d{3,8}")  # ISO 6709, as phones write it into recordings
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class UnsafeError(ValueError):
    """The document is refused: the reason and the remedy, both for the person."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy


def office(data: bytes) -> tuple[bytes, kinds.Kind]:
    """A .docx or .xlsx packed anew without its author's name. Raises `UnsafeError` for anything else in a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            kind = _office_kind(archive)
            return _repacked(archive), kind
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError) as error:
        raise UnsafeError(
            _("It is damaged or locked with a password."), _("Open it, save it without a password, send that.")
        ) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
    bomb = bomb or any(
        part.file_size > 1_000_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if bomb:
        raise UnsafeError(_("Unpacked, it would be far too large."), _("Print it to PDF and send that."))
    for part in parts:
        if part.filename.startswith("/") or ".." in part.filename.split("/") or "\\" in part.filename:
            raise UnsafeError(_("It is not an ordinary document."), _("Print it to PDF and send that."))
        if (
            part.filename.startswith("docProps/")
            and part.filename.endswith(".xml")
            and part.file_size > MOST_PROPERTIES
        ):
            raise UnsafeError(_("It is not an ordinary document."), _("Print it to PDF and send that."))
        if _RUNS.search(part.filename):
            raise UnsafeError(
                _("It holds a macro, a program or an embedded object."),
                _("Save it as .docx or .xlsx without macros, or as PDF."),
            )


def _office_kind(archive: zipfile.ZipFile) -> kinds.Kind:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    found = [kind for mark, kind in _MAIN.items() if mark in types]
    if len(found) != 1 or b"macroEnabled" in types or b"\0" in types:
        raise UnsafeError(
            _("It is a packed archive or a document of another form."),
            _("Send the files one by one; documents as .docx, .xlsx or PDF."),
        )
    return found[0]


def _repacked(archive: zipfile.ZipFile) -> bytes:
    """Packed anew: bytes before, between and after the parts are gone, and the names in the document's properties too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as clean:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.startswith("docProps/") and part.filename.endswith(".xml"):
                content = _AUTHOR.sub(b"", content)
            clean.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pdf(data: bytes) -> bytes:
    """The PDF as it is. Raises `UnsafeError` where it holds a script, a start of a program, or a file inside.

    What is hidden behind a password or several layers of packing is not seen; that is why it is only ever a download.
    """
    if any(_PDF_RUNS.search(_PDF_ESCAPE.sub(_unescaped, part)) for part in (data, *_object_streams(data))):
        raise UnsafeError(_("It holds a script or another file."), _("Print it to a new PDF and send that."))
    return data


def _object_streams(data: bytes) -> Iterator[bytes]:
    """What is written inside packed object streams, together at most `MOST_UNPACKED` bytes."""
    left, streams = MOST_UNPACKED, 0
    for match in _PDF_STREAM.finditer(data):
        head = data[max(0, match.start() - 600) : match.start()]
        if b"ObjStm" not in _PDF_ESCAPE.sub(_unescaped, head) or left <= 0:
            continue
        streams += 1
        if streams > MOST_STREAMS:
            raise UnsafeError(_("It is not an ordinary document."), _("Print it to a new PDF and send that."))
        try:
            unpacked = zlib.decompressobj().decompress(memoryview(data)[match.end() :], left)
        except zlib.error:
            continue  # not packed in this way, or encrypted
        left -= len(unpacked)
        yield unpacked


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def without_place(data: bytes) -> bytes:
    """A recording without the place where the phone took it; the length stays, so that the file's offsets hold."""
    return _PLACE.sub(lambda match: re.sub(rb"\d", b"0", match[0]), data)


def text(data: bytes) -> bytes:
    """Plain text as UTF-8, from UTF-8, UTF-16, GB18030 or Big5. Raises `UnsafeError` where it is none."""
    decoded = _decoded(data)
    if decoded is None or _CONTROL.search(decoded):
        raise UnsafeError(_("It is not plain text."), _("Send a picture, a PDF, .docx, .xlsx or a plain text file."))
    return decoded.removeprefix("\ufeff").encode()


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # here, for every command loads this module

        best = from_bytes(data, cp_isolation=["utf_16", "gb18030", "big5"]).best()
        return str(best) if best else None
