"""The same matter raised twice: proposed by its words, decided by a clerk; no date becomes later, everybody is told, codes stay."""

from __future__ import annotations

import pytest

from huiyin.cases import receipts
from huiyin.cases.actions import closing, grouping, handling, joining
from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.models import Case, Concern, Exclusion, Likeness
from huiyin.cases.queries.status import letter_of, status_of
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.vault.identity import Identity
from huiyin.procedures.engine import NotPossible

from .conftest import Office

pytestmark = pytest.mark.django_db
OTHER = "五年级午饭菜是凉的，饭也不热，伙食费收了这么多没有公布过账目。"


def page(concern: Concern):
    return status_of(Concern.objects.get(pk=concern.pk))


def join(office: Office, one: Case, other: Case) -> Case:
    desk = office.example.actors["liang"]
    return joining.join_cases(actor=desk, case_id=one.pk, other_id=other.pk, reason="说的是同一个食堂的同一件事")


def test_s18_joined_people_are_told_keep_their_code_and_see_where_it_went(office, days):
    first = office.raised()
    days(2)
    second = office.raised(text=OTHER, identity=Identity(email="b@example.test"), contact_by="email")
    case = office.assigned(first)
    handling.say(concern=second.concern, text="我还有一张照片。")
    gone = office.fresh(second)
    into = join(office, gone, case)
    assert into.pk == case.pk, "into the one that is further on, whichever was named first"
    found = receipts.find(second.code).concern
    assert found.case_id == case.pk
    told = page(found)
    assert "joined" in [letter_of(found, line.public_id) and "joined" for line in told.letters]
    assert told.handler == "股长" or told.handler
    assert OTHER in told.text
    assert "我还有一张照片。" in repr(told.said)
    gone.refresh_from_db()
    assert gone.bucket == "done"
    assert {track.state for track in gone.tracks.all()} == {"joined"}
    assert ledger.verify().ok


def test_s18_neither_reads_the_other_after_the_joining(office):
    first, second = office.raised(), office.raised(text=OTHER, identity=Identity(name="王二"))
    case = office.assigned(first)
    handling.say(concern=first.concern, text="先写的话")
    case.refresh_from_db()
    handling.answer(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, text="只给第一个人的话"
    )
    before = repr(page(first.concern))
    join(office, case, office.fresh(second))
    for words in ("先写的话", "只给第一个人的话", page(first.concern).text, first.concern.public_id):
        assert words not in repr(page(second.concern))
    after = repr(page(first.concern))
    for words in (OTHER, "王二", second.concern.public_id, "说的是同一个食堂"):
        assert words not in after
    assert before.count("Happened(") == after.count("Happened("), "not even a line that somebody came"


def test_s18_no_date_becomes_later_by_joining(office, days):
    early = office.raised()
    one = office.accepted(early)
    days(5)
    late = office.raised(text=OTHER)
    other = office.assigned(late)
    due = {name: office.clock(one, name).due_at for name in ("close",)}
    into = join(office, one, other)
    assert into.pk == other.pk
    closes = Clock.objects.filter(subject_id=into.public_id, name="close", ended_at=None)
    assert [clock.due_at for clock in closes] == [due["close"]]
    assert any(clock.due_at == due["close"] for clock in Clock.objects.filter(subject_id=into.public_id))
    assert ledger.verify().ok


def test_s18_a_message_that_waits_is_answered_after_the_joining_too(office):
    first, second = office.raised(), office.raised(text=OTHER)
    case = office.assigned(first)
    handling.say(concern=second.concern, text="什么时候有人回我？")
    due = office.clock(office.fresh(second), "answer_message").due_at
    into = join(office, case, office.fresh(second))
    assert office.clock(into, "answer_message").due_at == due
    handling.answer(
        actor=office.example.actors["jiang"],
        case_id=into.pk,
        version=into.version,
        text="本周五。",
        to=second.concern.public_id,
    )
    assert office.clock(into, "answer_message").status == "met"
    assert "本周五。" in repr(page(second.concern))
    assert "本周五。" not in repr(page(first.concern))


