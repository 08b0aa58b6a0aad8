"""What comes down and goes up, in real browsers, with several people signed in at once: instructions, hard cases, tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.instructions.models import HardCase, HopStatus, Instruction, InstructionStatus
from huiyin.kernel import ledger, time
from huiyin.tasks.models import Status, Task
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_days(number: int) -> str:
    return (time.today("Asia/Shanghai") + dt.timedelta(days=number)).isoformat()


def presses(person: Person, do: str = "") -> None:
    button = f"button[name=do][value={do}]" if do else "button.govuk-button"
    person.sends(person.page.locator(f"main form {button}").first)


def fills(person: Person, do: str, **fields: str) -> None:
    """The fields of the form with that button, as it stands on the page."""
    form = person.page.locator(f"main form:has(button[name=do][value={do}])").first
    for name, value in fields.items():
        field = form.locator(f"[name={name}]").first
        kind = field.evaluate("element => element.type")
        if kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)
    presses(person, do)


def records(office, head: Person, **more: str) -> Instruction | None:
    """The county's leader gives an instruction to the bureau, on the page; answers the latest one that there is."""
    head.page.goto(head.base + reverse("instructions:new"))
    given = {
        "superior": office.example.posts["county/分管副县长"].public_id,
        "organisation": office.example.organisations["bureau"].public_id,
        "dated_on": in_days(0), "subject": "校外午托点的消防", "text": "请教育局查清午托点消防，三十日内报我。",
        "must": "查清校外午托点的消防情况，并整改。", **more,
    }  # fmt: skip
    for name, value in given.items():
        head.fill(name, value)
    presses(head)
    return Instruction.objects.order_by("id").last()


@pytest.mark.parametrize("language", spoken("zh-hans", "en"))
def test_s34_an_instruction_and_its_thirty_days(office, live_server, chromium, days, language):
    base = live_server.url
    head = Person(chromium, base, language, width=390).signs_in("zhou")
    bureau = Person(chromium, base, language).signs_in("he")
    head.page.goto(base + reverse("instructions:new"))
    checks.check_page(head.page)
    assert records(office, head, must="把来访的人劝返。") is None, "what is done to a person can not be instructed"
    assert "劝返" in head.page.inner_text(".govuk-error-summary")
    one = records(office, head)
    page = base + reverse("instructions:instruction", args=[one.public_id])

    bureau.page.goto(base + reverse("instructions:list"))
    assert "校外午托点的消防" in bureau.page.inner_text("main")
    checks.check_page(bureau.page)
    bureau.page.goto(page)
    checks.check_page(bureau.page)
    fills(bureau, "report", result="11月20日查了二十三处，整改二十一处，关停两处。")

    head.page.goto(page)
    assert "关停两处" in head.page.inner_text("main")
    checks.check_page(head.page)
    fills(head, "acknowledge", word="好。关停的两处月底再看一次。")
    fills(head, "add_step", text="月底看关停的两处", due_on=in_days(12))

    bureau.page.goto(page)
    checks.check_page(bureau.page)
    fills(bureau, "close_step", found="11月30日看过，没有再开。")
    fills(bureau, "close", found="二十三处都落实了。")
    one.refresh_from_db()
    assert one.status == InstructionStatus.CLOSED

    second = records(office, head, subject="校服自愿购买", must="查清强制购买的情况。")
    days(31)
    head.page.goto(base + reverse("instructions:list") + "?view=given")
    assert head.page.locator(".hy-chip--late").count() == 1, "the thirty days have passed and everybody sees it"
    assert second.events.filter(verb="missed").exists()
    checks.check_page(head.page)
    assert ledger.verify().ok
    for person in (head, bureau):
        person.leaves()


def test_s26_the_office_passes_an_instruction_on_and_sees_it_done(office, live_server, chromium):
    base = live_server.url
    head = Person(chromium, base, "zh-hans").signs_in("zhou")
    desk = Person(chromium, base, "zh-hans").signs_in("liang")
    school = Person(chromium, base, "zh-hans", width=390).signs_in("zheng")
    one = records(office, head)
    page = base + reverse("instructions:instruction", args=[one.public_id])
    desk.page.goto(page)
    to = f"office:{office.example.organisations['school'].public_id}"
    fills(desk, "pass_on", to=to, text="查本镇的午托点，列出问题。", due_on=in_days(7))
    task = Task.objects.get()

    school.page.goto(base + reverse("cases:day"))
    assert "查本镇的午托点" in school.page.inner_text("main")
    school.page.goto(base + reverse("tasks:task", args=[task.public_id]))
    checks.check_page(school.page)
    presses(school, "acknowledge")
    fills(school, "report", result="查了六处，四处没有灭火器。")

    desk.page.goto(page)
    assert "四处没有灭火器" in desk.page.inner_text("main")
    desk.page.goto(base + reverse("tasks:task", args=[task.public_id]))
    checks.check_page(desk.page)
    presses(desk, "accept")
    task.refresh_from_db()
    assert task.status == Status.ACCEPTED
    for person in (head, desk, school):
        person.leaves()


@pytest.mark.parametrize("language", spoken("en", "zh-hans"))
def test_s19_a_hard_case_goes_up_and_the_answer_comes_back(office, live_server, chromium, language):
    base = live_server.url
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = Person(chromium, base, language).signs_in("jiang")
    leader = Person(chromium, base, language, width=390).signs_in("song")
    head = Person(chromium, base, language).signs_in("he")
    worker.page.goto(base + reverse("cases:case", args=[case.public_id]))
    worker.sends(worker.page.locator(f"a[href='{reverse('instructions:report', args=[case.public_id])}']").first)
    checks.check_page(worker.page)
    worker.fill("to", office.example.posts["bureau/分管副局长"].public_id)
    worker.fill("tried", "找供货商谈了两次，不肯退。")
    worker.fill("asks", "请局里出面约谈。")
    presses(worker)
    page = base + reverse("instructions:hard-case", args=[HardCase.objects.get().public_id])

    leader.page.goto(page)
    assert "不肯退" in leader.page.inner_text("main")
    checks.check_page(leader.page)
    fills(leader, "pass_further", to=office.example.posts["bureau/局长"].public_id, why="要动预算，我定不了。")

    head.page.goto(base + reverse("instructions:list") + "?view=asked")
    checks.check_page(head.page)
    head.page.goto(page)
    fills(head, "answer", text="我约谈供货商，周五前退。", to_person="局长已约谈供货商，多收的钱周五前退。")

    worker.page.goto(page)
    assert "周五前退" in worker.page.inner_text("main")
    fills(worker, "take", follows="周五退到家长账户，之后逐户核对。")
    checks.check_page(worker.page)
    parent = Person(chromium, base, language, width=390)
    parent.page.goto(f"{base}/s")
    parent.page.fill("#id_code", receipt.code)
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**/status/")
    told = parent.page.inner_text("main")
    assert "多收的钱周五前退" in told
    assert "不肯退" not in told
    checks.check_page(parent.page)
    hops = list(HardCase.objects.get().hops.order_by("id").values_list("status", flat=True))
    assert hops == [HopStatus.PASSED, HopStatus.ANSWERED]
    assert ledger.verify().ok
    for person in (worker, leader, head, parent):
        person.leaves()
