"""Mediation: free on both sides, within discretion, an agreement whose promises are kept or the case goes on (条例 33)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import closing, joining, sealing
from huiyin.cases.models import Concern, Exclusion
from huiyin.cases.queries.status import letter_of, status_of
from huiyin.cases.rules import show_code
from huiyin.cases.tests.barring import keep_out
from huiyin.cases.tests.conftest import erase_by_two
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault.identity import Identity
from huiyin.mediation import on_cases, queries
from huiyin.mediation.actions import agreeing, broken, inviting, minutes
from huiyin.mediation.actions.parts import Guest
from huiyin.mediation.models import Agreement, Meeting, Participant, Status, Word
from huiyin.mediation.rules import Said, everybody_agrees, gives_up_a_right
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.handover import open_work
from huiyin.procedures.engine import NotPossible
from huiyin.tasks.models import Task

from .conftest import GUESTS, Table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "签字后不再上访",
        "保证不再就此事信访",
        "甲方放弃起诉的权利",
        "息访承诺",
        "乙方不得向任何部门举报",
        "今后不能再就此申请复查",
    ],
)
def test_a_clause_that_gives_up_a_right_is_found(text):
    assert gives_up_a_right(text)


@pytest.mark.parametrize(
    "text", ["账目每月公布", "不再拖欠伙食费", "设立投诉电话", "信访办公室每周接待", "停止夜间施工，有问题可以投诉"]
)
def test_an_ordinary_clause_is_none(text):
    assert not gives_up_a_right(text)


def test_agreed_is_only_what_everybody_has_agreed_to():
    yes = [Said("a", "yes"), Said("", "yes")]
    assert everybody_agrees(yes, ["a"], other=True)
    assert not everybody_agrees(yes, ["a", "b"], other=True)
    assert not everybody_agrees([*yes, Said("a", "no")], ["a"], other=True)
    assert not everybody_agrees([], [], other=False)


def test_it_begins_when_both_sides_have_said_yes_and_the_lawful_clock_runs_on(office, table):
    table.invited()
    assert table.state == "in_handling"
    table.says(yes=True)
    assert table.meeting.status == Status.INVITED
    table.other_says(yes=True)
    assert table.state == "mediation"
    assert office.clock(table.case, "close").status == "running"
    assert office.clock(table.case, "mediation").own_rule
    letter = table.case.letters.get(kind="mediation_invitation")
    assert "王桂兰" not in str(letter.parts), "people from outside are named in the record of the mediation only"
    assert ledger.verify().ok


def test_a_no_needs_no_reason_and_changes_nothing_for_the_case(office, table):
    table.invited()
    before = office.clock(table.case, "close").due_on
    table.says(yes=False)
    assert (table.meeting.status, table.state) == (Status.REFUSED, "in_handling")
    assert office.clock(table.case, "close").due_on == before
    assert not table.case.facts.get("agreed")
    with pytest.raises(Conflict):
        table.other_says(yes=True)


def test_whoever_agreed_may_stop_at_any_time(office, table):
    table.begun()
    table.says(yes=False)
    assert (table.meeting.status, table.state) == (Status.WITHDRAWN, "in_handling")
    assert office.clock(table.case, "mediation").status != "running"
    assert ledger.verify().ok


def test_the_word_of_the_person_is_taken_down_from_a_signed_slip_only(table):
    found = table.invited()
    given = {
        "actor": table.actor,
        "meeting_id": found.public_id,
        "version": found.version,
        "side": "person",
        "yes": True,
    }
    with pytest.raises(BadInput):
        inviting.take_down(how="spoken", **given)
    inviting.take_down(how="slip", **given)
    assert Word.objects.get().concern == table.receipt.concern


def test_only_a_claim_in_handling_is_mediated_and_only_about_what_may_be_decided_freely(office, table):
    with pytest.raises(BadInput):
        table.invited(within="")
    with pytest.raises(BadInput):
        table.invited(guests=())  # a committee without its mediator
    suggestion = office.raised(text="建议加一个木工组。")
    office.assigned(suggestion, kind="suggestion", channel=None)
    with pytest.raises(NotPossible):
        type(table)(office, suggestion).invited()
    accepted = office.raised()
    office.accepted(accepted)
    with pytest.raises(NotPossible):
        type(table)(office, accepted, "he").invited()


def test_minutes_are_corrected_and_an_objection_stays_beside_them(table):
    table.begun()
    found = table.meeting
    minutes.write(
        actor=table.actor, meeting_id=found.public_id, version=found.version, text="双方谈了账目。", read_out=True
    )
    say = {"concern": table.receipt.concern, "meeting_id": found.public_id}
    minutes.answer(number=1, answer="correction", text="还谈了热水", **say)
    assert not table.case.letters.filter(kind="mediation_minutes").exists()
    found = table.meeting
    minutes.write(
        actor=table.actor, meeting_id=found.public_id, version=found.version, text="谈了账目和热水。", read_out=True
    )
    with pytest.raises(Conflict):
        minutes.answer(number=1, answer="yes", **say)
    with pytest.raises(BadInput):
        minutes.answer(number=2, answer="no", **say)
    minutes.answer(number=2, answer="no", text="我没有说可以等到明年", **say)
    letter = table.case.letters.get(kind="mediation_minutes")
    assert "我没有说可以等到明年" in str(letter.parts)
    assert found.minutes.count() == 2
    assert ledger.verify().ok


def test_an_agreement_in_force_makes_tasks_and_opens_the_way_to_the_court(office, table):
    table.agreed()
    assert (table.meeting.status, table.state) == (Status.AGREED, "carrying_out")
    [task] = Task.objects.all()
    assert (task.text, task.promised, task.origin) == ("公布十月的账目", True, "agreement")
    assert task.post == office.example.posts["bureau/基教股股长"]
    agreement = Agreement.objects.get()
    window = Clock.objects.get(subject_kind="agreement", subject_id=agreement.public_id)
    assert (window.length, window.unit, window.waits_on, window.own_rule) == (30, "days", "petitioner", False)
    assert "公布十月的账目" in str(table.case.letters.get(kind="agreement").parts)
    assert office.clock(table.case, "carry_out").status == "running"
    assert on_cases.address(table.actor, agreement.public_id)
    assert not on_cases.address(office.example.actors["shen"], agreement.public_id)
    assert ledger.verify().ok


def test_a_signature_is_for_one_version_and_no_right_can_be_signed_away(table):
    table.begun()
    with pytest.raises(BadInput):
        table.written(text="账目每月公布，家长不再上访。")
    table.written()
    table.other_signs()
    table.written(text="账目每月5日公布。")
    table.signs(number=2)
    assert table.state == "mediation", "the other side signed another version"
    with pytest.raises(Conflict):
        table.signs(number=1)
    table.other_signs()
    assert table.state == "carrying_out"


def test_what_is_not_kept_brings_the_matter_back_with_each_door_named(office, table, days):
    table.agreed()
    days(7)
    page = queries.page_of(table.meeting)
    assert page.agreement is not None
    assert page.agreement.late
    assert table.case.events.filter(verb="task_missed", public=True).exists()
    broken.say_not_kept(concern=table.receipt.concern, missing="十月没有公布")
    assert table.state == "in_handling"
    assert office.clock(table.case, "reopened").status == "running"
    ways = str(table.case.letters.get(kind="agreement_broken").parts)
    window = Clock.objects.get(subject_kind="agreement")
    assert window.due_on.isoformat() in ways
    assert Agreement.objects.get().broken_note == "十月没有公布"
    assert ledger.verify().ok


def test_the_way_to_the_court_closes_by_itself_and_the_agreement_goes_on_binding(table, days):
    table.agreed()
    days(40)
    assert Clock.objects.get(subject_kind="agreement").status == "stopped"
    assert table.case.events.filter(verb="mediation.confirm_passed", public=True).exists()
    assert Agreement.objects.get().broken_at is None


def test_an_agreement_that_the_office_led_promises_no_court(table):
    table.invited(led_by="office", guests=())
    table.says(yes=True)
    table.other_says(yes=True)
    table.written()
    table.other_signs()
    table.signs()
    assert not Clock.objects.filter(subject_kind="agreement").exists()


def test_it_ends_without_an_agreement_and_the_answer_stays_owed(office, table):
    table.begun()
    found = table.meeting
    agreeing.end_without(
        actor=table.actor, meeting_id=found.public_id, version=found.version, result="谈了两次，差得太远"
    )
    assert (table.meeting.status, table.state) == (Status.NO_AGREEMENT, "in_handling")
    assert office.clock(table.case, "close").status == "running"


def test_who_must_not_know_of_the_case_knows_of_no_mediation(office, table):
    found = table.invited()
    song = office.example.actors["song"]
    assert queries.visible(song, found.public_id)
    Exclusion.objects.create(case=table.case, post_id=song.post_id)
    with pytest.raises(Refused):
        queries.visible(song, found.public_id)
    assert found not in queries.of_office(song, done=False)
    assert not queries.soon(song)
    with pytest.raises(Refused):
        inviting.move(
            actor=song,
            meeting_id=found.public_id,
            version=found.version,
            place="局里",
            meets_at=found.meets_at,
            why="近",
        )


def test_sealing_and_erasing_take_the_words_of_a_meeting_along(office, table):
    table.invited()
    case = table.case
    sealing.seal(
        actor=office.example.actors["liang"],
        case_id=case.pk,
        version=case.version,
        seal_number="封-1",
        forwarded_to="县纪委监委",
    )
    found = Meeting.objects.get()
    assert (found.subject, found.status) == ("", Status.WITHDRAWN)
    assert not Participant.objects.exclude(called="").exists()
    other = office.raised()
    office.assigned(other)
    word = type(table)(office, other)
    word.invited()
    word.says(yes=False)
    closing.withdraw(concern=other.concern, note="")
    erase_by_two(office.example.actors["he"], office.example.actors["song"], other.concern)
    assert not Participant.objects.exclude(called="").exists()
    assert ledger.verify().ok


def test_two_at_one_meeting_the_second_is_told_and_keeps_what_was_typed(table):
    found = table.invited()
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": "jiang", "password": PASSWORD})
    url = reverse("mediation:meeting", args=[found.public_id])
    old = found.version
    table.says(yes=True)
    data = {"do": "word", "version": old, "who": "other", "answer": "yes", "how": "spoken", "text": "经理说可以"}
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "经理说可以" in answer.content.decode()
    assert client.post(url, {**data, "version": table.meeting.version}).status_code == 302
    assert table.state == "mediation"
    assert client.get(reverse("mediation:list")).status_code == 200
    assert client.get(reverse("cases:day")).status_code == 200


def test_who_turns_out_to_be_concerned_mediates_no_longer(table):
    table.invited(guests=(*GUESTS, Guest("mediator", "宋雅琴", "县教育局")))
    keep_out(table.office, table.case)
    assert table.meeting.organisation == table.office.example.organisations["county"]
    assert table.meeting.participants.get(role="mediator").called == "复核承办"
    assert table.meeting.participants.get(role="other-side").called == "孙经理"
    assert queries.soon(table.office.example.actors["song"]) == ()
    assert [one.pk for one in queries.soon(table.office.example.actors["fuhe"])] == [table.meeting.pk]
    table.who = "fuhe"
    table.says(yes=True)
    table.other_says(yes=True)
    assert table.meeting.status == "under-way"
    assert ledger.verify().ok


def test_what_one_of_several_people_says_is_on_no_page_of_another(table):
    other = table.office.raised(text="午饭是凉的，账也没有贴。", identity=Identity(name="王二"))
    desk = table.office.example.actors["liang"]
    joining.join_cases(actor=desk, case_id=table.office.fresh(other).pk, other_id=table.case.pk, reason="同一件事")
    mine, theirs = (Concern.objects.get(pk=one.concern.pk) for one in (table.receipt, other))
    table.invited()
    table.other_says(yes=True)
    for concern in (mine, theirs):
        inviting.say(concern=concern, meeting_id=table.meeting.public_id, yes=True)
    found = table.meeting
    minutes.write(
        actor=table.actor, meeting_id=found.public_id, version=found.version, text="说了账目。", read_out=True
    )
    words = "我没有说过可以按季度公布"
    minutes.answer(concern=theirs, meeting_id=found.public_id, number=1, answer="no", text=words)
    table.written()
    agreeing.sign(concern=theirs, meeting_id=found.public_id, number=1, yes=False, text="每月十号以前贴我才签")
    assert words in str([letter_of(theirs, line.public_id) for line in status_of(theirs).letters])
    assert words not in str([letter_of(mine, line.public_id) for line in status_of(mine).letters])
    mine_told, theirs_told = str(status_of(mine).happenings), str(status_of(theirs).happenings)
    assert words in theirs_told
    assert words not in mine_told
    client = Client()
    client.post("/s", {"code": show_code(table.receipt.code)})
    page = client.get(reverse("mediation:own", args=[found.public_id])).content.decode()
    assert "账目每月公布" in page
    assert "每月十号以前贴我才签" not in page
    assert "午饭是凉的" not in page


def test_who_leaves_reads_that_a_mediation_is_to_come(table):
    table.invited()
    post = table.office.example.posts["bureau/基教股股长"]
    assert ("待举行的调解和听证", 1) in [(str(one.kind), one.number) for one in open_work(post.reference)]


def test_at_a_school_its_own_procedure_mediates_too_and_goes_on_where_the_agreement_is_not_kept(office):
    office.at, office.desk, office.head = "school", "zheng", "xiaozhang"
    office.decider, office.worker, office.handler_post = "fang", "shen", "school/总务处副主任"
    receipt = office.raised()
    office.assigned(receipt)
    table = Table(office, receipt, who="shen")
    table.begun()
    assert dict(table.case.tracks.values_list("pack", "state")) == {
        "school-internal": "mediation", "xinfang-2022": "mediation"
    }  # fmt: skip
    table.written()
    table.other_signs()
    table.signs()
    assert dict(table.case.tracks.values_list("pack", "state"))["school-internal"] == "agreement"
    assert office.clock(table.case, "carry_out").owner == office.example.posts["school/总务处副主任"].reference
    case = table.case
    closing.carried_out(actor=table.actor, case_id=case.pk, version=case.version, proof="账已贴出")
    assert dict(table.case.tracks.values_list("pack", "state"))["school-internal"] == "agreement_done"
    broken.say_not_kept(concern=receipt.concern, missing="十月的账没有贴")
    assert dict(table.case.tracks.values_list("pack", "state")) == {
        "school-internal": "investigating", "xinfang-2022": "in_handling"
    }  # fmt: skip
    assert ledger.verify().ok
