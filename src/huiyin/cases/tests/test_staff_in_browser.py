"""The staff pages in a real browser: axe, widths, rings, the keyboard, and two people at one case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from huiyin.organisations.example import PASSWORD

from . import staff_scenes as scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, base: str, username: str, onward: str) -> None:
    page.goto(base + reverse("organisations:sign-in") + "?next=" + onward)
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(base + onward)


def picture(page, name: str) -> None:
    """With HUIYIN_PICTURES=DIR the pages are kept as pictures, to be looked at."""
    folder = os.environ.get("HUIYIN_PICTURES")
    if not folder:
        return
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_page_holds(office, live_server, page, check_page, language, days):
    base = live_server.url
    late = office.assigned(office.raised(text="宿舍热水晚上九点就停，住校生没水洗脚。"))
    days(58)
    case = scenes.busy(office)
    scenes.at_the_counter(office)
    days(3)
    day, listed = reverse("cases:day"), reverse("cases:list")
    sign_in(page, base, "jiang", day)
    page.goto(f"{base}/language/{language}?next={day}")
    pages = {
        "day": day,
        "list": listed,
        "list-empty": listed + "?bucket=done",
        "case": reverse("cases:case", args=[case.public_id]),
        "case-late": reverse("cases:case", args=[late.public_id]),
        "extend": reverse("cases:verb", args=[case.public_id, "ask_person"]),
        "register": reverse("cases:new"),
    }
    look(page, check_page, base, pages, language)
    page.goto(base + reverse("organisations:account"))
    page.context.clear_cookies(name="huiyin_session")
    sign_in(page, base, "liang", day)
    page.goto(f"{base}/language/{language}?next={day}")
    new = scenes.at_the_counter(office, "校门口早上堵车，早晚要出事。").concern.case
    look(page, check_page, base, {
        "desk": day,
        "desk-case": reverse("cases:case", args=[new.public_id]),
        "sort": reverse("cases:verb", args=[new.public_id, "sort"]),
        "absent": reverse("cases:case", args=["nothing2here"]),
    }, language)  # fmt: skip
    page.goto(base + reverse("cases:new"))
    page.locator("input[name=channel][value=visit]").check(force=True)
    page.locator("textarea[name=text]").fill("来访说工资没有发。")
    page.locator("input[name=read_back]").check(force=True)
    page.locator("main form button.govuk-button").last.click()
    page.locator(".hy-slip").wait_for()
    picture(page, f"{language}-slip")
    check_page(tabs=language == "en")


def look(page, check_page, base: str, pages: dict[str, str], language: str) -> None:
    for name, address in pages.items():
        page.goto(base + address)
        picture(page, f"{language}-{name}")
        check_page(tabs=language == "en")
