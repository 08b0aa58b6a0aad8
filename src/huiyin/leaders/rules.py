"""Decisions about led cases, as pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, TypeVar

Duty = Literal["study", "deploy", "inspect", "solve", "handle"]
DUTIES: Final[tuple[Duty, ...]] = ("study", "deploy", "inspect", "solve", "handle")  # 研究、部署、检查、解决、处理
DUTY_OF: Final[Mapping[str, Duty]] = {
    "study": "study", "talk": "handle", "visit": "inspect", "deploy": "deploy", "inspect": "inspect", "solve": "solve",
}  # fmt: skip
LEADING_ROLES: Final = frozenset({"leader", "head"})
WORKED_OUT: Final = ("support", "adopt")  # what was promised with such an answer is still to be done
HANDOVER_DAYS: Final = 5  # working days in which both sign: the office's own number, unless it sets another
HANDOVER_KEY: Final = "leaders/handover"
LONGEST_STEP: Final = 90  # days ahead that a next step can be planned for

Post = TypeVar("Post")


def stage_of(
    *, sealed: bool, handled: bool, final: bool, outcome: str, agreed: bool, checked: str
) -> Literal["", "handling", "aftercare"]:
    """Where a led case stands on the board; empty: it is off it.

    After the answer it stays until what was decided is really done and was looked at again (事要解决): an answer that
    promised nothing leaves with the end of the procedure.
    """
    if sealed:
        return ""
    if not handled and not agreed:
        return "" if final else "handling"
    if checked == "kept":
        return ""
    promised = outcome in WORKED_OUT or agreed
    return "aftercare" if promised or not final else ""


def taker(chain: Iterable[Post], fits: Callable[[Post], bool]) -> Post | None:
    """Who takes over: the first of those above who holds the post and may know of the case; None: nobody inside."""
    return next((post for post in chain if fits(post)), None)


def by_duty(done: Iterable[tuple[Duty, object]]) -> dict[Duty, list[object]]:
    """What was done under each of the five, all five always there."""
    found: dict[Duty, list[object]] = {duty: [] for duty in DUTIES}
    for duty, one in done:
        found[duty].append(one)
    return found


def lines_of(text: str) -> list[str]:
    """Written duties, one a line or one a sentence ended by ； or 。"""
    flat = text.replace("\r", "\n").replace("；", "；\n").replace("。", "。\n")
    return [line.strip() for line in flat.split("\n") if line.strip()]
