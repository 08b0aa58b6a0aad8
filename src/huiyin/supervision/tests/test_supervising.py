"""A superior chases a case: asked, answered in writing, followed up, closed; the person reads what came of it."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.cases.actions import going_up, replying
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.responsible import supervising_post
from huiyin.cases.rules import show_code
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by, read_by
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.counting import ask
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.access import machine
from huiyin.organisations.actions import people as staff
from huiyin.organisations.handover import open_work
from huiyin.organisations.models import Account
from huiyin.supervision import queries, rules
from huiyin.supervision.actions import supervising
from huiyin.supervision.models import Supervision

from .conftest import answered, opened, order


def running(supervision: Supervision) -> set[str]:
    found = Clock.objects.filter(subject_kind="supervision", subject_id=supervision.public_id, ended_at=None)
    return set(found.values_list("name", flat=True))


def answer_the_person(office, case: Case) -> None:
    worker, head = office.example.actors["jiang"], office.example.actors["song"]
    text = replying.ReplyText("explain", "公布账目", "已核。", "每月公布。", "条例第32条")
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    replying.submit_for_approval(actor=worker, case_id=case.pk, version=version(case))
    replying.issue_reply(actor=head, case_id=case.pk, version=version(case))


def version(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


def test_the_office_must_answer_in_writing_by_the_day_that_was_set(office, late):
    supervision = opened(office, late)
    head = office.example.posts["bureau/局长"].reference
    clock = Clock.objects.get(subject_id=supervision.public_id, name="answer")
    assert (clock.owner, clock.own_rule, clock.length) == (head, True, 7)
    assert supervision.measures.get().article == "art. 40"
    assert Notice.objects.filter(to=head, about=late.reference).exists()
    with pytest.raises(Refused):  # the handler may read it, the office's head answers
        answered(office, supervision, by="jiang")
    after = answered(office, supervision)
    assert after.status == "answered"
    assert running(after) == {"judge"}
    assert ledger.verify().ok


def test_it_is_not_closed_while_a_date_is_still_late_and_the_person_reads_what_came_of_it(office, late):
    supervision = answered(office, opened(office, late))
    actor = office.example.actors["ducha"]
    close = {
        "actor": actor,
        "public_id": supervision.public_id,
        "version": supervision.version,
        "outcome": "已督促答复。",
    }
    with pytest.raises(Conflict):
        supervising.close(**close)
    answer_the_person(office, late)
    assert supervising.close(**close).status == "closed"
    assert running(supervision) == set()
    [told] = queries.told_to_person(late)
    assert told.supervision.outcome == "已督促答复。"
    assert late.events.filter(verb="supervision.close", public=True).exists()


def test_a_second_order_stands_beside_the_first_with_why_the_answer_was_not_enough(office, late):
    supervision = answered(office, opened(office, late))
    actor = office.example.actors["ducha"]
    with pytest.raises(BadInput) as told:
        supervising.follow_up(
            actor=actor, public_id=supervision.public_id, version=supervision.version, not_enough="还是没有答复", order=order("list")
        )  # fmt: skip
    assert told.value.place == "decided_by"  # art. 39: the joint conference lists for supervision
    again = supervising.follow_up(
        actor=actor, public_id=supervision.public_id, version=supervision.version, not_enough="还是没有答复",
        order=order("list", decided_by="县信访工作联席会议12月1日"),
    )  # fmt: skip
    first, second = again.measures.all()
    assert (first.not_enough, second.article, again.status) == ("还是没有答复", "art. 39¶3", "asked")


def test_no_answer_by_the_day_is_told_to_the_supervisor_and_then_further_up(office, late, days):
    supervision = opened(office, late)
    days(9)
    assert late.events.filter(verb="supervision.missed", public=True).exists()
    judge = Clock.objects.get(subject_id=supervision.public_id, name="judge")
    assert judge.owner == office.example.posts["county/督查专员"].reference
    days(30)  # working days, and the longest holidays may lie between
    owners = set(Clock.objects.filter(subject_id=supervision.public_id, name="judge").values_list("owner", flat=True))
    assert office.example.posts["county/分管副县长"].reference in owners
    for _month in range(6):  # nobody can let it die in silence
        days(31)
        waiting = Clock.objects.filter(subject_id=supervision.public_id, status="running", missed_at=None)
        assert waiting.exists()
    supervision.refresh_from_db()
    assert supervising.may_follow_up(supervision)


def test_the_persons_request_reaches_the_supervisor_with_a_date_and_is_answered(office, late):
    concern = late.concerns.get()
    going_up.ask_superior(concern=concern)
    supervision = Supervision.objects.get()
    assert (supervision.origin, supervision.status) == ("person", "waiting")
    assert running(supervision) == {"look"}
    [row] = queries.late_cases(office.example.actors["ducha"], reason="asked").rows
    assert row.case == late
    actor = office.example.actors["ducha"]
    supervising.decline(
        actor=actor, public_id=supervision.public_id, version=supervision.version, reason="局里明天答复，已电话核实。"
    )
    assert queries.late_cases(actor, reason="asked").rows == ()
    [told] = queries.told_to_person(late)
    assert told.supervision.declined_why == "局里明天答复，已电话核实。"


def test_a_lawful_date_missed_twice_or_an_overturned_answer_is_proposed_once(office, days):
    """Rules as data; a proposal is no news for the person before somebody takes it up."""
    assert [rule.name for rule in rules.proposed({"lawful_missed": 2})] == ["missed-twice"]
    assert [rule.name for rule in rules.proposed({"lawful_missed": 1})] == []
    assert [rule.name for rule in rules.proposed({"overturned": 1})] == ["overturned"]
    receipt = office.raised()
    days(16)  # the day to tell the person that it arrived has passed
    case = office.assigned(receipt)
    assert not Supervision.objects.exists()
    days(61)
    [supervision] = Supervision.objects.all()
    assert (supervision.origin, supervision.rule, running(supervision)) == ("rule", "missed-twice", {"look"})
    assert queries.told_to_person(case) == ()
    days(120)
    assert Supervision.objects.count() == 1


def test_two_supervisors_at_once_the_second_is_told(office, late):
    supervision = opened(office, late)
    stale = supervision.version - 1
    with pytest.raises(Conflict):
        supervising.take_up(
            actor=office.example.actors["ducha"], public_id=supervision.public_id, version=stale, trigger="delay", order=order()
        )  # fmt: skip
    with pytest.raises(Conflict):  # one of an office at a time
        supervising.open_supervision(
            actor=office.example.actors["ducha"], case_id=late.pk, version=version(late), trigger="delay", order=order()
        )


def test_who_must_not_know_of_the_case_sees_nothing_of_it_and_it_goes_to_the_next_office_up(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    for name in ("督查专员", "分管副县长"):
        Exclusion.objects.create(case=case, post=office.example.posts[f"county/{name}"])
    days(61)
    ducha = office.example.actors["ducha"]
    assert queries.late_cases(ducha).rows == ()
    assert not Supervision.objects.filter(case=case).exists()  # nobody above may know of it: the outside body is told
    with pytest.raises(Refused):
        supervising.open_supervision(
            actor=ducha, case_id=case.pk, version=version(case), trigger="delay", order=order()
        )


def test_a_school_whose_supervisor_is_barred_is_supervised_by_the_county(office, days):
    receipt = office.raised()
    case = office.fresh(receipt)
    school = office.example.organisations["school"]
    Case.objects.filter(pk=case.pk).update(organisation=school)
    case = office.fresh(receipt)
    assert supervising_post(case) == office.example.posts["bureau/督导员"]
    Exclusion.objects.create(case=case, post=office.example.posts["bureau/督导员"])
    assert supervising_post(office.fresh(receipt)) == office.example.posts["county/督查专员"]


def test_a_sealed_case_leaves_the_page_and_every_list(office, late):
    opened(office, late)
    ducha = office.example.actors["ducha"]
    assert queries.late_cases(ducha).rows
    late.kind = "misconduct"
    late.save()
    with store.write():
        note_only(Doing(locked(late.pk), "seal", "system:test", "", time.now()), line=Line(public=False))
    assert queries.late_cases(ducha).rows == ()
    assert queries.supervisions(ducha) == ()
    assert ask([queries.waiting(ducha)]) == (0,)


def test_the_page_of_the_person_tells_it_and_names_nobody_who_answers_for_it(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    case.refresh_from_db()
    opened(office, case, kind="correct", decided_by="县信访工作联席会议")
    client = Client()
    client.post("/s", {"code": show_code(receipt.code)})
    page = client.get("/status/").content.decode()
    assert "临禾县人民政府" in page
    assert "supervision" in page
    assert "来访人没有收到任何消息" not in page  # what the superior wrote to the office


def test_an_office_whose_head_turns_out_to_be_concerned_answers_no_supervision(office, late):
    opened(office, late)
    assert "supervision:answer" in owed_by(office, "he")
    keep_out(office, late, "bureau/局长")
    assert not owed_by(office, *KEPT_OUT)
    assert not read_by(office, *KEPT_OUT)
    assert "supervision:answer" in owed_by(office, "zhou")
    assert queries.supervisions(office.example.actors["he"]) == ()


def test_a_supervisor_who_turns_out_to_be_concerned_supervises_no_longer(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    opened(office, office.fresh(receipt))
    answered(office, Supervision.objects.get(case=case, status="asked"))
    assert "supervision:judge" in owed_by(office, "ducha")
    keep_out(office, case, "county/督查专员")
    assert not owed_by(office, "ducha", "zhou")
    assert not read_by(office, "ducha", "zhou")
    assert {clock.owner for clock in Clock.objects.filter(subject_kind="supervision", ended_at=None)} == {
        f"outside:{office.example.organisations['county'].public_id}"
    }, "nobody above the county is here: the body outside"


def test_what_a_supervisor_owed_who_is_gone_is_owed_by_the_head(office, late):
    answered(office, opened(office, late))
    staff.deactivate_account(actor=machine("people"), account=Account.objects.get(username="ducha").public_id)
    assert "supervision:judge" in owed_by(office, "zhou")
    assert open_work(office.example.posts["county/督查专员"].reference) == []
