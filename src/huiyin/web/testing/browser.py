"""Fixtures that drive the machine's own Chromium, and `check_page`, which every page of Huiyin must pass.

Nothing is downloaded: the browser is the one that is installed (`HUIYIN_CHROMIUM`, else Chromium's headless shell, else
/usr/bin/chromium). The shell draws the same pages without the windows round them, in half the time; `make proof` takes the whole.

    def test_home(live_server, page, check_page):
        page.goto(live_server.url + "/")
        check_page()
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from . import checks

_SHELL = None if checks.WHOLE else shutil.which("chromium-headless-shell")
_CHROMIUM = os.environ.get("HUIYIN_CHROMIUM") or _SHELL or "/usr/bin/chromium"
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def spoken(first: str, *others: str) -> list[str]:
    """The languages in which a scenario is played: the first one, and in `make proof` the others too."""
    return [first, *others] if checks.WHOLE else [first]


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    """One browser for the session."""
    if not Path(_CHROMIUM).exists():
        pytest.fail(f"{_CHROMIUM} is missing; install Debian's package chromium or set HUIYIN_CHROMIUM")
    if finders.find("build/huiyin.css") is None:
        pytest.fail("the style sheet is not built: run `make assets`")
    # Playwright keeps an event loop in this thread; Django would take every query in it for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = launch(driver.chromium)
        yield browser
        browser.close()


@pytest.fixture
def chromium(_browser: Browser) -> Iterator[Browser]:
    """The browser, with whatever windows a test opens; at its end they are closed: one that asks on would ask in the next test."""
    yield _browser
    for context in _browser.contexts:
        context.close()


def launch(kind: BrowserType, *more: str) -> Browser:
    """The machine's own browser; `more`: flags of its command line besides."""
    flags = [*_FLAGS, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return kind.launch(executable_path=_CHROMIUM, headless=True, args=flags)


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies, Chinese first, a phone's width."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A tab. The test fails at its end when the page threw an error or tried what the security policy forbids."""
    tab = browser_context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(f"{tab.url}: {error}"))
    tab.on("console", lambda said: wrong.append(f"{tab.url}: {said.text}") if _is_refusal(said.text) else None)
    yield tab
    assert not wrong, "\n".join(wrong)


def _is_refusal(text: str) -> bool:
    return "Content Security Policy" in text or "violates the following" in text


@pytest.fixture
def check_page(page: Page) -> Callable[..., None]:
    """Checks the page that is open: see `checks.check_page`."""

    def check(**options: Any) -> None:
        checks.check_page(page, **options)

    return check
