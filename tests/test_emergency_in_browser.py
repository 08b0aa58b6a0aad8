"""A fire drill and an illness after lunch, each in two windows and a phone, from the trigger to the review, against the whole
program; the phone is without network for a while, and server and worker are killed meanwhile: nothing is lost, nothing is there
twice. What else a phone can do without network is played in tests of their own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from huiyin.operations.testing.whole import WholeProgram
from huiyin.web.testing import checks

from .test_incident_room_in_browser import live, says, waiting
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.whole]

IN_FORCE = """
import django; django.setup()
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.models import Account
from huiyin.plans import actions
from huiyin.plans.models import PlanVersion
head = actor_for(Account.objects.get(username="xiaozhang"))
draft = PlanVersion.objects.get(plan__kind="food", status__in=("draft", "in-review"))
actions.approve(actor=head, version_id=draft.public_id, seen=draft.version)
actions.publish(actor=head, version_id=draft.public_id)
"""
INJECT = "东楼梯走不了"


class Play:
    """One emergency: who is at which window, and where its room is."""

    def __init__(self, program: WholeProgram, desk: Person, board: Person, phone: Person) -> None:
        self.program, self.desk, self.board, self.phone = program, desk, board, phone
        self.room = desk.page.url.removeprefix(program.address).split("#")[0]

    def does(self, person: Person, verb: str, query: str = "", **fields: str) -> None:
        """Opens the page of an act, fills in what is given, presses its button."""
        person.page.goto(f"{person.base}{self.room}{verb}/{query}")
        for name, value in fields.items():
            person.fill(name, value)
        person.sends(person.page.locator("main form button.govuk-button").last)
        assert f"/{verb}/" not in person.page.url, person.page.inner_text("main")

    def presses(self, person: Person, button: str) -> None:
        person.page.goto(person.base + self.room)
        person.sends(person.page.locator(f"main {button}").first)

    def first_link(self, person: Person, verb: str) -> str:
        """The query of the first link of the room to this act."""
        person.page.goto(person.base + self.room)
        return "?" + str(person.page.locator(f"main a[href*='/{verb}/?']").first.get_attribute("href")).split("?")[1]

    def shows(self, words: str) -> None:
        """At every window, once."""
        for person in (self.desk, self.board, self.phone):
            person.page.goto(person.base + self.room)
            assert person.page.inner_text("#log").count(words) == 1, words

    def log(self) -> list[tuple[str, str]]:
        rows = self.program.rows(
            "SELECT e.position, e.said, e.text FROM incidents_logentry e JOIN incidents_incident i ON i.id = e.incident_id "
            "WHERE i.public_id = ? ORDER BY e.position",
            self.room.strip("/").split("/")[-1],
        )
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), "a line is missing"
        return [(said, text) for _position, said, text in rows]


def killed_and_started(program: WholeProgram) -> None:
    """SIGKILL for server, worker and what watches them; then it is started by hand."""
    for part in ("serve", "granian", "worker"):
        for number in program.process_ids(part):
            os.kill(number, signal.SIGKILL)
    assert program.process is not None
    program.process.wait(30)
    program.start()


def killed_while_the_phone_has_no_network(play: Play, first: str, second: str) -> None:
    """What is written on the phone before and after the kill waits there, and comes in order when the network is back."""
    phone = play.phone
    phone.page.goto(phone.base + play.room)
    live(phone.page)
    phone.context.set_offline(True)
    says(phone.page, first)
    waiting(phone.page, 1)
    killed_and_started(play.program)
    says(phone.page, second)
    waiting(phone.page, 2)
    phone.context.set_offline(False)
    waiting(phone.page, 0)
    came = [text for _said, text in play.log()]
    assert [text for text in came if text in (first, second)] == [first, second], came


def ends_with_a_review(play: Play, finding: str) -> None:
    head = play.desk
    play.does(head, "end", note="都在，都平安。")
    play.does(head, "review-text", course="按记录。", well="叫得快。", badly="名单是旧的。")
    head.page.goto(f"{head.base}{play.room}finding/")
    head.fill("kind", "mend")
    head.fill("text", finding)
    head.page.locator("main [name=post]").select_option(index=1)
    head.fill("due_on", (play.program.now().date().replace(month=12, day=31)).isoformat())
    head.sends(head.page.locator("main form button.govuk-button").last)
    assert finding in head.page.inner_text("section[aria-labelledby=findings]")
    checks.check_page(head.page, tabs=False, dark=False)


def drill(program: WholeProgram, head: Person, board: Person, phone: Person) -> None:
    head.page.goto(f"{head.base}/drills/")
    head.page.locator("main .hy-drill-list a").first.click()
    head.page.locator("#trigger").select_option(index=1)
    head.sends(head.page.locator("button[value=start]"))
    play = Play(program, head, board, phone)
    play.presses(phone, "form.hy-called button")
    play.does(board, "note", text="The east gate is open")
    step = play.first_link(phone, "step-not-done")
    play.does(phone, "step-done", step)
    killed_while_the_phone_has_no_network(play, "断网时：楼梯空了", "断网时：操场站好了")
    play.does(phone, "count", play.first_link(phone, "count"), present="42")
    program.fast_forward(minutes=4)
    for words in ("The east gate is open", "断网时：楼梯空了", "断网时：操场站好了", INJECT):
        play.shows(words)
    for person in (head, board, phone):
        assert "hy-isdrill" in str(person.page.locator("body").get_attribute("class"))
        assert person.page.locator(".hy-drillbar").count() == 2
        assert person.page.locator("main a[href^='tel:']").count() == 0
    checks.check_page(phone.page, tabs=False, dark=False)
    play.does(phone, "evaluate", "?point=course", mark="good")
    ends_with_a_review(play, "东门的门闩换新的")
    said = [one for one, _text in play.log()]
    for once in ("started", "inject", "step_done", "counted", "ended", "evaluated"):
        assert said.count(once) == 1, (once, said)


def illness(program: WholeProgram, head: Person, board: Person, phone: Person) -> None:
    phone.page.goto(f"{phone.base}/incidents/")
    phone.page.locator(".hy-kinds a", has_text="食物中毒").first.click()
    phone.page.locator("main [name=trigger]").first.check()
    phone.sends(phone.page.locator("main form.hy-card button").first)
    head.page.goto(phone.page.url)
    play = Play(program, head, board, phone)
    play.does(head, "level", reason="一个班四个人吐")
    play.does(head, "order", post=_post(program, "总务处副主任"), text="把留样封好", minutes="10")
    play.does(phone, "note", text="第四个人也吐了", personal="接走的家长：外婆")
    killed_while_the_phone_has_no_network(play, "断网时：留样在二号柜", "断网时：救护车到了")
    play.presses(board, "#orders form button")
    play.does(board, "order-done", play.first_link(board, "order-done"), result="封好了，贴了条")
    play.does(phone, "statement", audience="parents", text="四名学生不舒服，已送医，情况稳定。")
    play.does(head, "approve", play.first_link(head, "approve"), nobody_is_recognised="on")
    play.does(phone, "give-out", play.first_link(phone, "give-out"), how="班级群")
    play.does(head, "report")
    for words in ("第四个人也吐了", "断网时：留样在二号柜", "断网时：救护车到了"):
        play.shows(words)
    play.does(head, "stand-down", reason="没有新的人不舒服")
    ends_with_a_review(play, "留样柜换锁")
    told = [
        one
        for one, text in play.log()
        if one in ("started", "order_given", "order_done", "report", "ended") or text == "第四个人也吐了"
    ]
    assert len(told) == len(set(told)) == 6, told


def _post(program: WholeProgram, title: str) -> str:
    [row] = program.rows(
        "SELECT p.public_id FROM organisations_post p JOIN organisations_unit u ON u.id = p.unit_id "
        "JOIN organisations_organisation o ON o.id = u.organisation_id WHERE p.title = ? AND o.short_name = '柳塘中心校'",
        title,
    )
    return str(row[0])


def test_a_drill_and_an_illness_from_the_trigger_to_the_review(example_of_its_own: WholeProgram, chromium) -> None:
    program = example_of_its_own
    subprocess.run([sys.executable, "-c", IN_FORCE], env=program.environment, check=True)
    program.start()
    head = Person(chromium, program.address, "zh-hans").signs_in("xiaozhang")
    board = Person(chromium, program.address, "en").signs_in("shen")
    phone = Person(chromium, program.address, "zh-hans", width=390).signs_in("gao")
    drill(program, head, board, phone)
    illness(program, head, board, phone)
    assert program.huiyin("ledger", "verify").returncode == 0
