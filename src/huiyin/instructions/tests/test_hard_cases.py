"""A hard case goes up, further up, and the answer comes back to who asked and to the person; nobody's report dies."""

from __future__ import annotations

import pytest

from huiyin.cases.actions import sealing
from huiyin.cases.models import Exclusion
from huiyin.cases.queries.status import status_of
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by, read_by
from huiyin.instructions import actions, queries
from huiyin.instructions.models import HardCase, HardStatus, HopStatus
from huiyin.instructions.pages import day, links, of_case
from huiyin.kernel import clocks, ledger, outbox
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import machine
from huiyin.organisations.actions import people as staff
from huiyin.organisations.handover import open_work
from huiyin.organisations.models import Account

from .conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def up(office):
    """The handler puts a case before the deputy head."""

    def given(case=None, by: str = "jiang", to: str = "bureau/分管副局长") -> HardCase:
        case = case or office.assigned(office.raised())
        return actions.report_up(
            actor=office.example.actors[by], case_id=case.pk, to=office.example.posts[to].public_id,
            tried="找供货商谈了两次，不肯退。", asks="请局里出面约谈。",
        )  # fmt: skip

    return given


def told(office, post: str) -> list[str]:
    return [item.subject for item in outbox.inbox([office.example.posts[post].reference], language="en")]


def test_the_answer_comes_back_to_who_asked_and_where_it_concerns_them_to_the_person(office, up):
    receipt = office.raised()
    case = office.assigned(receipt)
    people = office.example.actors
    hard = up(case)
    assert status_of(receipt.concern).happenings[0].verb == "hard_up"
    assert not any("供货商" in line.note for line in status_of(receipt.concern).happenings), (
        "what was tried is the office's own"
    )
    [entry] = day(people["song"])
    assert entry.group == "decide"
    hop = hard.hops.get()
    said = actions.Answer(
        "我约谈供货商，周五前退。", decides=True, to_person="分管副局长已约谈供货商，多收的钱周五前退。"
    )
    with pytest.raises(Refused):
        actions.answer(actor=people["he"], hop_id=hop.public_id, version=hard.version, answer=said)
    hard = actions.answer(actor=people["song"], hop_id=hop.public_id, version=hard.version, answer=said)
    line = status_of(receipt.concern).happenings[0]
    assert (line.verb, line.note) == ("hard_told", said.to_person)
    assert any("has an answer" in text for text in told(office, "bureau/基教股股长"))
    [clock] = clocks.queries.of_subject("hard-case", hard.public_id, only_open=True)
    assert clock.owner == people["jiang"].reference, "who asked owes: what follows"
    hard = actions.take(
        actor=people["jiang"], hard_id=hard.public_id, version=hard.version, follows="周五退到家长账户。"
    )
    assert hard.status == HardStatus.CLOSED
    assert any("What follows" in text for text in told(office, "bureau/分管副局长"))
    assert clocks.queries.of_subject("hard-case", hard.public_id, only_open=True) == ()
    assert ledger.verify().ok


def test_without_an_answer_it_goes_to_the_next_superior_until_nobody_is_left_and_stays_owed(office, up, days):
    hard = up()
    days(6)
    first, second = hard.hops.order_by("id")
    assert (first.status, second.to.title) == (HopStatus.UNANSWERED, "局长")
    assert any("put before you" in text for text in told(office, "bureau/局长"))
    assert hard.case.events.filter(verb="hard_unanswered", public=True).exists()
    for _number in range(4):
        days(6)
    titles = [hop.to.title for hop in hard.hops.order_by("id")]
    assert titles == ["分管副局长", "局长", "分管副县长"]
    assert hard.hops.order_by("id").last().status == HopStatus.WAITING
    [clock] = clocks.queries.of_subject("hard-case", hard.public_id, only_open=True)
    assert clock.late, "nobody is left above: it stays owed and is late"
    assert ledger.verify().ok


