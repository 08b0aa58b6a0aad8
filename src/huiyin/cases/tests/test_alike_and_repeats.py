"""What seems to be the same matter is proposed by its words alone; what was asked before leads to what was answered."""

from __future__ import annotations

import pytest

from huiyin.cases import jobs
from huiyin.cases.actions import joining, repeats
from huiyin.cases.models import Concern, Exclusion, Likeness
from huiyin.cases.queries import alike
from huiyin.cases.queries.repeats import for_office, for_person
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.vault.identity import Identity

from .conftest import WORDS, Office

pytestmark = pytest.mark.django_db
SAME = "每天中午打的饭菜都是凉的，伙食费问了三次没有人回答，希望学校把账贴出来。"
ELSE = "校门口的路灯坏了一个月，晚自习下课孩子走夜路不安全，请尽快派人修理。"


def test_the_same_matter_is_proposed_and_another_is_not(office: Office):
    first = office.fresh(office.raised())
    office.raised(text=ELSE)
    second = office.fresh(office.raised(text=SAME, identity=Identity(name="王二")))
    assert jobs.propose_joining(time.now()) == 3
    assert jobs.propose_joining(time.now()) == 0
    [found] = Likeness.objects.all()
    assert (found.older, found.newer) == (first, second)
    assert ledger.verify().ok


def test_where_many_send_the_same_words_each_is_proposed_with_the_first_few(office: Office):
    first, *others = [office.fresh(office.raised(text=SAME)) for _number in range(9)]
    hidden = others[2]
    Exclusion.objects.create(case=hidden, post_id=office.example.actors["jiang"].post_id)
    jobs.propose_joining(time.now())
    last = list(Likeness.objects.filter(newer=others[-1]).order_by("older_id").values_list("older_id", flat=True))
    known = [one.pk for one in (first, *others) if one != hidden][:5]
    assert last == sorted([*known, hidden.pk]), (
        "what one post may not know of is proposed beside, and displaces nothing"
    )
    assert ledger.verify().ok


def test_who_wrote_makes_nothing_alike(office: Office):
    who = Identity(name="欧阳慕云", phone="13987654321", address="柳塘镇望河村七组43号")
    text = "我叫欧阳慕云，住柳塘镇望河村七组43号，电话13987654321。"
    office.raised(text=f"{text}热水停了。", identity=who)
    office.raised(text=f"{text}路灯坏了。", identity=who)
    jobs.propose_joining(time.now())
    assert not Likeness.objects.exists()


def test_a_proposal_shows_only_to_who_may_decide_about_both(office: Office):
    one, other = office.fresh(office.raised()), office.fresh(office.raised(text=SAME))
    jobs.propose_joining(time.now())
    actors = office.example.actors
    assert len(alike.proposals(actors["liang"])) == len(alike.of_case(actors["liang"], one)) == 1
    assert not alike.proposals(actors["jiang"])
    assert not alike.proposals(actors["zheng"])
    Exclusion.objects.create(case=other, post_id=actors["liang"].post_id)
    assert not alike.proposals(actors["liang"])
    assert not alike.of_case(actors["liang"], one)
    with pytest.raises(Refused):
        alike.pair(actors["liang"], one, other.public_id)


def test_what_was_decided_is_not_asked_again(office: Office):
    one, other = office.fresh(office.raised()), office.fresh(office.raised(text=SAME))
    jobs.propose_joining(time.now())
    desk = office.example.actors["liang"]
    joining.find_different(actor=desk, case_id=one.pk, other_id=other.pk, reason="")
    assert not alike.proposals(desk)


def test_s18_a_repeat_by_the_old_code_leads_to_the_very_answer_and_is_handled(office: Office):
    old = office.raised()
    office.served(old)
    new = office.raised(text=SAME)
    repeats.give_old_code(concern=new.concern, code=old.code.lower())
    [before] = for_person(Concern.objects.get(pk=new.concern.pk))
    assert before.answered == "每月公布。"
    case = office.fresh(new)
    assert office.clock(case, "notify_direct").status == "running"
    [seen] = for_office(office.example.actors["liang"], case)
    assert seen.case_id == office.fresh(old).public_id
    assert not for_office(office.example.actors["zheng"], case)
    assert ledger.verify().ok


def test_s18_a_repeat_by_the_matter_tells_what_was_answered_and_never_anothers_letter(office: Office):
    old = office.raised()
    earlier = office.served(old)
    new = office.raised(text=SAME)
    case = office.fresh(new)
    desk = office.example.actors["liang"]
    repeats.link_by_matter(actor=desk, case_id=case.pk, earlier_id=earlier.pk, told="账目每月五号贴在食堂门口。")
    [before] = for_person(Concern.objects.get(pk=new.concern.pk))
    assert before.told == "账目每月五号贴在食堂门口。"
    assert before.answered == ""
    assert WORDS[:12] not in repr(before)


def test_an_old_code_that_is_none_changes_nothing(office: Office):
    new = office.raised()
    with pytest.raises(BadInput):
        repeats.give_old_code(concern=new.concern, code="7KQ4-M2XD-9RTB")
    with pytest.raises(BadInput):
        repeats.give_old_code(concern=new.concern, code=new.code)
