"""What a sentence must hold so that a regular expression can match in it: a sieve, so that most patterns are never tried (or even
compiled). Reads the few forms that the words of this room are written in. It may let too much through, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Need: TypeAlias = frozenset[str]
"""Of these pieces, of one or two characters, one must be there."""

_FAMILY = re.compile(r"<([a-z ]+)>")
_REPEAT = re.compile(r"[?*+]|\{(\d*)(?:,\d*)?\}")
_GROUP = re.compile(r"\?:|\?p<\w+>")
_BACK = re.compile(r"\(\?p=\w+\)")
_LOOK = re.compile(r"\(\?<?[=!]")
_WILD = frozenset("dDsSwWbB")


def needs(text: str, of_family: Callable[[str], Need | None]) -> tuple[Need, ...]:
    """All needs of a pattern. `of_family`: the need of a family named in it, None where it has none."""
    return tuple(_Reader(text, of_family).alternatives()[0])


def pieces(text: str) -> set[str]:
    """The pieces of one and two characters of a text."""
    lowered = text.lower()
    return {*lowered, *(lowered[at : at + 2] for at in range(len(lowered) - 1))}


class _Reader:
    def __init__(self, text: str, of_family: Callable[[str], Need | None]) -> None:
        self.text, self.at, self.of_family = text.lower(), 0, of_family

    def alternatives(self) -> tuple[list[Need], bool]:
        """Up to the end or the closing bracket. Of several branches: one need, met by any of them."""
        branches = [self._branch()]
        while self.at < len(self.text) and self.text[self.at] == "|":
            self.at += 1
            branches.append(self._branch())
        if len(branches) == 1:
            return branches[0], False
        if not all(branches):
            return [], True
        return [frozenset().union(*(min(branch, key=_cost) for branch in branches))], True

    def _branch(self) -> list[Need]:
        found: list[Need] = []
        run = ""
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if self._skip_look():
                continue
            letter, inner = self._item()
            least = self._least()
            if letter and least:
                run += letter
                if len(run) == 2 and len(letter) == 1:
                    found.append(frozenset({run}))
                    run = letter
                continue
            if len(run) == 1 and not (found and _ends(found[-1], run)):
                found.append(frozenset({run}))
            run = ""
            if least:
                found += inner
        if len(run) == 1 and not (found and _ends(found[-1], run)):
            found.append(frozenset({run}))
        return found

    def _skip_look(self) -> bool:
        if not _LOOK.match(self.text, self.at):
            return False
        self.at = _LOOK.match(self.text, self.at).end()  # type: ignore[union-attr]
        self.alternatives()
        self.at += 1
        return True

    def _item(self) -> tuple[str, list[Need]]:
        """A letter, or the needs of what is no letter."""
        sign = self.text[self.at]
        if found := _BACK.match(self.text, self.at):
            self.at = found.end()
            return "", []
        if found := _FAMILY.match(self.text, self.at):
            self.at = found.end()
            need = self.of_family(found[1])
            return "", [need] if need else []
        self.at += 1
        if sign == "(":
            if group := _GROUP.match(self.text, self.at):
                self.at = group.end()
            inner, _several = self.alternatives()
            self.at += 1
            return "", inner
        if sign == "[":
            end = self.text.index("]", self.at + 1)
            inside, self.at = self.text[self.at : end], end + 1
            plain = not re.search(r"[\^\\-]", inside)
            return "", [frozenset(inside)] if plain else []
        if sign == "\\":
            self.at += 1
            escaped = self.text[self.at - 1]
            return ("", []) if escaped in _WILD else (escaped, [])
        return ("", []) if sign in ".^$" else (sign, [])

    def _least(self) -> bool:
        """Whether what was read stands there at least once."""
        found = _REPEAT.match(self.text, self.at)
        if not found:
            return True
        self.at = found.end()
        if self.text[self.at : self.at + 1] == "?":
            self.at += 1
        return found[0] == "+" or (found[0].startswith("{") and int(found[1] or 0) > 0)


def _ends(need: Need, letter: str) -> bool:
    return all(piece.endswith(letter) and len(piece) == 2 for piece in need) and len(need) == 1


def _cost(need: Need) -> tuple[int, int]:
    """Which of several needs says most: few pieces, long ones."""
    single = sum(len(piece) == 1 for piece in need)
    return single * 8 + len(need), len(need)
