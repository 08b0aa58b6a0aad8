"""Which files are taken, told by their first bytes. What the name or the browser says about the type is not believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that is taken: the content type that we serve it with and the extension that we give it."""

    name: str
    content_type: str
    extension: str


JPEG = Kind("jpeg", "image/jpeg", ".jpg")
PNG = Kind("png", "image/png", ".png")
WEBP = Kind("webp", "image/webp", ".webp")
PDF = Kind("pdf", "application/pdf", ".pdf")
DOCX = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
TEXT = Kind("text", "text/plain; charset=utf-8", ".txt")
MP3 = Kind("mp3", "audio/mpeg", ".mp3")
M4A = Kind("m4a", "audio/mp4", ".m4a")
AMR = Kind("amr", "audio/amr", ".amr")
WAV = Kind("wav", "audio/wav", ".wav")
MP4 = Kind("mp4", "video/mp4", ".mp4")

PICTURES = (JPEG, PNG, WEBP)
OFFICE = (DOCX, XLSX)
MEDIA = (M4A, MP4)

# For the page's file field; the server looks at the bytes all the same.
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.txt,.mp3,.m4a,.amr,.wav,.mp4"

# First bytes -> kind. A pattern is matched at byte 0 only: a file that is two things at once is refused or drawn anew.
SIGNATURES: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"RIFF....WEBP", re.S), WEBP),
    (re.compile(rb"%PDF-[12]\."), PDF),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2\xfa]"), MP3),
    (re.compile(rb"....ftypM4[AB] ", re.S), M4A),
    (re.compile(rb"....ftyp(isom|iso[2-6]|mp4[12]|avc1|M4V |3gp\d|qt  |MSNV|dash)", re.S), MP4),
    (re.compile(rb"#!AMR"), AMR),
    (re.compile(rb"RIFF....WAVE", re.S), WAV),
)

ZIP = re.compile(rb"PK\x03\x04")

# First bytes -> what it is and what the person can do instead.
REFUSED: tuple[tuple[re.Pattern[bytes], str | Promise, str | Promise], ...] = (
    (
        re.compile(rb"....ftyp(hei[cxms]|hev[cx]|mif1|msf1|avif)", re.S),
        _("It is a picture in the HEIC form, which not every computer can show."),
        _(
            "On the phone, send it to yourself in a chat and save it from there, or take a screenshot of it; that gives a JPEG."
        ),
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        _("It is in an old Office form that can hold macros."),
        _("Open it, choose “Save as”, and take .docx, .xlsx or .pdf."),
    ),
    (
        re.compile(rb"GIF8[79]a|BM....\0\0\0\0|II\*\0|MM\0\*", re.S),
        _("Pictures of this form are not taken."),
        _("Save it as JPEG or PNG, a scan of several pages as PDF."),
    ),
    (
        re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|svg|script|head|body|!--)", re.I),
        _("It is a web page or a drawing with code in it."),
        _("Print it to PDF, or take a screenshot."),
    ),
    (
        re.compile(rb"MZ|\x7fELF|#!(?!AMR)|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|dex\n"),
        _("It is a program."),
        _("Programs are never taken. Send a picture or a document."),
    ),
    (
        re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"),
        _("It is a packed archive."),
        _("Unpack it and send the files one by one."),
    ),
)


def of_bytes(start: bytes) -> Kind | None:
    """The kind by the first bytes; ZIP containers and text need a closer look."""
    return next((kind for pattern, kind in SIGNATURES if pattern.match(start)), None)


def refusal(start: bytes) -> tuple[str, str] | None:
    """Why such a file is not taken and what to do, where we know."""
    for pattern, reason, remedy in REFUSED:
        if pattern.match(start):
            return str(reason), str(remedy)
    return None
