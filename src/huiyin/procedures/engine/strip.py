"""The drawn strip of a public page: five or six steps, and which of them is done, now, next or (still) not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.procedures.schema import Pack, Words


@dataclass(frozen=True)
class StripStep:
    """`status`: done | now | next | off (open to the person, not taken, or passed by)."""

    id: str
    title: Words
    status: str


def strip(pack: Pack, state: str, history: Sequence[str] = ()) -> list[StripStep]:
    """The strip for a track in `state` that has been in the states of `history`. In a final state all taken steps are done."""
    here = pack.state(state)
    position = next(i for i, step in enumerate(pack.steps) if step.id == here.step)
    visited = {pack.state(name).step for name in history}

    def status(index: int, step_id: str, optional: bool) -> str:
        if index == position:
            return "done" if here.final else "now"
        if step_id in visited and (index < position or here.final):
            return "done"
        if index < position:
            return "off"
        return "off" if optional or here.final else "next"

    return [StripStep(s.id, s.title, status(i, s.id, s.optional)) for i, s in enumerate(pack.steps)]
