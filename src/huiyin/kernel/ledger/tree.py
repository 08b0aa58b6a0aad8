"""The stored tree: reading any part of it and appending to it. What is read grows with the logarithm of its size.

Besides the leaves, the roots of full subtrees of 256, 65,536, ... leaves are kept (`Node`), so that any subtree is put
together from at most 255 hashes a level.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.kernel import store
from huiyin.kernel.ledger.merkle import CompactRange
from huiyin.kernel.ledger.models import Leaf, Node

TILE_HEIGHT = 8


def size() -> int:
    """The number of leaves, padding included."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def compact_range(start: int, end: int) -> CompactRange:
    """The peaks over the leaves from `start` up to `end`; `start` a multiple of the next power of two over their number."""
    result = CompactRange()
    level = max((end - start).bit_length() - 1, 0) // TILE_HEIGHT
    position = start
    while level >= 0:
        height = level * TILE_HEIGHT
        until = end >> height << height
        for root in roots(level, position >> height, until >> height):
            result.append_subtree(height, root)
        position, level = max(position, until), level - 1
    return result


def subtree(start: int, end: int) -> bytes:
    """The root over the leaves from `start` up to `end`."""
    return compact_range(start, end).root()


def append(tree: CompactRange, leaves: Sequence[tuple[bytes, int | None]]) -> None:
    """Store (hash, entry or None for padding) behind the leaves of `tree`, with the nodes that they complete."""
    store.require_write()
    rows, nodes = [], []
    for leaf, entry_id in leaves:
        rows.append(Leaf(index=tree.size, hash=leaf, entry_id=entry_id))
        for height, index, root in tree.append(leaf):
            if height % TILE_HEIGHT == 0:
                nodes.append(Node(level=height // TILE_HEIGHT, index=index, hash=root))
    Leaf.objects.bulk_create(rows)
    Node.objects.bulk_create(nodes)


def roots(level: int, start: int, end: int) -> list[bytes]:
    """The stored roots of full subtrees of a level (0: the leaves), from place `start` up to `end`."""
    if start >= end:
        return []
    if level == 0:
        leaves = Leaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
        return [bytes(root) for root in leaves.values_list("hash", flat=True)]
    nodes = Node.objects.filter(level=level, index__gte=start, index__lt=end).order_by("index")
    return [bytes(root) for root in nodes.values_list("hash", flat=True)]