def test_a_leader_hands_it_further_up_or_calls_a_discussion(office, up):
    people, posts = office.example.actors, office.example.posts
    hard = up()
    hop = hard.hops.get()
    hard = actions.call_discussion(actor=people["song"], hop_id=hop.public_id, version=hard.version, on=in_days(9), who="基教股、财务股，二楼会议室")  # fmt: skip
    [clock] = clocks.queries.of_subject("hard-case", hard.public_id, only_open=True)
    assert clock.due_on == in_days(9), "the answer is owed on that day"
    with pytest.raises(BadInput):
        actions.call_discussion(actor=people["song"], hop_id=hop.public_id, version=hard.version, on=in_days(12), who="再议")  # fmt: skip
    hard = actions.pass_further(
        actor=people["song"], hop_id=hop.public_id, version=hard.version, to=posts["bureau/局长"].public_id, why="要动预算"
    )  # fmt: skip
    assert any("handed further up" in text for text in told(office, "bureau/基教股股长"))
    page = queries.hard_page(people["song"], hard.public_id)
    assert not page.can, "the next word is the head's"
    assert queries.hard_page(people["he"], hard.public_id).can == {"answer"}
    with pytest.raises(Conflict):
        actions.answer(actor=people["song"], hop_id=hop.public_id, version=hard.version, answer=actions.Answer("好"))


def test_one_report_at_a_time_and_only_to_leaders_who_may_know(office, up):
    case = office.assigned(office.raised())
    people, posts = office.example.actors, office.example.posts
    Exclusion.objects.create(case=case, post=posts["bureau/分管副局长"])
    with pytest.raises(BadInput):
        up(case)
    with pytest.raises(Refused):
        up(case, by="shen", to="bureau/局长")
    assert [link.label for link in links(people["jiang"], case)]
    up(case, to="bureau/局长")
    with pytest.raises(Conflict):
        up(case, to="bureau/局长")
    assert of_case(people["jiang"], case) is not None
    assert queries.hard_cases(people["song"], "up") == ()
    for name in ("qingxi", "zhenzhang", "admin", "song"):
        with pytest.raises(Refused):
            queries.hard_page(people[name], HardCase.objects.get().public_id)


def test_sealing_takes_its_words_and_ends_its_clocks(office, up):
    hard = up()
    hard.case.refresh_from_db()
    sealing.seal(
        actor=office.example.actors["liang"], case_id=hard.case.pk, version=hard.case.version, seal_number="07", forwarded_to="县纪委",
    )  # fmt: skip
    hard.refresh_from_db()
    assert (hard.tried, hard.asks, hard.status) == ("", "", HardStatus.CLOSED)
    assert clocks.queries.of_subject("hard-case", hard.public_id, only_open=True) == ()
    assert day(office.example.actors["song"]) is not None
    assert list(day(office.example.actors["song"])) == []


def test_who_turns_out_to_be_concerned_neither_asked_nor_is_asked(office, up):
    hard = up()
    keep_out(office, hard.case)
    hard.refresh_from_db()
    assert not owed_by(office, *KEPT_OUT)
    assert not read_by(office, *KEPT_OUT)
    assert hard.asked_by == office.example.posts["county/复核承办"]
    assert "hard-case:hop" in owed_by(office, "zhou", "ducha")
    assert queries.hard_cases(office.example.actors["song"], "up") == ()


def test_a_hard_case_before_a_post_that_nobody_holds_is_before_the_next_superior(office, up):
    hard = up()
    assert ("疑难事项", 1) in [
        (str(one.kind), one.number) for one in open_work(office.example.posts["bureau/分管副局长"].reference)
    ]
    staff.deactivate_account(actor=machine("people"), account=Account.objects.get(username="song").public_id)
    assert "hard-case:hop" in owed_by(office, "he")
    assert not owed_by(office, "song")
    assert hard.hops.get(status="waiting").to == office.example.posts["bureau/局长"]
