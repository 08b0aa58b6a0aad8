"""What every page knows: the service, the reader's place in it, theme and language.

`web` knows no domain. Rooms register functions in settings `WEB_CONTEXT_PROVIDERS` (dotted paths); each takes the request
and returns any of the fields of `Site` below. Tuples of several providers are joined in their order, other values: the
last one wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import counting

from .components import Contact, Link, Part, RailItem, RailPart, Who
from .languages import LANGUAGES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Provider = Callable[[HttpRequest], Mapping[str, object]]

PARTS: dict[Part, StrOrPromise] = {"day": "", "cases": _("Concerns"), "safety": _("Safety"), "house": _("This office")}
AT_THE_FOOT = 4  # places that a phone shows, beside “More”
THEME_COOKIE = "huiyin_theme"
KEYS_COOKIE = "huiyin_keys"


@dataclass(frozen=True, slots=True)
class Site:
    """The frame around a page.

    `name` stands in titles (临禾县教育系统), `brand_lines` beside the mark; `home_url` of the mark on staff pages is
    `staff_home_url`. `urgent` stands at the top of each staff page: what everybody must see now. `rail` holds all places; of these a phone shows four.
    """

    name: StrOrPromise = ""
    brand_lines: tuple[StrOrPromise, ...] = ()
    home_url: str = "/"
    staff_home_url: str = "/"
    example_data: StrOrPromise = ""
    alarms: tuple[StrOrPromise, ...] = ()
    urgent: tuple[Link, ...] = ()
    public_nav: tuple[Link, ...] = ()
    contacts: tuple[Contact, ...] = ()
    rail: tuple[RailItem, ...] = ()
    who: Who | None = None
    search_url: str = ""
    new_case_url: str = ""

    @property
    def folded(self) -> bool:
        """Whether a phone has “More” beside the places at its foot."""
        return len(self.rail) > AT_THE_FOOT

    @property
    def parts(self) -> tuple[RailPart, ...]:
        """The places of the rail by what they are for; a part without places is not there."""
        found = [(title, tuple(one for one in self.rail if one.part == part)) for part, title in PARTS.items()]
        return tuple(RailPart(title, places) for title, places in found if places)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language to switch to; the present one has no address."""

    tag: str
    name: str
    url: str


def web(request: HttpRequest) -> dict[str, object]:
    """Context processor: `site`, `languages`, `theme`, `single_keys`, `here`."""
    return {
        "site": SimpleLazyObject(lambda: site_of(request)),
        "languages": _languages(request),
        "theme": "dark" if request.COOKIES.get(THEME_COOKIE) == "dark" else "light",
        "single_keys": request.COOKIES.get(KEYS_COOKIE) != "off",
        "here": request.path,
    }


def site_of(request: HttpRequest) -> Site:
    """Asks the providers once a request."""
    known: Site | None = getattr(request, "_huiyin_site", None)
    if known is None:
        known = _counted(_join([import_string(path)(request) for path in settings.WEB_CONTEXT_PROVIDERS]))
        request._huiyin_site = known  # type: ignore[attr-defined]
    return known


def _join(parts: list[Mapping[str, object]]) -> Site:
    names = {field.name for field in fields(Site)}
    values: dict[str, object] = {}
    for part in parts:
        if unknown := set(part) - names:
            raise ValueError(f"a web context provider gave {sorted(unknown)}, which Site does not have")
        for name, value in part.items():
            before = values.get(name)
            values[name] = before + value if isinstance(before, tuple) and isinstance(value, tuple) else value
    return Site(**values)  # type: ignore[arg-type]


def _counted(site: Site) -> Site:
    """What waits at the places of the rail, asked of all rooms in one question; and which of them a phone shows."""
    numbers = iter(counting.ask([place.waits for place in site.rail if place.waits is not None]))
    foot = sorted(range(len(site.rail)), key=lambda number: not site.rail[number].foot)[:AT_THE_FOOT]
    rail = (
        replace(place, count=next(numbers) if place.waits is not None else place.count, waits=None, foot=number in foot)
        for number, place in enumerate(site.rail)
    )
    return replace(site, rail=tuple(rail))


def _languages(request: HttpRequest) -> list[LanguageLink]:
    current = get_language()
    back = quote(request.path) if request.method in ("GET", "HEAD") else ""
    return [
        LanguageLink(tag, name, "" if code == current else f"/language/{code}" + (f"?next={back}" if back else ""))
        for code, tag, name in LANGUAGES
    ]
