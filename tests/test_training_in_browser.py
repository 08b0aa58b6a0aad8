"""A year of lessons in real browsers: begun from a template, one held, taken by questions on a phone. Each page of the way is looked at."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import Page

from huiyin.cases.tests.conftest import Office
from huiyin.training.models import Lesson, Programme, Taken
from huiyin.web.testing import checks

from .test_prevention_in_browser import pytestmark
from .test_whole_job_in_browser import Person

__all__ = ["pytestmark"]


def looks_right(page: Page) -> None:
    checks.check_page(page, tabs=False, dark=False)


def begins(desk: Person, post: str) -> Lesson:
    """An office's year; then a post of a kind needs one of its topics."""
    page = desk.page
    for name in ("list", "needs", "mine", "new"):
        page.goto(desk.base + reverse(f"training:{name}"))
        looks_right(page)
    page.select_option("#id_post", post)
    desk.sends(page.locator("main form.hy-card button"))
    looks_right(page)
    programme = Programme.objects.get()
    for name in ("plan", "printed"):
        page.goto(desk.base + reverse(f"training:{name}", args=[programme.public_id]))
        looks_right(page)
    page.goto(desk.base + reverse("training:needs"))
    page.select_option("#id_topic", "fire")
    page.select_option("#id_kind", "everybody")
    page.select_option("#id_post", post)
    desk.sends(page.locator("main form.hy-card button").last)
    looks_right(page)
    page.goto(desk.base + reverse("training:plan", args=[programme.public_id]))
    for name, value in (("topic", "fire"), ("audience", "staff"), ("post", post)):
        page.select_option(f"#id_{name}", value)
    page.fill("#id_title", "灭火器怎么用")
    page.fill("#id_due_on", f"{programme.last_on}")
    desk.sends(page.locator("main form.hy-card button"))
    looks_right(page)
    return Lesson.objects.get(title="灭火器怎么用")


def holds(keeper: Person, lesson: Lesson) -> None:
    """On a phone: the questions that are there, and the lesson was held."""
    page = keeper.page
    page.goto(keeper.base + reverse("training:quiz", args=[lesson.public_id]))
    looks_right(page)
    keeper.sends(page.locator("main form.hy-card button").last)
    typed_back(keeper, lesson)
    page.fill("#id_hold_people", "3")
    page.locator("input[name=staff]").first.check()
    keeper.sends(page.locator("button[value=hold]"))
    looks_right(page)
    page.goto(keeper.base + reverse("training:quiz", args=[lesson.public_id]))
    looks_right(page)


def typed_back(keeper: Person, lesson: Lesson) -> None:
    """A list is printed, all but its second row signed; on the page a filter shows one unit, and a unit is ticked at once."""
    page = keeper.page
    keeper.sends(page.locator("form[action$='/lists/'] button"))
    looks_right(page)
    most = page.locator(".hy-signing td.no").filter(has_text=re.compile(r"\d")).count()
    keeper.sends(page.locator("a[href$='/typed/']"))
    looks_right(page)
    page.fill("#id_rows", "2")
    page.check("#id_but")
    keeper.sends(page.locator("main form.hy-card button"))
    looks_right(page)
    assert page.locator("[data-tick]:checked").count() == most - 1
    unit = page.locator("[data-ticks] details", has=page.locator("[data-whole]")).first
    name = unit.locator("[data-whole]").get_attribute("id")
    page.fill("[data-filter]", "nobody of this name")
    assert not page.locator("[data-item]:visible").count()
    page.fill("[data-filter]", "")
    unit.evaluate("unit => { unit.open = true; }")
    page.check(f"#{name}")
    assert unit.locator("[data-tick]:checked").count() == unit.locator("[data-tick]").count()
    page.uncheck(f"#{name}")
    assert not unit.locator("[data-tick]:checked").count()
    page.goto(keeper.base + reverse("training:lesson", args=[lesson.public_id]))


def corrects(keeper: Person, lesson: Lesson) -> None:
    page = keeper.page
    page.goto(keeper.base + reverse("training:lesson", args=[lesson.public_id]))
    page.locator("details", has=page.locator("button[value=correct]")).locator("> summary").click()
    page.fill("#id_correct_people", "4")
    page.fill("#id_correct_why", "数漏了一人。")
    keeper.sends(page.locator("button[value=correct]"))
    looks_right(page)
    page.goto(keeper.base + reverse("training:programme", args=[lesson.programme.public_id]))
    looks_right(page)


def answers(page: Page, choices: dict[int, int]) -> None:
    for number, choice in choices.items():
        page.locator(f"input[name=a{number}][value='{choice}']").check()


def test_s24_from_a_template_to_a_training_that_was_taken_on_a_phone(office: Office, live_server, chromium):
    base, post = live_server.url, office.example.posts["bureau/基教股股长"].public_id
    lesson = begins(Person(chromium, base, "zh-hans").signs_in("liang"), post)
    holds(Person(chromium, base, "zh-hant", width=390).signs_in("jiang"), lesson)
    corrects(Person(chromium, base, "zh-hans", width=390).signs_in("jiang"), lesson)
    above = Person(chromium, base, "en", width=390).signs_in("dudao")
    above.page.goto(base + reverse("training:figures"))
    looks_right(above.page)
    right = {number: one["right"] for number, one in enumerate(lesson.quizzes.get().questions, 1)}

    staff = Person(chromium, base, "en", width=390).signs_in("tang")
    staff.page.goto(base + reverse("training:mine"))
    looks_right(staff.page)
    staff.sends(staff.page.locator("main a[href$='/answer/']"))
    looks_right(staff.page)
    for chosen, passed in (({**dict.fromkeys(right, 1)}, 0), (right, 1)):
        before = Taken.objects.count()
        answers(staff.page, chosen)
        staff.sends(staff.page.locator("main form button.govuk-button"))
        looks_right(staff.page)
        assert Taken.objects.count() - before == passed
        if not passed:
            staff.sends(staff.page.locator("main a[href$='/answer/']"))
    staff.page.goto(base + reverse("training:mine"))
    assert not staff.page.locator("main a[href$='/answer/']").count(), "it has been taken"
