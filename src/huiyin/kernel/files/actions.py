"""Taking files. `inspect` looks, cleans and writes the bytes outside of the write; `keep` states the fact inside it."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store
from huiyin.kernel.errors import BadInput

from . import documents, kinds, pictures, storage
from .models import Attachment

LONGEST_NAME = 120


class Upload(Protocol):
    """What is needed of Django's `UploadedFile`."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that was taken: looked at, cleaned, and on disk. `keep` makes it an attachment; else it is swept away in a day."""

    name: str
    content_type: str
    size: int
    salt: bytes
    digest: str
    redrawn: bool


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that was looked at and cleaned, in memory alone. `original`: its bytes as they came."""

    name: str
    content_type: str
    data: bytes
    original: bytes


def inspect(upload: Upload, *, salt: bytes = b"") -> Inspected:
    """Look at an upload by its real content, clean it, write it to disk. Never inside a write.

    `salt`: the case's own, or none for one of the file's own. Raises `BadInput` (file, reason, remedy), `Unavailable`.
    """
    taken, kind = _taken(upload)
    salt = salt or secrets.token_bytes(16)
    digest = storage.digest(taken.data, salt)
    storage.put(digest, taken.data)
    return Inspected(taken.name, kind.content_type, len(taken.data), salt, digest, kind in kinds.PICTURES)


def cleaned(upload: Upload) -> Cleaned:
    """The same look and the same cleaning, and nothing on disk: for who seals the bytes. Never inside a write."""
    return _taken(upload)[0]


def _taken(upload: Upload) -> tuple[Cleaned, kinds.Kind]:
    if store.in_write():
        raise store.OutsideWriteError("files are inspected before the write, not inside")
    name = clean_name(upload.name or "")
    data = _read(upload, name)
    try:
        clean, kind = _cleaned(data, name)
    except documents.UnsafeError as error:
        raise BadInput(name, error.reason, error.remedy) from error
    stem = name.rpartition(".")[0] or name
    return Cleaned(stem + kind.extension, kind.content_type, clean, data), kind


def inspect_all(uploads: Iterable[Upload], field: str) -> list[Inspected]:
    """Each of them, for a form: what is wrong is said at the field and names the file."""
    try:
        return [inspect(upload) for upload in uploads]
    except BadInput as error:
        raise BadInput(field, f"{error.place}: {error.message}", error.remedy) from error


def keep(inspected: Inspected, *, about: str, at: dt.datetime) -> Attachment:
    """Part of an action, which commits the row. Raises `BadInput` when the concern already has as many as are taken."""
    store.require_write()
    if Attachment.objects.filter(about=about, erased_at__isnull=True).count() >= settings.FILES_MAX_COUNT:
        raise BadInput(
            inspected.name,
            _("There are already %(count)d files.") % {"count": settings.FILES_MAX_COUNT},
            _("Remove one that matters less, or put several pictures into one PDF."),
        )
    return _kept(inspected, about, at)


def _kept(inspected: Inspected, about: str, at: dt.datetime) -> Attachment:
    return Attachment.objects.create(
        about=about,
        name=inspected.name,
        content_type=inspected.content_type,
        size=inspected.size,
        salt=inspected.salt,
        digest=inspected.digest,
        redrawn=inspected.redrawn,
        kept_at=at,
    )


def keep_some(several: Sequence[Inspected], *, about: str, at: dt.datetime) -> list[Attachment]:
    """Part of an action on a thing to which many people add for days (an emergency): so many at once, however many there are."""
    store.require_write()
    if len(several) > settings.FILES_MAX_COUNT:
        raise BadInput(
            several[-1].name,
            _("At most %(count)d files at once.") % {"count": settings.FILES_MAX_COUNT},
            _("Send the others afterwards."),
        )
    return [_kept(one, about, at) for one in several]


def discard(attachment: Attachment) -> None:
    """Part of an action: the person took a file back before it was submitted; no entry speaks of it yet."""
    store.require_write()
    digest = attachment.digest
    attachment.delete()
    _remove_when_unused(digest)


def erase(*, attachment: Attachment, actor: str, at: dt.datetime) -> None:
    """Part of an action: bytes and name go, the fact that there was a file stays."""
    store.require_write()
    if attachment.erased_at:
        return
    digest = attachment.digest
    attachment.name = attachment.digest = ""
    attachment.salt = b""
    attachment.erased_at = at
    attachment.save(update_fields=["name", "digest", "salt", "erased_at"])
    ledger.record(
        verb="files.erase", actor=actor, about=attachment.about, at=at, erases=(attachment,), commits=(attachment,)
    )
    _remove_when_unused(digest)


def clean_name(name: str) -> str:
    """The name alone, without folders, control or direction marks: no path, no `photo<RLO>gpj.exe`."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    base = "".join(
        character for character in base if unicodedata.category(character)[0] != "C" and character not in '"<>|:*?'
    )
    base = " ".join(base.split()).strip(". ")
    stem, dot, extension = base.rpartition(".")
    if not dot or len(extension) > 8:
        return base[:LONGEST_NAME] or _("file")
    return f"{stem[:LONGEST_NAME] or _('file')}.{extension.lower()}"


def _read(upload: Upload, name: str) -> bytes:
    most = settings.FILES_MAX_BYTES
    if (upload.size or 0) > most:
        raise _too_large(name, most)
    data = bytearray()
    for chunk in upload.chunks():  # what is announced is not believed
        data += chunk
        if len(data) > most:
            raise _too_large(name, most)
    if not data:
        raise BadInput(
            name, _("The file is empty."), _("Choose it again; if it stays empty, save it anew where you made it.")
        )
    return bytes(data)


def _too_large(name: str, most: int) -> BadInput:
    return BadInput(
        name,
        _("The file is larger than %(most)d MB.") % {"most": most // 1_000_000},
        _("Send a smaller picture, a part of the recording, or hand it in at the counter."),
    )


def _cleaned(data: bytes, name: str) -> tuple[bytes, kinds.Kind]:
    """The bytes that we keep and what they are. Raises `UnsafeError`."""
    refused = kinds.refusal(data[:512])
    if refused:
        raise documents.UnsafeError(*refused)
    kind = kinds.of_bytes(data[:64])
    if kind in kinds.PICTURES:
        return _picture(data)
    if kinds.ZIP.match(data):
        return documents.office(data)
    if kind is kinds.PDF:
        return documents.pdf(data), kind
    if kind in kinds.MEDIA:
        return documents.without_place(data), kind
    if kind:
        return data, kind
    if name.endswith((".txt", ".csv", ".md", ".log")) or "." not in name:
        return documents.text(data), kinds.TEXT
    raise documents.UnsafeError(
        _("It is not what its name says, or of a form that is not taken."),
        _("Send a picture, a PDF, .docx, .xlsx, plain text or a recording."),
    )


def _picture(data: bytes) -> tuple[bytes, kinds.Kind]:
    try:
        return pictures.redraw(data)
    except pictures.TooLargeError as error:
        raise documents.UnsafeError(
            _("The picture has too many pixels."), _("Make it smaller, or take a screenshot of it.")
        ) from error
    except (ValueError, OSError, SyntaxError, EOFError) as error:
        raise documents.UnsafeError(_("The picture is damaged."), _("Take it again, or a screenshot of it.")) from error


def _remove_when_unused(digest: str) -> None:
    """The bytes go once the fact is on disk, unless another attachment of the case (same salt) has the same ones."""

    def effect() -> None:
        if digest and not Attachment.objects.filter(digest=digest).exists():
            storage.remove(digest)

    store.after_commit(effect)
