"""What an office above does not hold for true: asked, answered, judged, and counted against the office when it was false."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.urls import reverse

from huiyin.bulletins.actions import doubting, receiving
from huiyin.bulletins.models import Doubt
from huiyin.bulletins.queries import figures
from huiyin.bulletins.tests.test_reporting import page_of
from huiyin.kernel import ledger, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.operations.testing.rooms import text_of

ASKS = {"do": "doubt", "report": 1, "what": "报称送医1人，县医院收治4人。", "basis": "县医院接诊登记"}


def test_a_false_report_counts_against_the_office_after_it_had_its_say(chain, signed_in):
    bulletin, he, zheng = chain.began(), signed_in("he"), signed_in("zheng")
    chain.sent(bulletin)
    here, table = page_of(bulletin), reverse("bulletins:figures")
    assert he.post(here, {**ASKS, "what": " "}).status_code == 422
    assert he.post(here, ASKS).url == here
    assert "县医院收治4人" in text_of(zheng.get(here))
    assert "我已看过" not in text_of(he.get(here)), "whoever asks has read it"
    assert chain.notices("school/校办主任")[-1].startswith("The office above does not hold for true")
    judged = {"do": "judge", "judgement": "false", "why": "学校12时30分已有名单在手。"}
    assert he.post(here, judged).status_code == 404, "the office has its say first"
    assert zheng.post(here, {"do": "answer", "answer": "发报时只知道一人。"}).url == here
    assert chain.notices("bureau/局长")[-1] == "The office that reported has answered what you doubt"
    assert he.post(here, {**judged, "why": ""}).status_code == 422, "nothing is false without what shows it"
    assert he.post(here, judged).url == here
    assert chain.notices("school/校长")[-1] == "What the office above doubted in your report is decided"
    assert "不实" in text_of(zheng.get(here))
    assert he.get(table).status_code == 200
    [(office, found)] = [row for row in figures.table(chain.actor("he")).rows if row[1].bulletins]
    assert (office.name, found.false, found.corrected) == ("柳塘镇中心学校", 1, 0)
    assert ledger.verify().ok


@pytest.mark.parametrize("judgement", ["right", "mistaken"])
def test_what_cannot_be_shown_and_an_honest_mistake_count_against_nobody(chain, judgement):
    bulletin = chain.began()
    chain.sent(bulletin)
    ask(chain, bulletin)
    doubting.answer(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, answer="当时数错了一人。")
    doubting.judge(actor=chain.actor("he"), bulletin_id=bulletin.public_id, judgement=judgement, why="名单对得上")
    assert figures.table(chain.actor("he")).together.false == 0


def test_an_office_that_says_nothing_is_told_and_judged_without_it(chain, later):
    bulletin = chain.began()
    chain.sent(bulletin)
    owed = figures.table(chain.actor("he")).together.owed
    row = ask(chain, bulletin)
    assert figures.table(chain.actor("he")).together.owed == owed, "an answer is no report"
    with pytest.raises(Conflict):
        doubting.judge(actor=chain.actor("he"), bulletin_id=bulletin.public_id, judgement="false", why="对不上")
    later(48 * 60 + 1)
    assert "Nothing was said to what is doubted" in " ".join(chain.notices("school/校长"))
    doubting.judge(actor=chain.actor("he"), bulletin_id=bulletin.public_id, judgement="false", why="对不上")
    assert Clock.objects.get(name=f"doubt-{row.public_id}").status == "stopped"
    with pytest.raises(Conflict):
        doubting.answer(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, answer="迟了")


def test_who_may_ask_what_may_stand_in_it_and_that_it_never_changes(chain, signed_in):
    bulletin = chain.began("group-visit", texts={"demand": "补发加班费"})
    chain.sent(bulletin, texts={"demand": "补发加班费", "promised": "周五答复"}, numbers={"people": 12})
    here = page_of(bulletin)
    assert signed_in("tang").post(here, ASKS).status_code == 404, "the desk takes reports and judges none"
    assert signed_in("zheng").post(here, ASKS).status_code == 404, "nobody judges the own office"
    for what in ("带头的是谁没有写", "来的人电话 138 0000 2046"):
        with pytest.raises(BadInput):
            ask(chain, bulletin, what=what)
    ask(chain, bulletin, what="报12人，现场有40人。")
    with pytest.raises(Conflict):
        ask(chain, bulletin)
    doubting.answer(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, answer="后来又来了人。")
    doubting.judge(actor=chain.actor("he"), bulletin_id=bulletin.public_id, judgement="right", why="发报时是12人")
    with pytest.raises(DatabaseError), store.write():
        Doubt.objects.update(why="改了")


def test_an_office_further_up_asks_too_and_the_oldest_is_answered_first(chain, signed_in):
    bulletin = chain.began()
    chain.sent(bulletin)
    receiving.pass_on(actor=chain.actor("he"), bulletin_id=bulletin.public_id)
    ask(chain, bulletin)
    ask(chain, bulletin, who="zhou")
    page = text_of(signed_in("zheng").get(page_of(bulletin)))
    assert page.count('value="answer"') == 1
    assert page.index("临禾县教育局提出疑问") < page.index('value="answer"') < page.index("临禾县人民政府提出疑问"), (
        "who is answered"
    )
    doubting.answer(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, answer="先答局里。")
    assert [one.level.organisation.name for one in Doubt.objects.exclude(answered_at=None)] == ["临禾县教育局"]


def ask(chain, bulletin, who="he", what="报称送医1人，县医院收治4人。"):
    return doubting.doubt(
        actor=chain.actor(who), bulletin_id=bulletin.public_id, report=1, what=what, basis="县医院接诊登记"
    )
