"""The main job in a real browser, played by everybody it takes: a parent on a phone, the window, the head, the handler, the
approver, and the parent again, who says that it is settled. In each language.

With HUIYIN_SCREENS=DIR the pictures of the README are made on the way.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator

from huiyin.cases.models import Case
from huiyin.kernel import ledger
from huiyin.organisations.example import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "孩子在五年级。每天中午轮到他们班打饭，菜都是凉的，希望把账贴出来。"


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, chromium, base: str, language: str, *, width: int = 1280) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.base, self.language = base, language
        self.page.goto(f"{base}/language/{language}?next=/s")

    def signs_in(self, username: str, start: str = "/today/") -> Person:
        self.page.goto(self.base + reverse("organisations:sign-in"))
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self.base + start)
        return self

    def does(self, case: Case, verb: str, **fields: str) -> None:
        """Opens the verb's page, fills in the form as it stands there, and presses its button."""
        self.page.goto(self.base + reverse("cases:verb", args=[case.public_id, verb]))
        for name, value in fields.items():
            self.fill(name, value)
        self.page.locator("main form button.govuk-button").last.click()
        self.page.wait_for_url(self.base + reverse("cases:case", args=[case.public_id]))

    def fill(self, name: str, value: str) -> None:
        field = self.page.locator(f"main [name={name}]").first
        kind = field.evaluate("element => element.type")
        if kind in ("radio", "checkbox"):
            self.page.locator(f"main [name={name}]" + (f"[value='{value}']" if kind == "radio" else "")).first.check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)

    def sends(self, button: Locator) -> None:
        """Presses it and waits for the page that answers."""
        with self.page.expect_navigation():
            button.click()

    def keeps_picture(self, name: str) -> None:
        folder = os.environ.get("HUIYIN_SCREENS")
        if folder and self.language == "zh-hans":
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def leaves(self) -> None:
        self.context.close()


def submits(parent: Person, school: str) -> str:
    """From the home page to the receipt; answers the code."""
    page = parent.page
    page.goto(f"{parent.base}/")
    parent.keeps_picture("home-phone")
    page.locator("a[href='/raise/']").first.click()
    for step in (
        {"staff": "no"},
        {"organisation": school},
        {"text": WORDS},
        {},
        {},
        {"naming": "anonymous"},
        {"contact_by": "page"},
    ):
        for name, value in step.items():
            parent.fill(name, value)
        page.locator("form .hy-btns .govuk-button").first.click()
        if page.url.endswith("/raise/level"):  # a higher office: who does not know the subject goes on
            page.locator("form .hy-btns .govuk-button").first.click()
    page.wait_for_url("**/raise/check")
    page.check("#id_true")
    page.locator("form .hy-btns .govuk-button").first.click()
    page.wait_for_url("**/receipt/")
    parent.keeps_picture("receipt-phone")
    code = page.inner_text(".hy-slip__code").strip()
    page.fill("#id_last_four", code[-4:])
    page.locator("section form button").click()
    page.wait_for_url("**/status/")
    return code


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_from_a_phone_to_settled(office, live_server, chromium, language):
    base, example = live_server.url, office.example
    parent = Person(chromium, base, language, width=390)
    code = submits(parent, example.organisations["bureau"].public_id)
    case = Case.objects.get()

    window = Person(chromium, base, language).signs_in("liang")
    window.keeps_picture("staff-day")
    window.does(case, "register", category="01.01")
    window.does(case, "sort", kind="claim", claim_channel="6", category="01.01", title="食堂饭菜凉")
    head = Person(chromium, base, language).signs_in("he")
    head.does(case, "accept", conflict_free="yes")
    head.does(case, "assign", handler=example.posts["bureau/基教股股长"].public_id, conflict_free="yes")

    handler = Person(chromium, base, language).signs_in("jiang")
    handler.page.goto(base + reverse("cases:case", args=[case.public_id]))
    handler.keeps_picture("staff-case")
    for name, value in {
        "outcome": "explain",
        "claim": "公布账目",
        "facts": "保温台已更换。",
        "decision": "每月公布。",
        "basis": "食品安全法实施条例第28条",
    }.items():
        handler.fill(name, value)
    handler.sends(handler.page.locator("main form button[name=submit]").first)
    case.refresh_from_db()
    assert case.tracks.get().state == "awaiting_approval"

    approver = Person(chromium, base, language).signs_in("song")
    approver.does(case, "issue_reply")
    case.refresh_from_db()
    assert case.handled_at is not None

    parent.page.goto(f"{base}/s")
    parent.page.fill("#id_code", code)
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**/status/")
    assert "每月公布。" in parent.page.inner_text("main")
    parent.sends(parent.page.locator("form[action='/status/read'] button").first)
    parent.sends(parent.page.locator("form[action='/status/settled'] button[value=yes]"))
    parent.keeps_picture("status-phone")

    case.refresh_from_db()
    assert case.agreed_by == "petitioner"
    assert ledger.verify().ok
    for person in (parent, window, head, handler, approver):
        person.leaves()
