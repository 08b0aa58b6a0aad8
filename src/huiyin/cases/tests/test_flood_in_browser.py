"""The sum as a browser does it: at once on a desk, within seconds on an old telephone, and the line without script."""

from __future__ import annotations

import time as stopwatch

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.kernel import limits
from huiyin.kernel.limits.puzzle import MOST_BITS
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def flood(settings, transactional_db) -> None:
    """So much from here that every further form waits for minutes, with the hardest sum."""
    built_once("district", build_example_district)
    settings.PUBLIC_FORMS_PER_HOUR = 1
    key = limits.prefix("127.0.0.1")
    limits.allow("form-from", key, 10, 600)
    for _number in range(900):
        limits.counted("forms-line-load", key, 600)


def to_the_line(page: Page, address: str) -> None:
    page.goto(f"{address}/raise/about")
    page.locator("input[value=no]").check()


def test_an_old_telephone_goes_through_within_seconds(page: Page, live_server, flood, check_page):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    to_the_line(page, live_server.url)
    began = stopwatch.monotonic()
    page.locator("form button").first.click()
    page.wait_for_url("**/raise/where", timeout=45_000)
    assert stopwatch.monotonic() - began < 45
    assert MOST_BITS == 14, "what was measured is the hardest"


def test_without_script_the_page_says_how_long_and_looks_again(chromium: Browser, live_server, flood):
    page = chromium.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    to_the_line(page, live_server.url)
    page.locator("form button").first.click()
    expect(page.locator("h1")).to_have_text("正在排队")
    expect(page.locator("[data-sum]")).to_be_hidden()
    page.wait_for_url("**/raise/line?place=*", timeout=30_000)
    expect(page.locator("h1")).to_have_text("正在排队")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/raise/where" in address or "/raise/about" in address, timeout=10_000)
