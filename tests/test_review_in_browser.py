"""A reply overturned in review, in a real browser: the parent on a phone, and two people of the county at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.models import Review
from huiyin.kernel import ledger
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOUND = {
    "outcome": "change", "result": "support", "claim": "公布账目", "facts": "账目没有公布。",
    "decision": "十日内公布每月账目。", "basis": "《信访工作条例》第35条",
}  # fmt: skip


def opens(parent: Person, code: str) -> None:
    parent.page.goto(f"{parent.base}/s")
    parent.page.fill("#id_code", code)
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**/status/")


def presses(person: Person, do: str) -> None:
    person.sends(person.page.locator(f"main form button[name=do][value={do}]"))


@pytest.mark.parametrize("language", spoken("zh-hant", "zh-hans", "en"))
def test_s17_a_reply_is_overturned_in_review(office, live_server, chromium, language):
    base = live_server.url
    receipt = office.raised()
    office.served(receipt)
    parent = Person(chromium, base, language, width=390)
    opens(parent, receipt.code)
    parent.page.locator("a[href='/status/review']").first.click()
    parent.page.fill("#id_reasons", "账目到今天也没有公布。")
    checks.check_page(parent.page)
    parent.page.locator("main form button.govuk-button").click()
    parent.page.wait_for_url("**/status/")
    review = Review.objects.get()

    head = Person(chromium, base, language).signs_in("zhou")
    worker = Person(chromium, base, language).signs_in("fuhe")
    for person in (head, worker):
        person.page.goto(base + reverse("cases:reviews"))
    checks.check_page(head.page)
    page = base + reverse("cases:review", args=[review.public_id])
    head.page.goto(page)
    assert "账目到今天也没有公布。" in head.page.inner_text("main")
    head.fill("handler", office.example.posts["county/复核承办"].public_id)
    presses(head, "begin")

    worker.page.goto(page)
    for name, value in FOUND.items():
        worker.fill(name, value)
    checks.check_page(worker.page)
    presses(worker, "submit")

    head.page.goto(page)
    assert FOUND["decision"] in head.page.inner_text("main")
    checks.check_page(head.page)
    presses(head, "issue")

    opens(parent, receipt.code)
    assert FOUND["decision"] in parent.page.inner_text("main")
    checks.check_page(parent.page)
    parent.sends(parent.page.locator("form[action='/status/read'] button").first)
    case = office.fresh(receipt)
    assert case.tracks.get(pack="xinfang-2022").state == "second_review_open"
    assert ledger.verify().ok
    for person in (parent, head, worker):
        person.leaves()
