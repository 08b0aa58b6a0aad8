"""The staff pages in a real browser: axe, widths, rings, the keyboard, and two people at one case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from huiyin.organisations.example import PASSWORD
from huiyin.web.testing.browser import spoken

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


@pytest.mark.parametrize("language", spoken("en", "zh-hans", "zh-hant"))
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


def test_the_day_by_keyboard(office, live_server, page, days):
    late = office.assigned(office.raised())
    days(61)
    office.assigned(office.raised(text="三年级教室漏雨，孩子的书都潮了。"))
    base, day = live_server.url, reverse("cases:day")
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, base, "jiang", day)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == reverse("cases:case", args=[late.public_id])
    page.keyboard.press("d")
    assert page.locator(".hy-item.is-here details.hy-chip").get_attribute("open") is not None
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(base + reverse("cases:case", args=[late.public_id]))
    page.keyboard.press("r")
    page.wait_for_url("**#draft")
    page.keyboard.press("/")
    page.wait_for_url(base + reverse("cases:list"))
    page.keyboard.press("/")
    page.keyboard.type("漏雨")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator("[data-item]").count() == 1
    page.keyboard.press("n")
    page.wait_for_url(base + reverse("cases:new"))
    page.keyboard.press("?")
    assert page.locator("[data-key-help]").get_attribute("open") is not None


def test_two_people_at_one_case(office, live_server, page, chromium, check_page):
    """Both have the page open. The second is told what the first did, keeps what was typed, and can send it."""
    case = office.assigned(office.raised())
    base = live_server.url
    address = reverse("cases:verb", args=[case.public_id, "ask_person"])
    own = reverse("cases:verb", args=[case.public_id, "note"])
    other_context = chromium.new_context(locale="zh-CN")
    other = other_context.new_page()
    sign_in(page, base, "jiang", address)
    sign_in(other, base, "song", own)
    page.locator("textarea[name=question]").fill("是哪一天的菜凉？")
    other.locator("textarea[name=text]").fill("我刚和校长通过电话")
    other.locator("form button.govuk-button").last.click()
    other.wait_for_url("**/cases/*/")
    other_context.close()
    page.locator("form button.govuk-button").last.click()
    page.locator("#changed").wait_for()
    assert "我刚和校长通过电话" in page.locator("main").inner_text()
    assert page.locator("textarea[name=question]").input_value() == "是哪一天的菜凉？"
    check_page(tabs=False)
    page.locator("form button.govuk-button").last.click()
    page.wait_for_url(base + reverse("cases:case", args=[case.public_id]))
    assert "是哪一天的菜凉" in page.locator("#talk ~ .hy-talk").inner_text()


def test_the_other_pages_hold(office, live_server, page, check_page):
    """Deciding, answering for a unit, opening a seal, a lost code, a refused search."""
    case = scenes.busy(office)
    draft = scenes.submitted(office)
    base = live_server.url
    verb = {name: reverse("cases:verb", args=[one.public_id, name]) for name, one in (
        ("decide_extension", case), ("assign", case), ("issue_reply", draft), ("send_back_draft", draft),
    )}  # fmt: skip
    for username, addresses in {
        "he": {"decide": verb["decide_extension"], "assign": verb["assign"], "day-decide": reverse("cases:day")},
        "song": {
            "issue": verb["issue_reply"],
            "send-back": verb["send_back_draft"],
            "case-decide": reverse("cases:case", args=[draft.public_id]),
        },
        "liang": {
            "lost": reverse("cases:reissue", args=[case.public_id, case.concerns.get().public_id]),
            "search-refused": reverse("cases:list") + "?q=13800001111",
        },
    }.items():
        page.context.clear_cookies()
        sign_in(page, base, username, reverse("cases:day"))
        look(page, check_page, base, addresses, "zh-hans")
    asked = case.consultations.get()
    page.context.clear_cookies()
    leader = next(name for name, actor in office.example.actors.items() if actor.unit_id == asked.unit_id)
    sign_in(page, base, leader, reverse("cases:day"))
    look(page, check_page, base, {"asked": reverse("cases:consultation", args=[asked.public_id])}, "zh-hans")
    page.context.clear_cookies()
    sign_in(page, base, "jiang", reverse("cases:case", args=[case.public_id]))
    page.locator("input[name=purpose]").fill("打电话核对时间")
    page.locator(".hy-seal button").click()
    page.get_by_text("林秀英").wait_for()
    picture(page, "zh-hans-identity")
    check_page(tabs=False)
