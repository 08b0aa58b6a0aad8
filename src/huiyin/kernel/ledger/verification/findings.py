"""What does not fit, in words, in the order in which it was met."""

from __future__ import annotations

KEPT = 100


class Findings:
    """The first hundred findings: one that cuts through everything must not fill the memory."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def add(self, words: str) -> None:
        if len(self.all) < KEPT:
            self.all.append(words)

    @property
    def first(self) -> str | None:
        return self.all[0] if self.all else None
