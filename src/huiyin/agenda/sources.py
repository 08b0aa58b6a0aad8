"""Where rooms say what falls due. This room knows none of them.

Things and duties alone: a room whose dates are about a person (a case, a task for one) offers none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huiyin.kernel.clocks import words
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due on a day. `owner`, `who`: reference and title of the post that owes it; `clock`: where one runs."""

    on: dt.date
    what: StrOrPromise
    title: str
    url: str
    owner: str = ""
    who: str = ""
    clock: ClockView | None = None

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.late


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, for which days (both included), and the open clocks of the source's kinds that posts of the office owe by the
    last of them; late ones among them. `titles`: reference -> title of these posts.
    """

    actor: Actor
    first: dt.date
    last: dt.date
    owed: Sequence[ClockView]
    titles: dict[str, str]

    def of_clock(self, clock: ClockView, title: str, url: str, what: StrOrPromise = "") -> Due:
        """What a clock says falls due; `what` is else its own title."""
        who = self.titles.get(clock.owner, "")
        return Due(clock.due_on, what or words.pick(clock.title), title, url, clock.owner, who, clock)


Source = Callable[[Asked], Iterable[Due]]
_sources: list[tuple[Source, tuple[str, ...], bool]] = []


def offer(source: Source, kinds: Collection[str] = (), *, own_only: bool = False) -> None:
    """`source(asked)` answers what falls due and the asker may read; `kinds`: whose clocks it wants.

    `own_only`: it stands where somebody looks at what their own post owes, and never on the page or sheet of the office.
    """
    if all(known is not source for known, _kinds, _own_only in _sources):
        _sources.append((source, tuple(kinds), own_only))


def sources(*, own: bool) -> Sequence[tuple[Source, tuple[str, ...]]]:
    """Those that are asked for the whole office, or for what one post owes."""
    return tuple((source, kinds) for source, kinds, own_only in _sources if own or not own_only)
