"""What a check finds, other than an unlawful clause and an old citation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`rule`: a check of law.md (PC-03) or a name of this product. `lines`: 1-based, of the file; none where nothing stands there.

    `key`: the piece of the plan document that it is about. `source`: the article, empty where it is a rule of this product.
    """

    rule: str
    text: str
    why: str
    source: str = ""
    lines: tuple[int, int] | None = None
    key: str = ""
