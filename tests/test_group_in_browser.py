"""A group of forty, in real browsers: the clerk at the gate, who speaks for it and who does not on phones, head and handler."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import grouping, replying, sorting
from huiyin.cases.models import Case, Concern, Member
from huiyin.cases.queries import groups
from huiyin.cases.queries.status import status_of
from huiyin.cases.tests.staff_scenes import code as some_category
from huiyin.kernel import ledger
from huiyin.kernel.vault.identity import Identity
from huiyin.receptions.actions import writing
from huiyin.receptions.models import Reception
from huiyin.web.testing import checks

from .test_receptions_in_browser import enters
from .test_review_in_browser import presses
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
MATTER = "五年级的午饭天天是凉的，伙食费的账要贴出来，也请家长轮流看厨房。"
SECRET = "我家孩子上周吃坏了肚子，住了两天院。"
NAMES = [f"家长{number:02}" for number in range(40)]
HOW_MANY = re.compile(r"(40|四十)\s*[人位名个]")
DATES = "section[aria-labelledby=dates] > ul"
DECISION = "账目每月五日前贴出来，家长每周轮流看厨房。"
ANSWER = replying.ReplyText(
    "support", "饭菜热，账目公开", "保温台坏了两周，账目没有公布。", DECISION, "《信访工作条例》第31条第6项"
)


def registers_the_first(desk: Person) -> Case:
    """One of them says what all of them ask for; the slip's page leads on to the others."""
    page = desk.page
    page.goto(desk.base + reverse("cases:new"))
    for name, value in {"channel": "visit", "text": MATTER, "read_back": "on", "name": NAMES[0]}.items():
        desk.fill(name, value)
    page.locator("main form button.govuk-button").last.click()
    page.locator(".hy-slip").wait_for()
    page.locator("main a[href$='/group/']").click()
    assert page.input_value("#id_matter") == MATTER, "the common words are written once"
    page.locator("main form button.govuk-button").click()
    page.locator("#id_name").wait_for()
    return Case.objects.get()


def adds(desk: Person, name: str, *, speaks: bool = False) -> str:
    """The next person at the gate; answers the code of the slip."""
    desk.page.fill("#id_name", name)
    if speaks:
        desk.page.check("#id_speaks")
    desk.sends(desk.page.locator("section[aria-labelledby=next] form button.govuk-button").last)
    return desk.page.inner_text("section[aria-labelledby=code] .hy-slip__code").strip()


