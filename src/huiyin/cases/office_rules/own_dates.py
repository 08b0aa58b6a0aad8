"""The office's own dates: every clock for which the law has no number, with what the law still says about it. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from huiyin.cases.rules import primary_pack
from huiyin.kernel import calendars, time
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.clocks.facts import Unit
from huiyin.kernel.clocks.words import length_text, pick
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation
from huiyin.procedures import loading
from huiyin.procedures.engine.clocks import lawful_length, longest_own_number
from huiyin.procedures.schema import Ceiling, Deadline, Pack, Words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXAMPLE_LENGTH = 15  # days: the commonest lawful length
LOOK_AHEAD = 400  # days in which a last day on a rest day is looked for
ON = "on"  # key of `clock_numbers`: clocks that are off until the office turns them on


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A clock with the office's own number. `most` and `lawful` are empty where the law sets no limit."""

    key: str  # "pack:deadline"
    title: str
    unit: str
    proposal: int
    number: int | None
    most: int | None
    lawful: str
    article: str
    of_the_person: bool

    @property
    def now(self) -> int:
        """What holds today."""
        chosen = self.proposal if self.number is None else self.number
        return chosen if self.most is None else min(chosen, self.most)


@dataclass(frozen=True, slots=True)
class OffDate:
    """A clock that nobody could verify in the text of the law: off until the office turns it on."""

    key: str
    title: str
    length: str
    article: str
    on: bool


@dataclass(frozen=True, slots=True)
class PackDates:
    """The clocks of one procedure of this organisation."""

    name: str
    title: str
    law: str
    own: tuple[OwnDate, ...]
    off: tuple[OffDate, ...]


@dataclass(frozen=True, slots=True)
class RollExample:
    """A real last day on a rest day: what the choice means. `received` + 15 days is `stays`, or moved, `moves`."""

    received: dt.date
    stays: dt.date
    moves: dt.date


@dataclass(frozen=True, slots=True)
class RoomNumber:
    """A number of a room that follows no procedure of law. `key`: "room:clock". `most`: by `article`, never more."""

    key: str
    title: StrOrPromise
    proposal: int
    unit: Unit = "days"
    most: int | None = None
    article: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class RoomSwitch:
    """A rule of a room that is off until the office turns it on. `law`: its name in each language."""

    key: str
    title: StrOrPromise
    length: int
    unit: Unit
    law: Mapping[str, str]
    article: str


_rooms: dict[str, tuple[StrOrPromise, tuple[RoomNumber, ...], tuple[RoomSwitch, ...]]] = {}


def register_room(
    name: str, title: StrOrPromise, numbers: Iterable[RoomNumber], switches: Iterable[RoomSwitch] = ()
) -> None:
    """The own numbers of another room, set on the same page. Called when the room is ready."""
    _rooms[name] = (title, tuple(numbers), tuple(switches))


def own_dates(organisation: Organisation) -> list[PackDates]:
    """By procedure: those that the organisation's cases run on, may open, or that it has numbers for; then other rooms'."""
    chosen = organisation.clock_numbers
    found = [_pack_dates(pack, chosen) for pack in packs_of(organisation)]
    found += [_room_dates(name, *room, chosen) for name, room in _rooms.items()]
    return [pack for pack in found if pack.own or pack.off]


def packs_of(organisation: Organisation) -> list[Pack]:
    """The procedure in front, those beside it and those that they open, in this order; then others with numbers."""
    names = [primary_pack(organisation.kind, public_body=organisation.public_body)]
    names += [key.replace("/", ":").partition(":")[0] for key in organisation.clock_numbers if key != ON]
    packs: dict[str, Pack] = {}
    while names:
        name = names.pop(0)
        if name in packs:
            continue
        try:
            packs[name] = loading.load(name)
        except BadInput:  # a number for a procedure that is no longer there
            continue
        beside = [parallel.pack for parallel in packs[name].parallel]
        names += [*beside, *(opened for step in packs[name].transitions for opened in step.opens)]
    return list(packs.values())


