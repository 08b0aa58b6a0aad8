"""An instruction is recorded, passed on, its result goes up within thirty days, and what is left is tracked until it is closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.cases.actions import sealing
from huiyin.cases.models import Exclusion
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by, read_by
from huiyin.instructions import actions, queries
from huiyin.instructions.models import Instruction, InstructionStatus
from huiyin.kernel import clocks, files, ledger, outbox
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files import actions as file_actions
from huiyin.organisations import actions as organisations
from huiyin.organisations.access import machine
from huiyin.organisations.actions import people as staff
from huiyin.organisations.duties import done_by
from huiyin.organisations.handover import open_work
from huiyin.organisations.models import Account
from huiyin.tasks import actions as tasks
from huiyin.tasks.models import Status, Task
from tests.pages import signed_in

from .conftest import in_days, paper

pytestmark = pytest.mark.django_db


def told(office, post: str) -> list[str]:
    return [item.subject for item in outbox.inbox([office.example.posts[post].reference], language="en")]


def running(instruction: Instruction) -> dict[str, str]:
    watched = clocks.queries.of_subject("instruction", instruction.public_id, only_open=True)
    return {clock.name: clock.owner for clock in watched}


def test_the_result_is_due_by_the_offices_own_thirty_days_and_the_superior_acknowledges_it(office, instruct):
    people, posts = office.example.actors, office.example.posts
    one = instruct()
    assert one.due_on == in_days(30)
    [clock] = clocks.queries.of_subject("instruction", one.public_id)
    assert clock.derivation.law.own_rule, "no law has this number"
    assert clock.owner == posts["bureau/局长"].reference
    assert any("you answer for it" in line for line in told(office, "bureau/局长"))
    one = actions.report_result(
        actor=people["he"], instruction_id=one.public_id, version=one.version, result="查了二十三处，整改十九处。"
    )
    assert running(one) == {"word": posts["county/分管副县长"].reference}
    assert any("result of your instruction" in line for line in told(office, "county/分管副县长"))
    with pytest.raises(Refused):
        actions.acknowledge_result(actor=people["he"], instruction_id=one.public_id, version=one.version)
    one = actions.send_back_result(
        actor=people["zhou"], instruction_id=one.public_id, version=one.version, word="还有四处", due_on=in_days(5)
    )
    assert (one.status, running(one)) == (InstructionStatus.OPEN, {"result": posts["bureau/局长"].reference})
    one = actions.report_result(
        actor=people["he"], instruction_id=one.public_id, version=one.version, result="四处关停两处。"
    )
    one = actions.acknowledge_result(actor=people["zhou"], instruction_id=one.public_id, version=one.version)
    assert list(running(one)) == ["look"], "that it is carried out is tracked after the result"
    one = actions.add_step(
        actor=people["zhou"], instruction_id=one.public_id, version=one.version, text="余下两处整改", due_on=in_days(20)
    )
    with pytest.raises(BadInput):
        actions.close(actor=people["zhou"], instruction_id=one.public_id, version=one.version, found="好了")
    step = one.steps.get()
    one = actions.close_step(
        actor=people["he"], instruction_id=one.public_id, version=one.version, step=step.public_id, found="12月8日看过"
    )
    one = actions.close(actor=people["zhou"], instruction_id=one.public_id, version=one.version, found="都整改了")
    assert (one.status, running(one)) == (InstructionStatus.CLOSED, {})
    assert ledger.verify().ok


def test_a_late_result_tells_the_superior_by_itself_and_stands_in_the_case(office, instruct, days):
    case = office.assigned(office.raised())
    one = instruct(cases=(case.public_id,))
    days(31)
    for post in ("county/分管副县长", "bureau/局长"):
        assert any("is late" in line for line in told(office, post)), post
    line = case.events.get(verb="instruction_missed")
    assert line.note == "分管副县长"
    assert not line.public
    [row] = queries.instructions(office.example.actors["he"], "down")
    assert row.clock.late
    assert running(one), "it stays owed"
    assert ledger.verify().ok


def test_a_paper_from_outside_is_recorded_with_its_scan_and_the_office_records_what_came_back(office):
    people = office.example.actors
    scan = file_actions.inspect(SimpleUploadedFile("批示.txt", "请查清。".encode()))
    one = actions.record_instruction(
        actor=people["tang"], organisation=office.example.organisations["bureau"].public_id, scan=scan,
        answers=office.example.posts["bureau/基教股股长"].public_id,
        paper=paper(title="分管副市长", office="市政府", number="市政办批〔2026〕112号", due_on=in_days(10)),
    )  # fmt: skip
    assert (one.due_on, one.answers.title) == (in_days(10), "基教股股长")
    assert [one.name for one in files.of(one.reference)] == ["批示.txt"]
    one = actions.report_result(
        actor=people["jiang"], instruction_id=one.public_id, version=one.version, result="查清了"
    )
    assert running(one) == {"word": office.example.posts["bureau/基教股股长"].reference}
    one = actions.acknowledge_result(
        actor=people["tang"], instruction_id=one.public_id, version=one.version, word="市里12月3日来函：同意"
    )
    assert one.status == InstructionStatus.FOLLOWED


def test_s26_the_office_passes_it_on_and_sees_it_done(office, instruct):
    people, example = office.example.actors, office.example
    one = instruct()
    school = f"office:{example.organisations['school'].public_id}"
    one = actions.pass_on(
        actor=people["liang"], instruction_id=one.public_id, version=one.version, to=school, text="查本镇午托点", due_on=in_days(7)
    )  # fmt: skip
    own = f"post:{example.posts['bureau/基教股股长'].public_id}"
    one = actions.pass_on(
        actor=people["liang"], instruction_id=one.public_id, version=one.version, to=own, text="汇总", due_on=in_days(9)
    )
    first, second = Task.objects.order_by("id")
    assert (first.organisation.short_name, second.post.title) == ("柳塘中心校", "基教股股长")
    tasks.report(actor=people["zheng"], task_id=first.public_id, version=first.version, result="查了六处")
    assert one.events.get(verb="task").note == "查了六处"
    assert any("task of an instruction" in line for line in told(office, "bureau/局长"))
    elsewhere = f"office:{example.organisations['township'].public_id}"
    with pytest.raises(BadInput):
        actions.pass_on(
            actor=people["liang"], instruction_id=one.public_id, version=one.version, to=elsewhere, text="查", due_on=in_days(7)
        )  # fmt: skip
    for action, given in ((actions.report_result, {"result": "查清了"}), (actions.acknowledge_result, {})):
        who = people["zhou"] if action is actions.acknowledge_result else people["he"]
        one = action(actor=who, instruction_id=one.public_id, version=one.version, **given)
    actions.close(actor=people["he"], instruction_id=one.public_id, version=one.version, found="都办了")
    assert set(Task.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}


@pytest.mark.parametrize("words", ["把来访的家长劝返", "安排专人 盯 防", "列为重点人员，不让上访"])
def test_what_is_done_to_a_person_who_complains_can_not_be_instructed(office, instruct, words):
    with pytest.raises(BadInput) as refused:
        instruct(must=words)
    assert refused.value.place == "must"
    one = instruct(text=f"{words}。同时查清午托点。")  # the paper's own words are kept as they are
    assert words in one.text
    with pytest.raises(BadInput):
        actions.pass_on(
            actor=office.example.actors["he"], instruction_id=one.public_id, version=one.version, text=words, due_on=in_days(3),
            to=f"post:{office.example.posts['bureau/基教股股长'].public_id}",
        )  # fmt: skip


def test_who_may_instruct_whom(office, instruct):
    people, example = office.example.actors, office.example
    for name in ("jiang", "admin", "dudao", "qingxi"):
        with pytest.raises((Refused, BadInput)):
            instruct(by=name)
    with pytest.raises(Refused):  # a school's head instructs no bureau
        actions.record_instruction(
            actor=people["xiaozhang"], organisation=example.organisations["bureau"].public_id,
            paper=paper(superior=example.posts["school/校长"].public_id),
        )  # fmt: skip
    one = instruct()
    for name in ("qingxi", "zhenzhang", "admin", "fazhi"):
        with pytest.raises(Refused):
            queries.instruction_page(people[name], one.public_id)
    assert "report" in queries.instruction_page(people["he"], one.public_id).can
    assert not queries.instruction_page(people["zhou"], one.public_id).can, "the superior waits for the result"
    with pytest.raises(BadInput):
        instruct(due_on=in_days(31))
    with pytest.raises(Conflict):
        actions.report_result(actor=people["he"], instruction_id=one.public_id, version=9, result="查清了")


def test_the_offices_own_number_is_set_on_its_page(office, instruct):
    bureau = office.example.organisations["bureau"]
    bureau.refresh_from_db()
    from huiyin.cases.office_rules.own_dates import own_dates

    found = {own.key: own for pack in own_dates(bureau) for own in pack.own}
    assert found["instructions:result"].proposal == 30
    organisations.set_clock_numbers(
        actor=office.example.actors["he"], organisation=bureau.public_id, version=bureau.version,
        changes={"clock_numbers": {"instructions:result": 20}, "roll_over_office": False, "roll_over_petitioner": True},
    )  # fmt: skip
    assert instruct().due_on == in_days(20)


def test_who_must_not_know_of_a_case_sees_no_instruction_on_it_and_sealing_takes_its_words(office, instruct):
    case = office.assigned(office.raised())
    people, posts = office.example.actors, office.example.posts
    one = instruct(cases=(case.public_id,))
    several = instruct(cases=(case.public_id, office.assigned(office.raised()).public_id))
    Exclusion.objects.create(case=case, post=posts["bureau/分管副局长"])
    assert queries.instructions(people["song"], "down") == ()
    with pytest.raises(Refused):
        queries.instruction_page(people["song"], one.public_id)
    case.refresh_from_db()
    sealing.seal(
        actor=people["liang"], case_id=case.pk, version=case.version, seal_number="07", forwarded_to="县纪委"
    )  # fmt: skip
    one.refresh_from_db()
    assert (one.text, one.subject, one.status) == ("", "", InstructionStatus.CLOSED)
    assert not one.events.exclude(note="").exists()
    assert running(one) == {}
    several.refresh_from_db()
    assert several.status == InstructionStatus.OPEN
    assert len(several.cases) == 1, "it goes on with the other case"
    assert ledger.verify().ok


def test_another_post_answers_without_a_gap_and_leaving_tells_how_much_lies_there(office, instruct):
    one = instruct()
    post = office.example.posts["bureau/基教股股长"]
    one = actions.hand_to(
        actor=office.example.actors["he"], instruction_id=one.public_id, version=one.version, post=post.public_id
    )
    assert running(one) == {"result": post.reference}
    assert [
        work.number for work in open_work(post.reference) if "nstruction" in str(work.kind) or str(work.kind) == "批示"
    ] == [1]


def test_who_turns_out_to_be_concerned_by_the_case_answers_for_no_instruction_on_it(office, instruct):
    receipt = office.raised()
    case = office.assigned(receipt)
    jiang = office.example.posts["bureau/基教股股长"].public_id
    one = instruct(cases=(case.public_id, office.assigned(office.raised()).public_id))
    he = office.example.actors["he"]
    one = actions.hand_to(actor=he, instruction_id=one.public_id, version=one.version, post=jiang)
    keep_out(office, case)
    one.refresh_from_db()
    assert "instruction:result" not in owed_by(office, *KEPT_OUT)
    assert one.answers == office.example.posts["county/复核承办"]
    assert not [text for text in read_by(office, *KEPT_OUT) if "nstruction" in str(text)]
    assert "instruction:result" in owed_by(office, "fuhe")
    for name in KEPT_OUT:
        assert queries.instructions(office.example.actors[name], "down") == ()
    assert ledger.verify().ok


def test_an_instruction_whose_post_nobody_holds_is_answered_by_its_superior(office, instruct):
    one = instruct()
    staff.deactivate_account(actor=machine("people"), account=Account.objects.get(username="he").public_id)
    one.refresh_from_db()
    assert one.answers == office.example.posts["county/分管副县长"]
    assert "instruction:result" in owed_by(office, "zhou")
    assert open_work(office.example.posts["bureau/局长"].reference) == []


def test_who_hands_an_instruction_to_another_unit_is_led_to_the_day_page_and_told_so(office, instruct):
    one = instruct()
    people, posts = office.example.actors, office.example.posts
    one = actions.hand_to(
        actor=people["he"], instruction_id=one.public_id, version=one.version, post=posts["bureau/基教股股长"].public_id
    )
    browser = signed_in("jiang")
    page = reverse("instructions:instruction", args=[one.public_id])
    given = {"do": "hand_to", "version": one.version, "post": posts["bureau/督导员"].public_id}
    done = browser.post(page, given, follow=True)
    assert done.redirect_chain == [(reverse("cases:day"), 302)]
    assert "已交给其他科室" in done.content.decode()


def test_an_instruction_stands_on_the_yearly_sheet_of_who_gave_it(office, instruct):
    one = instruct()
    year = one.dated_on.year
    reference = office.example.posts["county/分管副县长"].reference
    found = done_by(reference, dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert [(row.duty, row.number) for row in found] == [("deploy", one.public_id)]
    assert done_by(reference, dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)) == []
