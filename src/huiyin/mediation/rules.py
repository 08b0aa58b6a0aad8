"""What a mediation may be about and what an agreement may say, as pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A clause by which somebody gives up complaining, reporting or going to court binds nobody: the right is not theirs to sell
# (宪法 41; 信访工作条例 33: nothing against mandatory law; 人民调解法 3(3)).
_GIVES_UP = re.compile(
    r"息访|息诉|罢访|(?:不再|不得|不许|不准|不能|永不|放弃|停止|禁止|保证不)[^，。；！？\n]{0,12}?(?:信访|上访|起诉|诉讼|申诉|举报|检举|控告|投诉|复查|复核|仲裁|反映)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The latest word of somebody about one thing: `who` is a concern's public id, or empty for the other side."""

    who: str
    answer: str


def gives_up_a_right(text: str) -> str:
    """The words by which somebody would give up a right; empty where there are none."""
    found = _GIVES_UP.search(text)
    return found.group(0) if found else ""


def everybody_agrees(said: Iterable[Said], people: Iterable[str], *, other: bool) -> bool:
    """Whether each person who raised the matter, and the other side where it has a say, has said yes."""
    latest: Mapping[str, str] = {word.who: word.answer for word in said}
    needed = [*people, *([""] if other else [])]
    return bool(needed) and all(latest.get(who) == "yes" for who in needed)
