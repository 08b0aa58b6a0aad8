"""Every page that a click reaches in the example district, opened once as a person would: axe, no sideways scroll, no refused script.

Each kind of page (each named address) is looked at once, by the first who finds a way to it; the language changes from page to page.
`make test` sends every third petitioner and every second post, each to a few cases; `make proof` all to all.
"""

from __future__ import annotations

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Error

from huiyin.operations import example
from huiyin.organisations.example import PASSWORD
from huiyin.web.testing import checks

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = ("zh-hans", "zh-hant", "en")
STAFF = ("liang", "zhou", "song", "dudao", "fazhi", "xiaozhang", "shen", "xinfang", "admin")
LEFT_ALONE = {"organisations:sign-out", "web:language", "web:theme", "cases:leave"}
"""What changes who looks, or how."""
HUBS = {"cases:status", "cases:day", "cases:case"}
"""Opened for each case, because different links stand there. Every page is opened by each person and looked at closely once."""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
NOT_SHOWN = {"template", "noscript"}
DEEPEST = 400
CASES_EACH = DEEPEST if checks.WHOLE else 4


class Walk:
    """Follows links inside the site; remembers which kinds of page were looked at."""

    def __init__(self, chromium, base: str) -> None:
        self.chromium, self.base = chromium, base
        self.looked_at: dict[str, str] = {}
        self.wrong: list[str] = []

    def as_somebody(self, person: Person, start: str) -> None:
        waiting, known, opened = deque([start]), {start}, Counter[str]()
        while waiting and len(known) < DEEPEST:
            address = waiting.popleft()
            name = self._name(address)
            if name is None or name in LEFT_ALONE or opened[name] >= (CASES_EACH if name in HUBS else 1):
                continue
            opened[name] += 1
            for link in self._open(person, name, address):
                if link not in known:
                    known.add(link)
                    waiting.append(link)

    def _name(self, address: str) -> str | None:
        if not address.startswith(self.base + "/"):
            return None
        try:
            found = resolve(urlsplit(address).path)
            return f"{found.view_name} {found.kwargs['name']}" if found.view_name == "cases:verb" else found.view_name
        except Resolver404:
            return None

    def _open(self, person: Person, name: str, address: str) -> list[str]:
        language = LANGUAGES[len(self.looked_at) % 3]
        person.context.add_cookies([{"name": "huiyin_language", "value": language, "url": self.base}])
        if name in self.looked_at:
            return self._links_of(person, name, address)
        try:
            answer = person.page.goto(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return []
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return []
        if answer.status >= 400:
            self.wrong.append(f"{name} {address}: a link leads to {answer.status}")
            return []
        links: list[str] = person.page.evaluate(LINKS)
        self.looked_at[name] = address
        try:
            checks.check_page(person.page, tabs=False, dark=False)
        except AssertionError as error:
            self.wrong.append(f"{name} in {language}: {error}")
        return [link.split("#")[0] for link in links]

    def _links_of(self, person: Person, name: str, address: str) -> list[str]:
        """Of a page whose kind was looked at before: where it leads, read from what the server sends to this browser, without drawing it."""
        answer = person.context.request.get(address)
        if "text/html" not in answer.headers.get("content-type", ""):
            return []
        if answer.status >= 400:
            self.wrong.append(f"{name} {address}: a link leads to {answer.status}")
            return []
        found = Links()
        found.feed(answer.text())
        return [urljoin(answer.url, link).split("#")[0] for link in found.all]


class Links(HTMLParser):
    """Where the links of a page lead that a browser with script shows: none of a template, none for who has no script."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in NOT_SHOWN
        where = dict(attributes).get("href")
        if tag == "a" and where and not self._hidden:
            self.all.append(where)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in NOT_SHOWN


def signed_in(person: Person, name: str) -> Person:
    """Wherever the first page of this person is."""
    person.page.goto(person.base + reverse("organisations:sign-in"))
    person.page.fill("input[name=username]", name)
    person.page.fill("input[name=password]", PASSWORD)
    with person.page.expect_navigation(url=lambda address: "sign-in" not in address):
        person.page.keyboard.press("Enter")
    return person


@pytest.fixture
def district(db):
    """The whole example, with its receipt codes."""
    example.build()
    return [line.split()[0] for line in example.codes().splitlines()]


def people(walk: Walk, base: str, codes: list[str]) -> None:
    """A stranger, then the holders of codes."""
    stranger = Person(walk.chromium, base, "zh-hans")
    walk.as_somebody(stranger, f"{base}/")
    stranger.leaves()
    for code in codes if checks.WHOLE else codes[::3]:
        holder = Person(walk.chromium, base, "zh-hans")
        holder.page.fill("#id_code", code)
        holder.page.keyboard.press("Enter")
        holder.page.wait_for_url("**/status/")
        walk.as_somebody(holder, f"{base}/status/")
        holder.leaves()


def posts(walk: Walk, base: str, codes: list[str]) -> None:
    for name in STAFF if checks.WHOLE else STAFF[::2]:
        person = signed_in(Person(walk.chromium, base, "zh-hans"), name)
        walk.as_somebody(person, person.page.url)
        person.leaves()


def test_every_page_that_a_click_reaches(district, live_server, chromium):
    walk = Walk(chromium, live_server.url)
    people(walk, live_server.url, district)
    posts(walk, live_server.url, district)
    print(f"{len(walk.looked_at)} kinds of page: {', '.join(sorted(walk.looked_at))}")
    assert not walk.wrong, "\n".join(walk.wrong)
    assert len(walk.looked_at) > 80
