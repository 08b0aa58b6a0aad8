"""Reading attachments: limited to one case by the caller, who has asked `may()`."""

from __future__ import annotations

import io

from PIL import Image

from huiyin.kernel import reading

from .actions import Inspected
from .models import Attachment
from .storage import digest, length, open_file


def of(about: str) -> list[Attachment]:
    """The files of one concern, in the order in which they came."""
    return reading.rows(Attachment, about=about, erased_at=None)


def intact(attachment: Attachment) -> bool:
    """Whether the bytes on disk are still those that were kept."""
    try:
        with open_file(attachment.digest) as file:
            return digest(file.read(), bytes(attachment.salt)) == attachment.digest
    except FileNotFoundError:
        return False


def lacking() -> list[str]:
    """The names on disk (digests) of attachments whose bytes are not there or not as many as were kept."""
    rows = Attachment.objects.filter(erased_at=None).values_list("digest", "size").distinct().order_by("digest")
    return [name for name, size in rows.iterator() if length(name) != size]


def content(file: Attachment | Inspected) -> bytes:
    """Its bytes; none where they were erased or are not on disk."""
    try:
        with open_file(file.digest) as stream:
            return stream.read()
    except FileNotFoundError:
        return b""


def picture_size(file: Attachment | Inspected) -> tuple[int, int] | None:
    """Width and height in pixels of a picture that we drew anew; of anything else none, nor where its bytes are not whole."""
    if not file.redrawn:
        return None
    try:
        with Image.open(io.BytesIO(content(file))) as picture:
            return picture.size
    except OSError:  # cut off, or not on disk
        return None
