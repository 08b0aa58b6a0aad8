"""What other rooms put on the pages of a case and on the day list. They register; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

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
Source = TypeVar("Source")

_staff: list[StaffSource] = []
_public: list[PublicSource] = []
_links: list[LinkSource] = []
_public_links: list[PublicLinkSource] = []
_review_links: list[ReviewLinkSource] = []
_day: list[DaySource] = []


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


def for_day(source: DaySource) -> None:
    """Rows of the day list of a post. At most a page of them, by index."""
    _add(_day, source)


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
    return [entry for source in _day for entry in source(actor)]


def _add(sources: list[Source], source: Source) -> None:
    if source not in sources:
        sources.append(source)


def _ordered(found: Iterable[Section | None]) -> list[Section]:
    sections: Sequence[Section] = [section for section in found if section is not None]
    return sorted(sections, key=lambda section: section.order)
