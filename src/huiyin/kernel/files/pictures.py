"""Pictures are drawn anew: what a camera wrote beside the picture (place, time, owner) and what hides in it stays behind."""

from __future__ import annotations

import io
import threading

from PIL import Image, ImageOps

from . import kinds

MOST_PIXELS = 60_000_000  # a 48-megapixel phone fits; a "bomb" of a few kB that unfolds to gigabytes does not
LONGEST_EDGE = 4096
FORMATS = ("JPEG", "PNG", "WEBP")


class TooLargeError(ValueError):
    """More pixels than we unfold."""


# The largest unfolds to 250 MB: eight at once would be more than a school's machine has.
_one_at_a_time = threading.Lock()


def redraw(data: bytes) -> tuple[bytes, kinds.Kind]:
    """The same picture, upright, without metadata, at most `LONGEST_EDGE` on a side.

    Raises `TooLargeError`, and `ValueError` or `OSError` for what is no whole picture.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit below is asked before a single pixel is unfolded
    with _one_at_a_time, Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooLargeError
        picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        return _encode(upright, lossless=picture.format == "PNG")


def _encode(picture: Image.Image, *, lossless: bool) -> tuple[bytes, kinds.Kind]:
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    clean = picture.convert("RGBA" if transparent else "RGB")
    clean.info = {}
    out = io.BytesIO()
    if lossless or transparent:
        clean.save(out, "PNG")
        return out.getvalue(), kinds.PNG
    clean.save(out, "JPEG", quality=85)
    return out.getvalue(), kinds.JPEG
