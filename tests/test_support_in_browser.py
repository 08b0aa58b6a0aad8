"""Support in hardship in real browsers: an offer is taken up on a phone, answered, agreed, closed. Each page of the way is looked at."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from huiyin.cases.tests.conftest import Office
from huiyin.support.actions.naming import name_supporter
from huiyin.support.models import Request
from huiyin.web.testing import checks

from .test_prevention_in_browser import pytestmark
from .test_whole_job_in_browser import Person

__all__ = ["pytestmark"]


def looks_right(page: Page) -> None:
    checks.check_page(page, tabs=False, dark=False)


def opens(page: Page, do: str) -> None:
    page.locator("details", has=page.locator(f"button[value={do}]")).evaluate("(one) => { one.open = true }")


def takes_the_offer(person: Person, address: str) -> str:
    """Answers the code."""
    page = person.page
    page.goto(address)
    looks_right(page)
    page.fill("#id_words", "家里漏水，想借宿舍住几天。")
    page.fill("#id_name", "小周")
    page.check("#id_let_in")
    person.sends(page.locator("main form button.govuk-button"))
    looks_right(page)
    return page.locator(".hy-slip__code").inner_text()


def answers(staff: Person, row: Request) -> None:
    page = staff.page
    for address in (reverse("support:list"), reverse("support:request", args=[row.public_id])):
        page.goto(staff.base + address)
        looks_right(page)
    page.fill("#id_take_on_words", "先住到周五，钥匙在门卫。")
    staff.sends(page.locator("button[value=take_on]"))
    opens(page, "propose_visit")
    page.fill("#id_propose_visit_on", "2000-01-01T10:00")
    page.fill("#id_propose_visit_words", "到您家看看。")
    staff.sends(page.locator("button[value=propose_visit]"))
    looks_right(page)
    opens(page, "write_agreement")
    page.fill("#id_write_agreement_words", "周五前修好屋顶。")
    page.fill(
        "#id_write_agreement_follow_on", page.evaluate("new Date(Date.now() + 9 * 864e5).toISOString().slice(0, 10)")
    )
    staff.sends(page.locator("button[value=write_agreement]"))
    looks_right(page)


def test_s14_an_offer_is_taken_up_on_a_phone_and_closed_by_the_person(office: Office, live_server, chromium):
    base, desk = live_server.url, office.example.posts["bureau/基教股股长"].public_id
    head = Person(chromium, base, "zh-hant").signs_in("he")
    head.page.goto(base + reverse("support:name"))
    looks_right(head.page)
    name_supporter(actor=office.example.actors["he"], post_id=desk)
    colleague = Person(chromium, base, "en").signs_in("tang")
    colleague.page.goto(base + reverse("support:slip") + "?signed")
    looks_right(colleague.page)
    address = colleague.page.locator("article [translate=no]").inner_text()

    person = Person(chromium, base, "zh-hans", width=390)
    person.page.goto(base + reverse("support:offices"))
    looks_right(person.page)
    code = takes_the_offer(person, address)
    row = Request.objects.get()
    answers(Person(chromium, base, "zh-hans", width=390).signs_in("jiang"), row)

    other = Person(chromium, base, "en", width=390)
    page = other.page
    page.goto(base + reverse("support:mine"))
    looks_right(page)
    page.fill("#id_code", code)
    other.sends(page.locator("button[value=find]"))
    looks_right(page)
    page.locator("#agreement ~ * input[value=yes], form[aria-labelledby=agreement] input[value=yes]").first.check()
    other.sends(page.locator("button[value=agreement]"))
    opens(page, "close")
    other.sends(page.locator("button[value=close]"))
    looks_right(page)
    row.refresh_from_db()
    assert row.status == "closed"
    opens(page, "destroy")
    page.check("[name=sure]")
    other.sends(page.locator("button[value=destroy]"))
    looks_right(page)
    row.refresh_from_db()
    assert row.status == "destroyed"
