"""A dispute of competence in a real browser: sender, receiver and the office above both are signed in at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.cases.tests.staff_scenes import passed_on
from huiyin.kernel import ledger
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", spoken("en", "zh-hans"))
def test_s16_a_dispute_of_competence(office, live_server, chromium, language):
    base = live_server.url
    there = passed_on(office)
    sender = Case.objects.get(pk=there.origin_id)
    receiver = Person(chromium, base, language).signs_in("xinfang")
    bureau = Person(chromium, base, language).signs_in("liang")
    county = Person(chromium, base, language).signs_in("zhou")
    receiver.does(there, "object", text="县道，不归镇里")
    bureau.page.goto(base + reverse("cases:verb", args=[sender.public_id, "answer_objection"]))
    checks.check_page(bureau.page)
    bureau.does(sender, "answer_objection", agree="no", reason="路口归镇里管")
    county.page.goto(base + reverse("cases:verb", args=[there.public_id, "decide_competence"]))
    checks.check_page(county.page)
    county.fill("here", "no")
    county.fill("reason", "由教育局牵头")
    county.page.locator("main form button.govuk-button").last.click()
    county.page.wait_for_url(f"{base}/today/")  # decided: it is no longer theirs to read
    bureau.page.goto(base + reverse("cases:case", args=[sender.public_id]))
    assert "由教育局牵头" in bureau.page.inner_text("main")
    sender.refresh_from_db()
    assert sender.tracks.get().state == "sorted"
    assert sender.concerns.count() == 1
    assert ledger.verify().ok
    for person in (receiver, bureau, county):
        person.leaves()
