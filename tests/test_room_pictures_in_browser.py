"""Pictures in the room of an emergency from a phone whose network is cut: words first, each picture once, behind its words; what was
begun is there again after the page was lost, and a line that is not taken goes back into its form with its pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from huiyin.cases.tests.conftest import Office
from huiyin.incidents.actions import starting
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Incident, LogEntry
from huiyin.incidents.tests.conftest import in_force
from huiyin.kernel import ledger
from huiyin.kernel.files.models import Attachment
from huiyin.web.testing import checks

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS_KEPT = """async () => {
  const { room, pages } = document.querySelector("[data-link]").dataset;
  for (const form of pages.split(" ")) {
    while (!(await caches.match(form, {ignoreVary: true}))) await new Promise((again) => setTimeout(again, 50));
  }
}"""
WORDS = "东楼梯的门打不开"


@pytest.fixture
def fire(office: Office) -> Incident:
    plan = in_force(office.example).plan
    return starting.start(actor=office.example.actors["gao"], what=What(plan=plan.public_id, trigger="bell"))


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"IMG_000{number}.png" for number in (1, 2, 3)]
    for number, path in enumerate(made):
        Image.linear_gradient("L").resize((64 + number, 64)).save(path)
    return made


def on_the_phone(chromium: Browser, base: str, fire: Incident, *, kept: bool = True) -> Person:
    """In the room, whose pages the phone has."""
    carrier = Person(chromium, base, "zh-hans", width=390).signs_in("zheng")
    carrier.page.goto(base + reverse("incidents:room", args=[fire.public_id]))
    if kept:
        carrier.page.evaluate("document.querySelector('[data-link]').dataset.spread = 0")
        carrier.page.evaluate(FORMS_KEPT)
    return carrier


def opens(person: Person, fire: Incident, verb: str, query: str = "") -> Page:
    person.page.goto(person.base + reverse("incidents:act", args=[fire.public_id, verb]) + query)
    return person.page


def presses(page: Page) -> None:
    page.locator("form.hy-card button.govuk-button").last.click()


def waiting(page: Page, number: int, box: str = "waiting") -> None:
    expect(page.locator(f"[data-box={box}] li")).to_have_count(number, timeout=20_000)


def picture(page: Page, name: str) -> None:
    checks.check_page(page, tabs=False, dark=False)
    page.set_viewport_size({"width": 390, "height": 800})
    if os.environ.get("HUIYIN_SCREENS"):
        page.screenshot(path=Path(os.environ["HUIYIN_SCREENS"]) / f"{name}.png", full_page=True)


def test_pictures_taken_without_network_come_once_behind_the_words(
    fire: Incident, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier = on_the_phone(chromium, live_server.url, fire)
    step = fire.steps.filter(state="running").first()
    assert step is not None
    before = fire.log.count()
    carrier.context.set_offline(True)
    page = opens(carrier, fire, "note")
    page.fill("#id_text", WORDS)
    page.set_input_files("#id_pictures", shots[0])
    page.set_input_files("#id_pictures", shots[1])
    expect(page.locator("[data-taken]")).to_contain_text("2")
    page.reload()
    assert page.input_value("#id_text") == WORDS, "a camera costs a page its memory, and nobody anything"
    expect(page.locator("[data-taken]")).to_contain_text("2")
    picture(page, "room-pictures-begun")
    presses(page)
    page.wait_for_url("**/#log")
    waiting(page, 3)
    page = opens(carrier, fire, "step-done", f"?step={step.public_id}")
    page.set_input_files("#id_pictures", shots[2])
    presses(page)
    page.wait_for_url("**/#steps")
    waiting(page, 5)
    page = opens(carrier, fire, "proof", f"?step={step.public_id}")
    page.set_input_files("#id_pictures", shots[0])
    presses(page)
    page.wait_for_url("**/#steps")
    waiting(page, 6)
    picture(page, "room-pictures-offline")

    carrier.context.set_offline(False)
    waiting(page, 0)
    lines = list(fire.log.filter(position__gt=before, came_by="offline").order_by("position"))
    said = [(line.kind, line.said, len(line.files)) for line in lines]
    assert said == [
        ("note", "", 0), ("step", "step_done", 0),
        ("note", "pictures_to", 1), ("note", "pictures_to", 1), ("step", "step_proof", 1), ("step", "step_proof", 1),
    ]  # fmt: skip
    assert (lines[0].text, lines[2].data["position"]) == (WORDS, lines[0].position)
    step.refresh_from_db()
    assert (step.state, len(step.files)) == ("done", 2)
    assert Attachment.objects.filter(about=fire.reference).count() == 4
    assert ledger.verify().ok
    opens(carrier, fire, "note")
    assert page.input_value("#id_text") == ""


def test_an_answer_that_was_lost_doubles_neither_words_nor_pictures(
    fire: Incident, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier = on_the_phone(chromium, live_server.url, fire, kept=False)
    lost = []

    def loses(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page = opens(carrier, fire, "note")
    page.route("**/note/", loses, times=1)
    page.fill("#id_text", WORDS)
    page.set_input_files("#id_pictures", shots[:2])
    presses(page)
    page.wait_for_url("**/incidents/*/#log")
    waiting(page, 0)
    assert lost == [200]
    [line] = LogEntry.objects.filter(incident=fire, text=WORDS)
    assert len(line.files) == 2
    assert Attachment.objects.filter(about=fire.reference).count() == 2


def test_a_line_that_is_not_taken_goes_back_into_its_form_with_its_pictures(
    fire: Incident, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier = on_the_phone(chromium, live_server.url, fire)
    carrier.context.set_offline(True)
    page = opens(carrier, fire, "note")
    page.fill("#id_text", f"{WORDS}，家长13912345678")
    page.set_input_files("#id_pictures", shots[0])
    presses(page)
    waiting(page, 2)
    carrier.context.set_offline(False)
    waiting(page, 1, "refused")
    waiting(page, 1)
    page.locator("[data-box=refused] button").first.click()
    page.wait_for_url("**/note/")
    expect(page.locator("[data-taken]")).to_contain_text("1")
    page.fill("#id_text", WORDS)
    presses(page)
    page.wait_for_url("**/incidents/*/#log")
    [line] = LogEntry.objects.filter(incident=fire, text=WORDS)
    assert len(line.files) == 1
    waiting(page, 0)
    waiting(page, 0, "refused")
