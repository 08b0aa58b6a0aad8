"""A joint reception in a real browser: the county receives who came, the township comes to them, the person agrees on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.tests.conftest import Office
from huiyin.kernel import ledger, time
from huiyin.receptions.actions import receiving
from huiyin.receptions.models import Reception
from huiyin.tasks.models import Task
from huiyin.web.testing import checks

from .test_review_in_browser import opens, presses
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def county(office: Office) -> Office:
    """The same district, seen from the county's desk."""
    return Office(office.example, at="county", desk="fuhe", decider="zhou", head="zhou", worker="fuhe")


def unfolds(person: Person, do: str) -> None:
    """Opens what is folded in around a form."""
    form = person.page.locator(f"main form:has(button[name=do][value={do}])")
    form.locator("xpath=ancestor::details/summary").click()


def enters(person: Person, do: str, **fields: str) -> None:
    for name, value in fields.items():
        person.page.locator(f"#id_{do}_{name}").first.fill(value)


def test_s30_a_visit_at_county_level_is_received_jointly_with_the_township(office, live_server, chromium):
    base, example = live_server.url, office.example
    here = county(office)
    receipt = here.raised()
    case = here.accepted(receipt)
    plan = receiving.Plan(kind="visit", planned_for=time.now(), place="2号接待室")
    row = receiving.plan(actor=example.actors["fuhe"], plan=plan, case=case)
    page = base + reverse("receptions:reception", args=[row.public_id])
    township = example.organisations["township"].public_id

    desk = Person(chromium, base, "zh-hans").signs_in("fuhe")
    desk.page.goto(base + reverse("receptions:list"))
    checks.check_page(desk.page, tabs=False, dark=False)
    desk.page.goto(page)
    desk.page.locator("input[name=received_by]").first.check()
    presses(desk, "begin")
    unfolds(desk, "competence")
    desk.page.locator("#id_competence_organisation").select_option(township)
    desk.page.locator("input[name=choice][value=joint]").check()
    presses(desk, "competence")

    guest = Person(chromium, base, "en").signs_in("xinfang")
    guest.page.goto(base + reverse("receptions:list"))
    guest.page.locator(f"main a[href='{reverse('receptions:reception', args=[row.public_id])}']").click()
    guest.page.fill("input[name=officials]", "镇长、信访专干")
    checks.check_page(guest.page, dark=False)
    presses(guest, "acknowledge")
    presses(guest, "arrive")

    desk.page.goto(page)
    assert "镇长、信访专干" in desk.page.inner_text("main")
    unfolds(desk, "promise")
    desk.page.locator("#id_promise_organisation").select_option(township)
    enters(desk, "promise", text="换掉断了的桥面板", due_on=time.today("Asia/Shanghai").isoformat())
    presses(desk, "promise")
    enters(desk, "write", demands="修好便桥。", law="《信访工作条例》第31条第6项", said="镇里来修。")
    presses(desk, "write")
    desk.page.locator("input[name=how][value=page]").check()
    checks.check_page(desk.page, tabs=False)
    presses(desk, "show")

    parent = Person(chromium, base, "zh-hans", width=390)
    opens(parent, receipt.code)
    parent.page.goto(base + reverse("receptions:mine", args=[row.public_id]))
    told = parent.page.inner_text("main")
    assert all(words in told for words in ("镇长、信访专干", "修好便桥。", "换掉断了的桥面板"))
    parent.page.locator("input[name=said][value=agrees]").check()
    checks.check_page(parent.page)
    presses(parent, "answer")

    assert Reception.objects.get().status == "agreed"
    assert Task.objects.get().organisation == example.organisations["township"]
    assert ledger.verify().ok
    for person in (desk, guest, parent):
        person.leaves()
