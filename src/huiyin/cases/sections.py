"""What other rooms put on the pages of a case and on the day list. They register; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from huiyin.kernel import clocks, counting
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor
from huiyin.web.components import Item, Link

from .models import Case, Concern, Review

DayGroup = Literal["late", "soon", "decide", "new", "wait"]


@dataclass(frozen=True, slots=True)
class Section:
    """A card on the page of a case: `template` drawn with `context` (and `zone`), lower `order` first."""

    key: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    place: Literal["main", "aside"] = "main"
    order: int = 50


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A row of the day list, and under which heading it stands."""

    group: DayGroup
    item: Item


StaffSource = Callable[[Actor, Case], Section | None]
PublicSource = Callable[[Concern], Section | None]
LinkSource = Callable[[Actor, Case], Iterable[Link]]
PublicLinkSource = Callable[[Concern], Iterable[Link]]
ReviewLinkSource = Callable[[Actor, Review], Iterable[Link]]
DaySource = Callable[[Actor], Iterable[DayEntry]]
CountSource = Callable[[Actor], counting.Count]
OwedSource = Callable[[Actor, Sequence[Clock]], Iterable[DayEntry]]
Choices = Iterable[tuple[str, str]]
ChoiceSource = Callable[[Actor], Choices]
PageSource = Callable[[Actor, Collection[str]], Mapping[str, str]]
DoorSource = Callable[[], Link | None]
Source = TypeVar("Source")

_staff: list[StaffSource] = []
_public: list[PublicSource] = []
_links: list[LinkSource] = []
_public_links: list[PublicLinkSource] = []
_review_links: list[ReviewLinkSource] = []
_day: list[tuple[DaySource, CountSource | None]] = []
_owed: list[tuple[OwedSource, tuple[str, ...]]] = []
_pages: list[tuple[str, PageSource]] = []
_doors: list[DoorSource] = []
_linkable: list[ChoiceSource] = []


def for_staff(source: StaffSource) -> None:
    """A card on the staff's page of a case; the source asks `may()` for what it shows."""
    _add(_staff, source)


def for_public(source: PublicSource) -> None:
    """A card on the person's own page; only what concerns this concern."""
    _add(_public, source)


def for_links(source: LinkSource) -> None:
    """What else can be done with a case, beside the verbs of its procedures."""
    _add(_links, source)


def for_public_links(source: PublicLinkSource) -> None:
    """What else the person can do."""
    _add(_public_links, source)


def for_reviews(source: ReviewLinkSource) -> None:
    """What else can be done with a review, such as its hearing."""
    _add(_review_links, source)


def for_day(source: DaySource, there: CountSource | None = None) -> None:
    """Rows of the day list of a post. At most a page of them, by index.

    `there`: sets that hold all that these rows are made of, and may hold more. They are counted for all rooms in one question, and a
    source without anything is not asked: on most days most rooms have nothing.
    """
    _add(_day, (source, there))


def for_owed(source: OwedSource, kinds: Iterable[str]) -> None:
    """Rows of the day list from what the post owes: its open clocks of these kinds, asked for all rooms in one question."""
    _add(_owed, (source, tuple(kinds)))


def for_notices(kind: str, source: PageSource) -> None:
    """Public ids of things of this kind -> the page of each that this post may open. Of several sources the first one leads."""
    _add(_pages, (kind, source))


def for_elsewhere(source: DoorSource) -> None:
    """The door to where a report about somebody who works here is taken; none while nobody could read one."""
    _add(_doors, source)


def for_linking(source: ChoiceSource) -> None:
    """Things of the house that a note of another room can point to: reference and title, those that are open, a few."""
    _add(_linkable, source)


def staff_sections(actor: Actor, case: Case) -> list[Section]:
    return _ordered(source(actor, case) for source in _staff)


def public_sections(concern: Concern) -> list[Section]:
    return _ordered(source(concern) for source in _public)


def links(actor: Actor, case: Case) -> list[Link]:
    return [link for source in _links for link in source(actor, case)]


def public_links(concern: Concern) -> list[Link]:
    return [link for source in _public_links for link in source(concern)]


def review_links(actor: Actor, review: Review) -> list[Link]:
    return [link for source in _review_links for link in source(actor, review)]


def day_entries(actor: Actor) -> list[DayEntry]:
    """Of every room. The clocks of a post are asked for once."""
    numbers = iter(counting.ask([there(actor) for _source, there in _day if there is not None]))
    found = [entry for source, there in _day if there is None or next(numbers) for entry in source(actor)]
    wanted = {kind for _source, kinds in _owed for kind in kinds}
    owed = clocks.queries.rows_owed_by(actor.reference, subject_kinds=wanted)
    for source, kinds in _owed:
        found += source(actor, [one for one in owed if one.subject_kind in kinds])
    return found


def pages_of(actor: Actor, references: Iterable[str]) -> dict[str, str]:
    """`case:…` and the like -> the page that this post may open; empty where it may open none. What has no pages is left out."""
    found: dict[str, str] = {}
    wanted = {reference.partition(":")[::2] for reference in references}
    for kind, source in _pages:
        open_ones = {
            public_id for its_kind, public_id in wanted if its_kind == kind and not found.get(f"{kind}:{public_id}")
        }
        pages = source(actor, open_ones) if open_ones else {}
        found |= {f"{kind}:{public_id}": pages.get(public_id, "") for public_id in open_ones}
    return found


def doors() -> list[Link]:
    return [link for source in _doors if (link := source()) is not None]


def linkable(actor: Actor) -> list[tuple[str, str]]:
    """What this post can point to, by reference and title."""
    return [choice for source in _linkable for choice in source(actor)]


def _add(sources: list[Source], source: Source) -> None:
    if source not in sources:
        sources.append(source)


def _ordered(found: Iterable[Section | None]) -> list[Section]:
    sections: Sequence[Section] = [section for section in found if section is not None]
    return sorted(sections, key=lambda section: section.order)
