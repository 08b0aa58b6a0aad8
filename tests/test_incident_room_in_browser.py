"""An emergency in two windows and a phone, against the whole program: each line everywhere at once; the phone without network for a
while, the server killed meanwhile; then everything in order, once, and what others did first is shown, not overwritten."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huiyin.operations.testing.whole import WholeProgram

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.whole]

FORMS_KEPT = """async () => {
  const form = document.querySelector("[data-link]").dataset.room + "step-not-done/";
  while (!(await caches.match(form, {ignoreVary: true}))) await new Promise((again) => setTimeout(again, 100));
}"""


def starts(person: Person) -> str:
    """Two taps; answers the room's path."""
    person.page.goto(f"{person.base}/incidents/")
    person.page.locator("main a[href*='plan=']").first.click()
    person.page.locator("main form.hy-card button").first.click()
    person.page.wait_for_url("**/incidents/*/")
    return person.page.url.removeprefix(person.base)


def opens(person: Person, room: str) -> Page:
    person.page.goto(person.base + room)
    live(person.page)
    return person.page


def live(page: Page) -> None:
    expect(page.locator("[data-link]")).to_have_attribute("data-now", "live", timeout=40_000)


def says(page: Page, text: str) -> None:
    page.locator("#say").fill(text)
    page.locator("#say").press("Enter")


def waiting(page: Page, number: int, box: str = "waiting") -> None:
    place = page.locator(f"[data-box={box}] li")
    expect(place).to_have_count(number, timeout=30_000)


def picture(page: Page, name: str) -> None:
    if os.environ.get("HUIYIN_SCREENS"):
        page.screenshot(path=Path(os.environ["HUIYIN_SCREENS"]) / f"{name}.png", full_page=True)


def test_a_room_is_seen_by_all_at_once_and_a_phone_without_network_loses_nothing(
    example_of_its_own: WholeProgram, chromium
) -> None:
    program = example_of_its_own
    program.start()
    desk = Person(chromium, program.address, "zh-hans").signs_in("gao")
    room = starts(desk)
    live(desk.page)
    watcher = Person(chromium, program.address, "en").signs_in("shen")
    watcher.page.goto(f"{program.address}/language/en?next=/incidents/")
    board = opens(watcher, room)
    carrier = Person(chromium, program.address, "zh-hans", width=390).signs_in("zheng")
    phone = opens(carrier, room)

    says(desk.page, "东门来了6位家长")
    for page in (desk.page, board, phone):
        expect(page.locator("#log")).to_contain_text("东门来了6位家长", timeout=5_000)
    expect(board.locator("[data-state]")).to_have_text("New lines appear here by themselves.")
    phone.evaluate(FORMS_KEPT)

    carrier.context.set_offline(True)
    says(phone, "第一条，断网时写的")
    waiting(phone, 1)
    done = phone.locator("#steps form[data-keep=step-done]").first
    step = done.locator("[name=step]").input_value()
    done.locator("button").click()
    waiting(phone, 2)
    phone.goto(f"{program.address}{room}count/")
    phone.locator("#id_other").fill("厨房")
    phone.locator("#id_present").fill("7")
    phone.locator("#id_missing").fill("1")
    phone.locator("main form button.govuk-button").last.click()
    phone.wait_for_url(f"**{room}#heads")
    waiting(phone, 3)
    says(phone, "最后一条，断网时写的")
    waiting(phone, 4)
    picture(phone, "room-offline-phone")

    desk.page.locator(f"#steps form:has([value='{step}']) button").click()
    expect(desk.page.locator(f"#steps form:has([value='{step}'])")).to_have_count(0, timeout=15_000)
    assert program.process is not None
    for child in program.process_ids("granian"):
        os.kill(child, signal.SIGKILL)
    program.wait_for("an answer again", program._answers)
    live(desk.page)
    live(board)

    carrier.context.set_offline(False)
    waiting(phone, 0)
    waiting(phone, 1, "refused")
    live(phone)
    says(desk.page, "网络恢复以后")
    for page in (desk.page, board, phone):
        expect(page.locator("#log")).to_contain_text("网络恢复以后", timeout=10_000)
        shown = page.locator("#log li").evaluate_all("lines => lines.map(line => Number(line.dataset.position))")
        assert shown == list(range(shown[0], 0, -1)), "a line is missing, twice, or out of order"
    written = program.rows("SELECT kind, text FROM incidents_logentry WHERE came_by = 'offline' ORDER BY position")
    assert [kind for kind, _text in written] == ["note", "heads", "note"]
    assert [text for _kind, text in written][::2] == ["第一条，断网时写的", "最后一条，断网时写的"]
    assert program.rows("SELECT count(*) FROM incidents_count WHERE present = 7") == [(1,)]
    picture(phone, "room-refused-phone")
    picture(desk.page, "room-desk")
    picture(board, "room-board-en")
    leaves_the_phone_empty(carrier, room)


def leaves_the_phone_empty(carrier: Person, room: str) -> None:
    """Signing out asks about what was not sent; then nothing of it is left."""
    page = carrier.page
    page.goto(f"{carrier.base}/incidents/")
    out = page.locator("form[data-sign-out] button").first
    page.once("dialog", lambda asked: asked.dismiss())
    out.click()
    page.goto(f"{carrier.base}{room}")
    waiting(page, 1, "refused")
    page.goto(f"{carrier.base}/incidents/")
    page.once("dialog", lambda asked: asked.accept())
    with page.expect_navigation():
        out.click()
    assert page.evaluate("async () => (await caches.keys()).filter(name => name.startsWith('huiyin-'))") == []
    assert "huiyin-kept" not in page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)")
