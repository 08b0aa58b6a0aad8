"""Where the boxes and lines of a procedure go: layers from the top down, few crossings, no engine outside of Python.

Layers by the shortest way from the start; lines over several layers get a place in each layer, so that they pass beside the
boxes and not through them; within a layer, order by the middle of the neighbours (barycentre), swept down and up.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from huiyin.procedures.schema import SAME, Pack

CROWDED = 6
"""A verb that leads to one state from so many others is written at the state, not drawn."""

BOX_WIDTH, BOX_HEIGHT = 184, 68
GAP_X, GAP_Y = 28, 56
LANE_WIDTH = 10
MARGIN = 24
SWEEPS = 12

Place = str | tuple[str, str, int]
"""A state, or the place of the line from one state to another in a layer."""


@dataclass(frozen=True)
class Line:
    """One drawn way: from state, to state, the verbs that lead there, and the points through which it goes (px)."""

    start: str
    end: str
    verbs: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    """Centres of the boxes (px), the lines, the size of the whole, and the verbs that lead to a state from everywhere."""

    centres: dict[str, tuple[float, float]]
    lines: tuple[Line, ...]
    from_everywhere: dict[str, tuple[str, ...]]
    width: float
    height: float


def lay_out(pack: Pack) -> Layout:
    """The layout of a pack. The same pack gives the same drawing."""
    verbs, everywhere = _ways(pack)
    layers = _layers(pack, list(verbs))
    rows = _rows(layers, list(verbs))
    neighbours = _neighbours(layers, list(verbs))
    _order(rows, neighbours)
    across = _across(rows, neighbours)
    width = max(across.values()) + BOX_WIDTH / 2 + MARGIN
    down = {row: MARGIN + BOX_HEIGHT / 2 + row * (BOX_HEIGHT + GAP_Y) for row in range(len(rows))}
    centres = {s.id: (across[s.id], down[layers[s.id]]) for s in pack.states}
    lines = tuple(Line(a, b, names, _points(a, b, layers, across, down)) for (a, b), names in verbs.items())
    return Layout(centres, lines, everywhere, width, down[len(rows) - 1] + BOX_HEIGHT / 2 + MARGIN)


def _ways(pack: Pack) -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[str, tuple[str, ...]]]:
    drawn: dict[tuple[str, str], tuple[str, ...]] = {}
    everywhere: dict[str, tuple[str, ...]] = {}
    for t in pack.transitions:
        sources = [s.id for s in pack.states if s.id in pack.leaves_from(t) and s.id != t.to]
        if t.to == SAME:
            continue
        if len(sources) >= CROWDED:
            everywhere[t.to] = (*everywhere.get(t.to, ()), t.verb)
            continue
        for source in sources:
            known = drawn.get((source, t.to), ())
            drawn[(source, t.to)] = known if t.verb in known else (*known, t.verb)
    return drawn, everywhere


def _layers(pack: Pack, edges: list[tuple[str, str]]) -> dict[str, int]:
    import networkx as nx  # a fifth of a second, which every start of a command would wait for

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(s.id for s in pack.states)
    graph.add_edges_from(edges)
    near: dict[str, int] = dict(nx.single_source_shortest_path_length(graph, pack.starts_in))
    deepest = max(near.values())
    return {s.id: near.get(s.id, deepest if s.final else 1) for s in pack.states}


def _rows(layers: dict[str, int], edges: list[tuple[str, str]]) -> list[list[Place]]:
    rows: list[list[Place]] = [[] for _ in range(max(layers.values()) + 1)]
    for state, layer in layers.items():
        rows[layer].append(state)
    for start, end in edges:
        for layer in _between(layers, start, end):
            rows[layer].append((start, end, layer))
    return rows


def _between(layers: dict[str, int], start: str, end: str) -> range:
    low, high = sorted((layers[start], layers[end]))
    return range(low + 1, high)


def _chain(layers: dict[str, int], start: str, end: str) -> list[Place]:
    """The places of a line from the upper to the lower of its ends."""
    upper, lower = (start, end) if layers[start] <= layers[end] else (end, start)
    return [upper, *((start, end, layer) for layer in _between(layers, start, end)), lower]


def _neighbours(layers: dict[str, int], edges: list[tuple[str, str]]) -> dict[Place, list[Place]]:
    found: dict[Place, list[Place]] = {}
    for start, end in edges:
        if layers[start] == layers[end]:
            continue
        chain = _chain(layers, start, end)
        for above, below in pairwise(chain):
            found.setdefault(above, []).append(below)
            found.setdefault(below, []).append(above)
    return found


def _order(rows: list[list[Place]], neighbours: dict[Place, list[Place]]) -> None:
    for sweep in range(SWEEPS):
        numbers = list(range(1, len(rows))) if sweep % 2 == 0 else list(range(len(rows) - 2, -1, -1))
        for number in numbers:
            beside = rows[number - 1] if sweep % 2 == 0 else rows[number + 1]
            position = {place: index / max(1, len(beside) - 1) for index, place in enumerate(beside)}
            before = {place: index / max(1, len(rows[number]) - 1) for index, place in enumerate(rows[number])}
            rows[number].sort(key=lambda place: _middle(neighbours.get(place, []), position, before[place]))


def _middle(neighbours: list[Place], position: dict[Place, float], otherwise: float) -> float:
    known = [position[n] for n in neighbours if n in position]
    return sum(known) / len(known) if known else otherwise


def _across(rows: list[list[Place]], neighbours: dict[Place, list[Place]]) -> dict[Place, float]:
    """The x of every place: pulled to its neighbours, never closer than the gap, nothing left of the margin."""
    across: dict[Place, float] = {}
    for row in rows:
        _spread(row, [float(i) for i in range(len(row))], across)
    for _sweep in range(SWEEPS):
        for row in rows:
            _spread(row, [_middle(neighbours.get(p, []), across, across[p]) for p in row], across)
    left = min(across[p] - _width(p) / 2 for p in across)
    return {place: x - left + MARGIN for place, x in across.items()}


def _spread(row: list[Place], wanted: list[float], across: dict[Place, float]) -> None:
    """Put a row near the wanted places without overlap: from the left, from the right, and the middle of both."""
    from_left, from_right = list(wanted), list(wanted)
    for i in range(1, len(row)):
        from_left[i] = max(wanted[i], from_left[i - 1] + _apart(row[i - 1], row[i]))
    for i in range(len(row) - 2, -1, -1):
        from_right[i] = min(wanted[i], from_right[i + 1] - _apart(row[i], row[i + 1]))
    for place, one, two in zip(row, from_left, from_right, strict=True):
        across[place] = (one + two) / 2


def _apart(left: Place, right: Place) -> float:
    return (_width(left) + _width(right)) / 2 + (GAP_X if isinstance(left, str) or isinstance(right, str) else 0)


def _width(place: Place) -> float:
    return BOX_WIDTH if isinstance(place, str) else LANE_WIDTH


def _points(
    start: str, end: str, layers: dict[str, int], across: dict[Place, float], down: dict[int, float]
) -> tuple[tuple[float, float], ...]:
    half = BOX_HEIGHT / 2
    if layers[start] == layers[end]:
        side = BOX_WIDTH / 2 if across[end] > across[start] else -BOX_WIDTH / 2
        y = down[layers[start]]
        dip = y + half + GAP_Y / 3
        ends = ((across[start] + side / 2, y + half), (across[end] - side / 2, y + half))
        return (ends[0], (ends[0][0], dip), (ends[1][0], dip), ends[1])
    chain = _chain(layers, start, end)
    upper, lower = chain[0], chain[-1]
    downwards = upper == start
    shift = 0.0 if downwards else BOX_WIDTH / 5
    points = [(across[upper] + shift, down[layers[str(upper)]] + half)]
    for place in chain[1:-1]:
        if not isinstance(place, str):
            points += [(across[place], down[place[2]] - half), (across[place], down[place[2]] + half)]
    points.append((across[lower] + shift, down[layers[str(lower)]] - half))
    return tuple(points if downwards else reversed(points))
