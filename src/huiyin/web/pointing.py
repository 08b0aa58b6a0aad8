"""A point on a picture: pressed where it is, or given as two numbers. It needs no script."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from PIL import Image

from .forms import HouseForm

WIDTH = 720  # pixels in which a picture is shown: by them a press on it is measured
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Size:
    """Of a picture, in its own pixels."""

    width: int
    height: int

    @property
    def shown(self) -> tuple[int, int]:
        """As pages show it: `WIDTH` wide, in the same shape."""
        return WIDTH, max(round(WIDTH * self.height / self.width), 1)


class PointForm(HouseForm):
    """The two numbers, for who does not press on the picture."""

    across = forms.FloatField(label=_("From the left edge, in percent"), min_value=0, max_value=100, required=False)
    down = forms.FloatField(label=_("From the upper edge, in percent"), min_value=0, max_value=100, required=False)


def point(data: MultiValueDict[str, str], typed: dict[str, Any], size: Size) -> tuple[float, float] | None:
    """From the upper left corner, 0 to 1 each: where the picture was pressed, else the two numbers; none where neither was given."""
    pressed = _pressed(data.get("at.x") or "", data.get("at.y") or "", size)
    across, down = typed["across"], typed["down"]
    if pressed or across is None or down is None:
        return pressed
    return across / 100, down / 100


def number(text: str) -> int:
    """As our own pages send it; of anything else 0, which is no version, no place and no point."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < DIGITS else 0


def resized(content: bytes, size: Size, times: int = 1) -> Image.Image:
    """The picture as wide as pages show it, or some times that."""
    width, height = size.shown
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (width * times, height * times))
        return picture.convert("RGB").resize((width * times, height * times))


def _pressed(x: str, y: str, size: Size) -> tuple[float, float] | None:
    """From the keyboard a browser sends 0,0: then the two numbers count."""
    across, down = number(x), number(y)
    if not (x and y) or across == down == 0:
        return None
    width, height = size.shown
    return min(across / width, 1.0), min(down / height, 1.0)