def uses_slip(person: Person, code: str) -> str:
    """A clerk has seen the code of the slip: at its first use there is a new one."""
    page = person.page
    page.goto(f"{person.base}/s")
    page.fill("#id_code", code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/status/code")
    page.locator("main form button.govuk-button").click()
    page.wait_for_url("**/receipt/")
    own = page.inner_text(".hy-slip__code").strip()
    page.fill("#id_last_four", own[-4:])
    page.locator("section form button").click()
    page.wait_for_url("**/status/")
    return own


def status_by_slip(code: str) -> str:
    """The same without a browser: what stands on the page of the holder of one code."""
    client = Client(REMOTE_ADDR="198.51.100.9")
    assert client.post(reverse("cases:lookup"), {"code": code}).status_code == 302
    client.get(reverse("cases:status-code"))
    receipt = client.post(reverse("cases:status-code"), follow=True).content.decode()
    [own] = set(CODE.findall(receipt))
    client.post(reverse("cases:receipt"), {"last_four": own[-4:]})
    return client.get(reverse("cases:status")).content.decode()


def nobody_else_in(text: str, own: str = "") -> bool:
    return not any(name in text for name in NAMES if name != own) and SECRET not in text and not HOW_MANY.search(text)


def test_s8_a_group_of_forty_with_five_representatives_from_gate_to_reply(office, live_server, chromium):
    base, example = live_server.url, office.example
    desk = Person(chromium, base, "zh-hans").signs_in("liang")
    case = registers_the_first(desk)
    group_page = base + reverse("cases:group", args=[case.public_id])
    slips = {
        NAMES[1]: adds(desk, NAMES[1], speaks=True),
        NAMES[2]: adds(desk, NAMES[2]),
        NAMES[3]: adds(desk, NAMES[3]),
    }
    checks.check_page(desk.page, dark=False)
    concerns = {}
    for number, name in enumerate(NAMES[4:], 4):
        who = Identity(name=name, phone=f"139000000{number:02}")
        words = SECRET if number == 4 else ""
        joining = grouping.Joining(who, words)
        added = grouping.add_member(actor=example.actors["liang"], case_id=case.pk, joining=joining)
        slips[name], concerns[name] = added.code, added.concern
    assert len(set(slips.values())) == 39
    assert groups.group_of(case).members == 40

    speaker, member, loner = (Person(chromium, base, "zh-hans", width=390) for _number in range(3))
    uses_slip(speaker, slips.pop(NAMES[2]))
    speaker.page.goto(base + reverse("cases:status-group"))
    presses(speaker, "speak")
    assert groups.group_of(case).invite[:4] in speaker.page.inner_text("section[aria-labelledby=invite]")
    for name in NAMES[4:7]:
        grouping.speak(concern=concerns[name])
    uses_slip(member, slips.pop(NAMES[3]))
    member.page.goto(base + reverse("cases:status-group"))
    presses(member, "speak")
    refused = member.page.inner_text("main")
    assert "第20条" in refused
    assert "其他人照样登记" in refused
    assert Member.objects.filter(speaks_since__isnull=False).count() == 5
    desk.page.goto(group_page)
    assert not any(name in desk.page.content() for name in NAMES), "no roster at the desk either"

    wanted = sorting.Sorting("claim", some_category(), "五年级午饭凉、账目不公开", 6)
    case.refresh_from_db()
    sorting.register(actor=example.actors["liang"], case_id=case.pk, version=case.version, category=some_category())
    case.refresh_from_db()
    sorting.sort(actor=example.actors["liang"], case_id=case.pk, version=case.version, sorting=wanted)
    head = Person(chromium, base, "zh-hans").signs_in("he")
    head.does(case, "accept", conflict_free="yes")
    head.does(case, "assign", handler=example.posts["bureau/基教股股长"].public_id, conflict_free="yes")

    row = is_received(office, desk, case)
    for person in (speaker, member):
        person.page.goto(base + reverse("receptions:mine", args=[row.public_id]))
        told = person.page.inner_text("main")
        assert "三楼会议室" in told
        assert "账目每月五日前贴出来。" in told, "the minutes reach everybody"

    handler = Person(chromium, base, "zh-hans").signs_in("jiang")
    opened = Concern.objects.get(membership__group__case=case, pk=Member.objects.order_by("id")[3].concern_id)
    opens_identity(handler, case, opened, "核对孩子的班级")
    shown = handler.page.inner_text("main")
    assert NAMES[3] in shown
    assert nobody_else_in(shown, NAMES[3]), "one identity, one person"
    member.page.goto(f"{base}/status/")
    assert "核对孩子的班级" in member.page.inner_text("section[aria-labelledby=seal]")
    speaker.page.goto(f"{base}/status/")
    assert "核对孩子的班级" not in speaker.page.inner_text("main")

    uses_slip(loner, slips.pop(NAMES[7]))
    dates = loner.page.locator(DATES).first.inner_text()
    loner.page.goto(base + reverse("cases:status-alone"))
    loner.page.fill("#id_reason", "我想自己等答复")
    loner.page.locator("main form button.govuk-button").click()
    loner.page.wait_for_url("**/status/")
    assert loner.page.locator(DATES).first.inner_text() == dates, "where it stood, with the dates that were given"
    alone = Case.objects.get(concerns=concerns[NAMES[7]])
    assert alone.tracks.get().state == case.tracks.get().state != ""

    is_answered(office, case)
    for person, name in ((speaker, NAMES[2]), (member, NAMES[3])):
        person.page.goto(f"{base}/status/")
        assert DECISION in person.page.inner_text("section[aria-labelledby=answer]")
        assert nobody_else_in(person.page.inner_text("main"), name)
    for one in case.concerns.all():
        answer = status_of(one).answer
        assert answer is not None
        assert answer.decision == DECISION, "it reaches each of them"
    for name, code in list(slips.items())[::6]:
        text = status_by_slip(code)
        assert DECISION in text, name
        assert not any(other in text for other in NAMES if other != name)
    loner.page.reload()
    assert DECISION not in loner.page.inner_text("main"), "who went alone waits for an answer of their own"
    assert ledger.verify().ok
    for person in (desk, speaker, member, loner, head, handler):
        person.leaves()


def is_received(office, desk: Person, case: Case) -> Reception:
    """A room, a time, five at the table; the minutes are read out and each of the five says so."""
    page = desk.page
    page.goto(desk.base + reverse("receptions:of-case", args=[case.public_id]))
    assert page.is_checked("input[name=kind][value=group]")
    assert (page.input_value("#id_people"), page.input_value("#id_representatives")) == ("40", "5")
    page.fill("#id_place", "三楼会议室")
    page.fill("#id_at", "15:30")
    checks.check_page(page, tabs=False, dark=False)
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url("**/receptions/*/")
    row = Reception.objects.get()
    page.locator("input[name=received_by]").first.check()
    presses(desk, "begin")
    enters(
        desk,
        "write",
        demands="饭菜要热，账目要贴。",
        law="《信访工作条例》第20条、第34条",
        said="账目每月五日前贴出来。",
    )
    presses(desk, "write")
    page.locator("input[name=how][value=aloud]").check()
    presses(desk, "show")
    seats = [one.label for one in row.participants.filter(of_office=False)]
    assert len(seats) == 5
    page.locator("#id_answer_who").select_option(seats[0])
    page.locator("input[name=said][value=agrees]").check()
    presses(desk, "answer")
    for label in seats[1:]:
        row.refresh_from_db()
        writing.take_answer(
            actor=office.example.actors["liang"], public_id=row.public_id, version=row.version, who=label, said="agrees"
        )
    row.refresh_from_db()
    assert row.status == "agreed"
    return row


def opens_identity(handler: Person, case: Case, concern: Concern, purpose: str) -> None:
    page = handler.page
    page.goto(handler.base + reverse("cases:case", args=[case.public_id]))
    checks.check_page(page, tabs=False, dark=False)
    assert page.inner_text("section[aria-labelledby=events]").count("有人加入") < 10, (
        "forty who join are no forty lines"
    )
    form = page.locator(f"form:has(input[name=concern][value='{concern.public_id}'])").last
    form.locator("xpath=ancestor::details/summary").last.click()
    form.locator("[name=purpose]").fill(purpose)
    form.locator("button").click()
    page.wait_for_url("**/identity")


def is_answered(office, case: Case) -> None:
    """The handler drafts it, another approves it, once for all of them."""
    actors = office.example.actors
    replying.save_reply(actor=actors["jiang"], case_id=case.pk, reply_version=0, text=ANSWER)
    case.refresh_from_db()
    replying.submit_for_approval(actor=actors["jiang"], case_id=case.pk, version=case.version)
    case.refresh_from_db()
    replying.issue_reply(actor=actors["song"], case_id=case.pk, version=case.version)