def roll_example(organisation: Organisation) -> RollExample | None:
    """The next concern whose fifteenth day would be a rest day; None where the region has none."""
    day = time.today(organisation.zone)
    for _number in range(LOOK_AHEAD):
        stays = calendars.due(day, EXAMPLE_LENGTH, "days", organisation.region, False).due
        moves = calendars.due(day, EXAMPLE_LENGTH, "days", organisation.region, True).due
        if stays != moves:
            return RollExample(day, stays, moves)
        day += dt.timedelta(days=1)
    return None


def _room_dates(
    name: str,
    title: StrOrPromise,
    numbers: Iterable[RoomNumber],
    switches: Iterable[RoomSwitch],
    chosen: Mapping[str, Any],
) -> PackDates:
    own = tuple(_room_number(one, chosen.get(one.key)) for one in numbers)
    on = chosen.get(ON, ())
    off = tuple(
        OffDate(one.key, str(one.title), length_text(one.length, one.unit), _cited(one), one.key in on)
        for one in switches
    )
    return PackDates(name, str(title), "", own, off)


def _room_number(one: RoomNumber, number: int | None) -> OwnDate:
    lawful = length_text(one.most, one.unit) if one.most else ""
    return OwnDate(
        one.key, str(one.title), one.unit, one.proposal, number, one.most, lawful, str(one.article), of_the_person=False
    )


def _cited(switch: RoomSwitch) -> str:
    language = get_language() or "zh-hans"
    return f"{pick(switch.law)} {cite(switch.article, language)}".strip()


def _pack_dates(pack: Pack, chosen: Mapping[str, Any]) -> PackDates:
    return PackDates(
        pack.name, said(pack.title), said(pack.law.short), tuple(_own(pack, chosen)), tuple(_off(pack, chosen))
    )


def _own(pack: Pack, chosen: Mapping[str, Any]) -> Iterator[OwnDate]:
    for deadline in pack.deadlines:
        if not deadline.own_rule or deadline.counted_in == "immediate":
            continue
        ceiling = lawful_length(pack, deadline)
        limited = ceiling is not None and ceiling.length > 0
        key = f"{pack.name}:{deadline.id}"
        number = chosen.get(key, chosen.get(key.replace(":", "/")))
        yield OwnDate(
            key=key,
            title=said(deadline.title),
            unit=deadline.counted_in,
            proposal=deadline.length,
            number=None if number is None else int(number),
            most=longest_own_number(deadline, ceiling),
            lawful=length_text(ceiling.length, ceiling.unit) if ceiling and limited else "",
            article=_article(pack, deadline, ceiling) if limited else "",
            of_the_person=deadline.waits_on == "petitioner",
        )


def _off(pack: Pack, chosen: Mapping[str, Any]) -> Iterator[OffDate]:
    for deadline in pack.deadlines:
        if deadline.off_by_default:
            key = f"{pack.name}:{deadline.id}"
            length = length_text(deadline.length, deadline.counted_in)
            article = cite(deadline.source, get_language() or "zh-hans") or said(pack.law.short)
            yield OffDate(key, said(deadline.title), length, article, key in chosen.get(ON, []))


def _article(pack: Pack, deadline: Deadline, ceiling: Ceiling | None) -> str:
    """Where the lawful length is written: the law's name and the article."""
    source, law = deadline.source, pack
    if ceiling is not None and ceiling.deadline:
        name, colon, wanted = ceiling.deadline.rpartition(":")
        law = loading.load(name) if colon else pack
        source = law.deadline(wanted).source
    return f"{said(law.law.short)} {cite(source, get_language() or 'zh-hans')}".strip()


def said(words: Words) -> str:
    """A text of a pack in the reader's language."""
    return words.into(get_language() or "zh-hans")
