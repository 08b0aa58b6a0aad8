"""A danger at a wall, in real browsers: somebody without an account reports it on a phone, the desk sorts it, it is mended, another
person looks, and the code says so. Each page of the way is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from huiyin.cases.tests.conftest import Office
from huiyin.prevention.actions import reporting
from huiyin.prevention.models import Hazard
from huiyin.web.testing import checks

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def presses(person: Person, do: str) -> None:
    person.sends(person.page.locator(f"main form button[name=do][value={do}]"))
    looks_right(person.page)


def looks_right(page: Page) -> None:
    checks.check_page(page, tabs=False, dark=False)


def reports(stranger: Person, address: str, picture: Path) -> str:
    stranger.page.goto(address)
    looks_right(stranger.page)
    stranger.page.fill("#id_text", "二楼的灭火器指针在红区")
    stranger.page.set_input_files("#id_picture", picture)
    stranger.page.set_viewport_size({"width": 390, "height": 800})
    stranger.sends(stranger.page.locator("main form .govuk-button").first)
    looks_right(stranger.page)
    return stranger.page.inner_text(".hy-slip__code").strip()


def names_who_answers(person: Person, post: str) -> None:
    """For network safety: the gap, who answers for it, and the steps for the wall."""
    page = person.page
    page.goto(person.base + reverse("prevention:network"))
    looks_right(page)
    page.locator("main details").first.evaluate("(one) => { one.open = true }")
    page.select_option("#id_post", post)
    person.sends(page.locator("main form button").first)
    looks_right(page)
    page.goto(person.base + reverse("prevention:network-sheets"))
    looks_right(page)


def goes_round(person: Person, post: str) -> None:
    """Plans rounds, goes one on the phone with a finding on it, and prints it."""
    page = person.page
    for name in ("rounds", "lists", "new-inspection"):
        page.goto(person.base + reverse(f"prevention:{name}"))
        looks_right(page)
    page.select_option("#id_checklist", "starter:playground")
    page.fill("#id_place", "操场")
    for field in ("post", "mender"):
        page.select_option(f"#id_{field}", post)
    person.sends(page.locator("main form.hy-card button"))
    looks_right(page)
    person.sends(page.locator("main li a[href*='/hazards/rounds/']").first)
    looks_right(page)
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".hy-tri label:has(input[name=answer-goals][value=hazard])").click()
    page.fill("#note-goals", "东边球门晃")
    page.locator("button[value=goals]").click()
    expect(page.locator("#i-goals a")).to_contain_text("东边球门晃", timeout=20_000)
    for good in page.locator(".hy-tri label:has(input[value=good])").all():
        good.click()
    expect(page.locator("[data-box=waiting]")).to_be_hidden(timeout=20_000)
    presses(person, "finish")
    page.goto(page.url.split("#")[0] + "print/")
    looks_right(page)


def test_s15_from_a_code_on_the_wall_to_what_became_of_it(office: Office, live_server, chromium, tmp_path):
    base, example = live_server.url, office.example
    spot = reporting.open_spot(actor=example.actors["liang"], name="二楼走廊")
    picture = tmp_path / "IMG_0001.png"
    Image.linear_gradient("L").save(picture)
    stranger = Person(chromium, base, "zh-hans", width=390)
    code = reports(stranger, base + reverse("prevention:report", args=[spot.public_id]), picture)

    desk = Person(chromium, base, "zh-hant").signs_in("liang")
    for name in ("spots", "sheets", "reports"):
        desk.page.goto(base + reverse(f"prevention:{name}"))
        looks_right(desk.page)
    desk.sends(desk.page.locator("main li a[href*='/hazards/reports/']").first)
    looks_right(desk.page)
    desk.page.fill("#id_accept_title", "灭火器失压")
    desk.page.select_option("#id_accept_owner", example.posts["bureau/基教股股长"].public_id)
    presses(desk, "accept")
    hazard = base + reverse("prevention:hazard", args=[Hazard.objects.get().public_id])

    fixer = Person(chromium, base, "en", width=390).signs_in("jiang")
    fixer.page.goto(hazard)
    fixer.page.fill("#id_mend_done", "换了一具")
    fixer.page.fill("#id_mend_cost", "120")
    presses(fixer, "mend")
    assert not fixer.page.locator("button[value=check]").count(), "who mended it does not look"

    desk.page.goto(hazard)
    desk.page.check("#id_check_passed_0")
    presses(desk, "check")
    desk.page.goto(hazard + "print/")
    looks_right(desk.page)

    goes_round(fixer, example.posts["bureau/基教股股长"].public_id)
    names_who_answers(fixer, example.posts["bureau/基教股股长"].public_id)

    stranger.page.context.clear_cookies(name="huiyin_hazard")
    stranger.page.goto(base + reverse("prevention:mine"))
    stranger.page.fill("#id_code", code)
    stranger.sends(stranger.page.locator("button[value=find]"))
    assert "另一个人看过，已消除" in stranger.page.inner_text("main")
    looks_right(stranger.page)