def test_s18_going_alone_keeps_every_date_and_the_code(office, days):
    first, second = office.raised(), office.raised(text=OTHER)
    case = office.assigned(first)
    days(1)
    join(office, case, office.fresh(second))
    promised = {clock.name: clock.due_at for clock in Clock.objects.filter(subject_id=case.public_id, ended_at=None)}
    concern = Concern.objects.get(pk=second.concern.pk)
    alone = joining.go_alone(concern=concern, reason="我家的情况不一样")
    kept = {clock.name: clock.due_at for clock in Clock.objects.filter(subject_id=alone.public_id, ended_at=None)}
    assert kept == promised
    assert receipts.find(second.code).concern.case_id == alone.pk
    assert {t.state for t in alone.tracks.all()} == {t.state for t in case.tracks.all()}
    assert not [line for line in page(first.concern).happenings if line.verb == "split"]
    with pytest.raises(NotPossible):
        joining.go_alone(concern=Concern.objects.get(pk=first.concern.pk))
    closing.withdraw(concern=Concern.objects.get(pk=first.concern.pk))
    alone.refresh_from_db()
    assert alone.bucket != "done"
    assert ledger.verify().ok


def test_a_clerk_parts_what_was_joined_and_the_person_is_told_why(office):
    first, second = office.raised(), office.raised(text=OTHER)
    case = office.assigned(first)
    join(office, case, office.fresh(second))
    desk = office.example.actors["liang"]
    alone = joining.split_off(
        actor=desk, case_id=case.pk, concern_public_id=second.concern.public_id, reason="说的是另一个年级"
    )
    assert "另一个年级" in repr(page(second.concern))
    assert "另一个年级" not in repr(page(first.concern))
    assert Case.objects.get(concerns=second.concern) == alone


def test_a_group_goes_along_whole_and_six_representatives_do_not(office):
    first, second = office.raised(), office.raised(text=OTHER)
    desk = office.example.actors["liang"]
    for receipt, speakers in ((first, 3), (second, 3)):
        case = office.fresh(receipt)
        grouping.open_group(actor=desk, case_id=case.pk, version=case.version, matter="我们都要看账")
        for number in range(speakers):
            who = grouping.Joining(Identity(name=f"代表{number}"), speaks=True)
            grouping.add_member(actor=desk, case_id=case.pk, joining=who)
    with pytest.raises(BadInput, match="20"):
        join(office, office.fresh(first), office.fresh(second))
    spoke = Concern.objects.filter(case=office.fresh(second), membership__speaks_since__isnull=False).first()
    grouping.step_down(concern=spoke)
    into = join(office, office.fresh(first), office.fresh(second))
    assert into.group.members.count() == 8
    assert ledger.verify().ok


def test_who_may_not_know_of_one_learns_nothing_by_the_other(office):
    first, second = office.raised(), office.raised(text=OTHER)
    one, other = office.fresh(first), office.fresh(second)
    Exclusion.objects.create(case=one, post=office.example.posts["bureau/基教股股长"])
    with pytest.raises(NotPossible):
        join(office, one, other)
    for who in ("jiang", "xiaozhang", "admin"):
        with pytest.raises(Refused):
            joining.join_cases(actor=office.example.actors[who], case_id=one.pk, other_id=other.pk, reason="同一件事")


def test_what_was_found_different_stays_so(office):
    one, other = office.fresh(office.raised()), office.fresh(office.raised(text=OTHER))
    joining.find_different(actor=office.example.actors["liang"], case_id=other.pk, other_id=one.pk, reason="两个学校")
    assert Likeness.objects.get(older=one, newer=other).verdict == "different"
    assert ledger.verify().ok


def test_what_another_room_writes_of_one_person_is_not_read_by_the_others(office):
    first, second = office.raised(), office.raised(text=OTHER)
    case = office.assigned(first)
    join(office, case, office.fresh(second))
    with store.write():
        doing = Doing.by_petitioner(Case.objects.get(pk=case.pk), "receptions.ask", time.now())
        note_only(doing, line=Line(note="我想星期三来谈孩子住院的事"))
    assert "住院" not in repr(page(first.concern))
    assert "住院" not in repr(page(second.concern))
