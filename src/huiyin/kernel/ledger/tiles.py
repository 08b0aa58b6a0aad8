"""The tree as tiles that anybody may fetch (https://c2sp.org/tlog-tiles): hashes alone, and only those under a published checkpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiyin.kernel.ledger import tree

WIDTH = 256
_PATH = re.compile(r"(0|[1-9][0-9]?)/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
LONGEST_PATH = 64


@dataclass(frozen=True, slots=True)
class Tile:
    """`width` hashes from place `index * 256` on, at a level; a full one has 256."""

    level: int
    index: int
    width: int

    @property
    def full(self) -> bool:
        return self.width == WIDTH

    @property
    def path(self) -> str:
        """`<L>/<N>[.p/<W>]`"""
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        return f"{self.level}/{name}{'' if self.full else f'.p/{self.width}'}"


def read_path(path: str) -> Tile | None:
    """The tile that an address names; None for anything that is not written exactly as the specification says."""
    found = _PATH.fullmatch(path) if len(path) <= LONGEST_PATH else None
    if found is None:
        return None
    level, groups, last, width = found.groups()
    tile = Tile(int(level), int(groups.replace("x", "").replace("/", "") + last), int(width or WIDTH))
    return tile if tile.level < 64 and (width is None or tile.width < WIDTH) and tile.path == path else None


def hashes(tile: Tile, size: int) -> bytes | None:
    """The tile's hashes, 32 bytes each; None where the tree of `size` leaves, the newest published, does not have all of them."""
    start = tile.index * WIDTH
    if start + tile.width > size >> tree.TILE_HEIGHT * tile.level:
        return None
    return b"".join(tree.roots(tile.level, start, start + tile.width))
