"""In a real browser: from a phone's first question to the status page, by touch, by keyboard alone, and without script."""

from __future__ import annotations

import re

import pytest

from huiyin.kernel.tests.walks import WHOLE
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "孩子在五年级。每天中午轮到他们班打饭，菜都是凉的。"


@pytest.fixture
def district(transactional_db):
    return built_once("district", build_example_district)


def choose(page, name: str, value: str) -> None:
    page.check(f"input[name={name}][value='{value}']")


def onward(page) -> None:
    """The one strong button of a question."""
    page.locator("form .hy-btns .govuk-button").first.click()


def answer_all(page, url: str, school: str, *, look=lambda: None) -> str:
    """Fills in the form as a parent would; answers the code."""
    page.goto(f"{url}/")
    look()
    page.locator("a[href='/raise/']").first.click()
    choose(page, "staff", "no")
    look()
    onward(page)
    choose(page, "organisation", school)
    look()
    onward(page)
    page.fill("#id_text", WORDS)
    look()
    onward(page)
    page.fill("#id_place", "食堂")
    look()
    onward(page)
    upload = [
        {"name": "早饭.txt", "mimeType": "text/plain", "buffer": "早饭是凉的".encode()},
        {"name": "setup.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90"},
    ]
    page.set_input_files("#id_chosen", upload)
    page.click("button[name=add]")
    page.wait_for_selector(".hy-file.bad")
    look()
    page.goto(f"{url}/raise/files")
    onward(page)
    choose(page, "naming", "named")
    page.fill("#id_name", "林秀英")
    look()
    onward(page)
    choose(page, "contact_by", "phone")
    page.fill("#id_phone", "1380000204")
    onward(page)
    page.wait_for_selector("#id_phone-error")
    look()
    page.fill("#id_phone", "13800002046")
    onward(page)
    page.wait_for_url("**/raise/check")
    page.check("#id_true")
    look()
    onward(page)
    page.wait_for_url("**/receipt/")
    look()
    return page.inner_text(".hy-slip__code").strip()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"] if WHOLE else ["zh-hant"])
def test_from_the_first_question_to_the_status_page_on_a_phone(live_server, page, check_page, district, language):
    def look() -> None:
        check_page(tabs=language == "en", dark=language == "zh-hant")
        page.set_viewport_size({"width": 390, "height": 844})

    page.goto(f"{live_server.url}/language/{language}?next=/")
    code = answer_all(page, live_server.url, district.organisations["school"].public_id, look=look)
    assert code not in page.url
    page.fill("#id_last_four", code[-4:])
    page.locator("section form button").click()
    page.wait_for_url("**/status/")
    look()
    assert WORDS in page.inner_text(".hy-words__t")
    page.locator("form[action='/status/leave'] button").click()
    page.goto(f"{live_server.url}/status/")
    assert page.url.endswith("/s")


def test_the_qr_fills_the_field_and_leaves_the_address(live_server, page, district):
    page.goto(f"{live_server.url}/s#7KQ4-M2XD-9RTB")
    assert page.input_value("#id_code") == "7KQ4-M2XD-9RTB"
    assert page.url.endswith("/s")


def test_what_is_being_written_is_kept_without_pressing_anything(live_server, page, district):
    page.goto(f"{live_server.url}/raise/about")
    choose(page, "staff", "no")
    onward(page)
    page.goto(f"{live_server.url}/raise/what")
    with page.expect_response(re.compile("/raise/save/what")) as saved:
        page.type("#id_text", WORDS)
    assert saved.value.status == 204
    page.goto(f"{live_server.url}/raise/what")
    assert page.input_value("#id_text") == WORDS


def test_without_script_it_is_the_same_way(chromium, live_server, district):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False)
    tab = context.new_page()
    code = answer_all(tab, live_server.url, district.organisations["school"].public_id)
    tab.fill("#id_last_four", code[-4:])
    tab.locator("section form button").click()
    assert tab.url.endswith("/status/")
    assert WORDS in tab.inner_text(".hy-words__t")
    tab.fill("#id_text", "再说一句。")
    tab.locator("form[action='/status/say'] .hy-btns button").click()
    assert "再说一句。" in tab.inner_text(".hy-talk")
    context.close()


class Keyboard:
    """Somebody who has no pointer: Tab to what is wanted, then a key."""

    def __init__(self, page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        for _ in range(80):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key never reaches {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        before = self.page.url
        self.page.keyboard.press(key)
        if key == "Enter":
            self.page.wait_for_url(lambda url: url != before)

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.insert_text(text)


def test_by_keyboard_alone(live_server, page, district):
    keys = Keyboard(page)
    page.goto(live_server.url)
    keys.press("a[href='/raise/']")
    keys.press("input[name=staff]", "Space")
    keys.press("form .hy-btns .govuk-button")
    keys.press("input[name=organisation]", "Space")  # the first one, the county
    keys.press("form .hy-btns .govuk-button")
    keys.press("form .hy-btns .govuk-button")  # what it is mainly about: left at "I don't know"
    keys.write("#id_text", WORDS)
    keys.press("form .hy-btns .govuk-button")
    keys.press("form .hy-btns .govuk-button")
    keys.press("form .hy-btns .govuk-button")
    keys.to("input[name=naming]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # without a name
    keys.press("form .hy-btns .govuk-button")
    keys.to("input[name=contact_by]")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowDown")  # past telephone, e-mail and letter
    keys.press("form .hy-btns .govuk-button")
    keys.press("#id_true", "Space")
    keys.press("form .hy-btns .govuk-button")
    assert page.url.endswith("/receipt/")
    code = page.inner_text(".hy-slip__code").strip()
    keys.write("#id_last_four", code[-4:])
    keys.press("section form button")
    assert page.url.endswith("/status/")
    keys.write("#id_text", "再说一句。")
    keys.press("form[action='/status/say'] .hy-btns button")
    assert "再说一句。" in page.inner_text(".hy-talk")
