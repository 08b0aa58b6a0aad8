"""What is marked on a drawing, as it is drawn: shape and number say how grave and which line of the list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from huiyin.web.pointing import Size

from . import presenting
from .models import OWED, WHOLE, CampusMap, Hazard

ROOM = 42  # between the middles of two marks, in pixels of the drawing as it is shown
EDGE = 22
RINGS, ON_RING = 12, 8


@dataclass(frozen=True, slots=True)
class Mark:
    """`x`, `y`: its middle, in pixels of the drawing as it is shown. `over`: it is no hazard any more."""

    number: int
    severity: str
    x: int
    y: int
    title: str
    url: str
    over: bool


def size(drawing: CampusMap) -> tuple[int, int]:
    """Width and height in which it is shown."""
    return Size(drawing.width, drawing.height).shown


def marks(drawing: CampusMap, hazards: Iterable[Hazard]) -> list[Mark]:
    """Of hazards that are marked on this drawing, in their order; none covers another one."""
    width, height = size(drawing)
    there = [(one, one.across, one.down) for one in hazards if one.across is not None and one.down is not None]
    points = apart([(across * width / WHOLE, down * height / WHOLE) for _one, across, down in there], (width, height))
    return [
        Mark(number, one.severity, round(x), round(y), one.title, presenting.url(one), one.status not in OWED)
        for number, ((one, _across, _down), (x, y)) in enumerate(zip(there, points, strict=True), 1)
    ]


def apart(points: Sequence[tuple[float, float]], within: tuple[int, int]) -> list[tuple[float, float]]:
    """Each where it is, or as near to it as leaves `ROOM` to those before; all of it on the drawing."""
    placed: list[tuple[float, float]] = []
    for point in points:
        free = (one for one in _around(point, within) if all(math.dist(one, other) >= ROOM for other in placed))
        placed.append(next(free, _inside(point, within)))
    return placed


def _around(point: tuple[float, float], within: tuple[int, int]) -> Iterator[tuple[float, float]]:
    yield _inside(point, within)
    for ring in range(1, RINGS + 1):
        for step in range(ON_RING * ring):
            turn = 2 * math.pi * step / (ON_RING * ring)
            moved = (point[0] + ROOM * ring * math.cos(turn), point[1] + ROOM * ring * math.sin(turn))
            yield _inside(moved, within)


def _inside(point: tuple[float, float], within: tuple[int, int]) -> tuple[float, float]:
    (x, y), (width, height) = point, within
    return min(max(x, EDGE), max(width - EDGE, EDGE)), min(max(y, EDGE), max(height - EDGE, EDGE))
