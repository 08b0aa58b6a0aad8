"""A person goes straight to the county: received there, told who is competent, and passed on as they wish, on two desks and a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.kernel import ledger
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_review_in_browser import opens
from .test_whole_job_in_browser import WORDS, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROAD = "06.01"


def goes_on(person: Person) -> None:
    person.page.locator("form .hy-btns .govuk-button").first.click()


def hands_in(person: Person, office: str) -> str:
    """At the county, about a road, wishing to be received jointly. Answers the code."""
    page = person.page
    page.goto(f"{person.base}/raise/about")
    for name, value in (("staff", "no"), ("organisation", office), ("subject", ROAD)):
        person.fill(name, value)
        if name == "subject":
            checks.check_page(page, dark=False)
        goes_on(person)
    page.locator("input[name=level]").first.wait_for()
    told = page.inner_text("main")
    assert "柳塘镇人民政府" in told
    assert "越级" not in told
    person.keeps_picture("level-phone")
    checks.check_page(page, dark=False)
    person.fill("level", "joint")
    goes_on(person)
    for step in ({"text": WORDS}, {}, {}, {"naming": "anonymous"}, {"contact_by": "page"}):
        for name, value in step.items():
            person.fill(name, value)
        goes_on(person)
    page.wait_for_url("**/raise/check")
    page.check("#id_true")
    goes_on(person)
    page.wait_for_url("**/receipt/")
    code: str = page.inner_text(".hy-slip__code").strip()
    page.fill("#id_last_four", code[-4:])
    page.locator("section form button").click()
    page.wait_for_url("**/status/")
    return code


@pytest.mark.parametrize("language", spoken("zh-hans", "en"))
def test_s4_a_person_goes_straight_to_the_county_and_is_received_there(office, live_server, chromium, language):
    base, example = live_server.url, office.example
    person = Person(chromium, base, language, width=390)
    code = hands_in(person, example.organisations["county"].public_id)
    case = Case.objects.get()
    assert case.organisation == example.organisations["county"]

    person.page.locator(
        "section[aria-labelledby=level] details summary"
    ).click()  # on second thoughts: passed on at once
    person.fill("level", "pass-on")
    checks.check_page(person.page, dark=False)
    person.sends(person.page.locator("section[aria-labelledby=level] button").last)

    desk = Person(chromium, base, language).signs_in("fuhe")
    assert "柳塘镇人民政府" in desk.page.inner_text("main"), "due today"
    desk.does(case, "register", category=ROAD)
    checks.check_page(desk.page, dark=False)
    desk.page.locator("section[aria-labelledby=level] a.govuk-button").click()
    desk.fill("kind", "claim")
    desk.fill("claim_channel", "6")
    desk.keeps_picture("level-sort")
    checks.check_page(desk.page, dark=False)
    desk.page.locator("main form button.govuk-button").last.click()
    desk.page.wait_for_url(base + reverse("cases:case", args=[case.public_id]))
    desk.page.locator("section[aria-labelledby=level] a.govuk-button").click()
    desk.page.locator("main form button.govuk-button").last.click()
    desk.page.wait_for_url(base + reverse("cases:case", args=[case.public_id]))

    there = Case.objects.get(origin=case)
    assert there.organisation == example.organisations["township"]
    receiver = Person(chromium, base, language).signs_in("xinfang")
    receiver.page.goto(base + reverse("cases:case", args=[there.public_id]))
    assert WORDS[:10] in receiver.page.inner_text("main")

    phone = Person(chromium, base, language, width=390)
    opens(phone, code)
    assert "柳塘镇人民政府" in phone.page.inner_text("main")
    checks.check_page(phone.page, dark=False)
    assert ledger.verify().ok
    for one in (person, desk, receiver, phone):
        one.leaves()
