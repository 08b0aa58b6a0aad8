"""Up the chain: acknowledged at each level, passed on or ended with a reason; follow-ups, corrections, and what counts against whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.bulletins.actions import receiving
from huiyin.bulletins.example import build_example_bulletins
from huiyin.bulletins.models import Bulletin, Level, Receipt, Report
from huiyin.bulletins.queries import figures
from huiyin.bulletins.queries.figures import Figures
from huiyin.bulletins.tests.test_reporting import form_of, page_of
from huiyin.incidents.actions import counting
from huiyin.incidents.actions.counting import Heads
from huiyin.incidents.example import build_example_incidents
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.plans.example import build_example_plans

DAY, LIST = reverse("cases:day"), reverse("bulletins:list")


def test_each_level_acknowledges_and_passes_on_or_ends_it_with_a_reason(chain, signed_in):
    bulletin, he, zhou = chain.began(), signed_in("he"), signed_in("zhou")
    chain.sent(bulletin)
    here = page_of(bulletin)
    assert "我已看过" in text_of(he.get(here))
    assert "食品安全事故" in text_of(signed_in("tang").get(DAY)), "the desk sees what came too"
    assert he.post(here, {"do": "acknowledge"}).url == here
    assert chain.notices("school/校办主任") == ["Your report was received"]
    assert he.post(here, {"do": "acknowledge"}).status_code == 404, "it is done"
    assert he.post(here, {"do": "pass_on", "why": "请县里派疾控。"}).url == here
    assert "请县里派疾控" in text_of(zhou.get(here))
    assert zhou.post(here, {"do": "end_here", "why": " "}).status_code == 422
    assert zhou.post(here, {"do": "pass_on"}).status_code == 404, "there is no office above the county"
    assert zhou.post(here, {"do": "end_here", "why": "县里已处置。"}).url == here
    assert [one.decision for one in Level.objects.order_by("id")] == ["passed-on", "ended"]
    assert signed_in("jiang").get(here).status_code == 404, "a handler above receives nothing"
    assert set(Clock.objects.filter(subject_kind="bulletin-level").values_list("status", flat=True)) == {"met"}
    assert ledger.verify().ok


def test_what_lies_unread_above_goes_to_the_head_there_and_to_the_next_office(chain, later):
    bulletin = chain.began()
    chain.sent(bulletin)
    later(31)
    late = "A report from below is LATE here: not acknowledged, or neither passed on nor ended"
    assert chain.notices("bureau/局长")[-1] == late
    assert chain.notices("county/分管副县长") == [late]
    assert late not in chain.notices("school/校长"), "the school made its report in time"
    later(121)
    assert chain.notices("county/分管副县长") == [late, late], "and it was neither passed on nor ended"
    with pytest.raises(Refused):
        receiving.acknowledge(actor=chain.actor("zhou"), bulletin_id=bulletin.public_id)


def test_an_accident_goes_up_within_the_two_hours_of_the_law(chain):
    bulletin = chain.began("accident")
    chain.sent(bulletin, numbers={"missing": 0, "slightly": 1, "loss": 2})
    clock = Clock.objects.get(subject_kind="bulletin-level", name="decide")
    assert (clock.length, clock.unit, clock.own_rule, clock.article) == (2, "hours", False, "art. 11, 44¶2")


def test_follow_ups_reach_every_office_that_has_it(chain):
    bulletin = chain.began()
    chain.sent(bulletin)
    receiving.pass_on(actor=chain.actor("he"), bulletin_id=bulletin.public_id)
    chain.sent(bulletin, "follow-up", numbers={"hospital": 2})
    assert sorted(Receipt.objects.values_list("level__organisation__name", "report__number")) == [
        ("临禾县人民政府", 1), ("临禾县人民政府", 2), ("临禾县教育局", 1), ("临禾县教育局", 2),
    ]  # fmt: skip
    receiving.acknowledge(actor=chain.actor("zhou"), bulletin_id=bulletin.public_id)
    assert not Receipt.objects.filter(level__organisation__name="临禾县人民政府", acknowledged_at=None).exists()
    with pytest.raises(Conflict):
        receiving.pass_on(actor=chain.actor("he"), bulletin_id=bulletin.public_id)


def test_a_correction_is_shown_as_one_and_news_as_news(chain, signed_in):
    bulletin, zheng = chain.began(), signed_in("zheng")
    chain.sent(bulletin)
    here = page_of(bulletin, "write")
    changed = {"stage": "follow-up", "affected": 7, "hospital": 2, "badly": 0, "dead": 0}
    assert zheng.post(here, form_of(bulletin, **changed)).status_code == 422, "a number that falls says why"
    changed |= {"corrects": ["affected", "occurred_at"], "why_corrected": "一名学生计了两次"}
    assert zheng.post(here, form_of(bulletin, **changed)).url == page_of(bulletin)
    page = text_of(signed_in("he").get(page_of(bulletin)))
    assert "<del>8</del>" in page
    assert "<del>1</del>" not in page, "one more in hospital is news"
    assert "一名学生计了两次" in page
    first, second = Report.objects.order_by("number")
    assert (first.numbers["affected"], second.numbers["affected"]) == (8, 7)


def test_the_next_report_is_owed_until_the_final_one(chain, later):
    bulletin = chain.began()
    chain.sent(bulletin)
    later(24 * 60 + 1)
    assert chain.clocks(bulletin)["next"] == "late"
    assert "A report is LATE" in chain.notices("bureau/局长")
    chain.sent(bulletin, "final", texts={"course": "已全部返校。"})
    bulletin.refresh_from_db()
    assert bulletin.ended_at is not None
    assert chain.clocks(bulletin)["next"] == "met"
    chain.sent(bulletin, "follow-up", numbers={"affected": 9})
    assert Clock.objects.filter(subject_id=bulletin.public_id, name="next").count() == 1, "after the end it is no debt"
    assert Report.objects.count() == 3


def test_what_is_about_a_child_is_read_above_by_who_received_it_alone(chain, signed_in):
    bulletin = chain.began("sexual", who="gao")
    chain.sent(bulletin, who="gao")
    here = page_of(bulletin)
    for name, status in (("he", 200), ("dudao", 200), ("tang", 200), ("jiang", 404), ("zhou", 404), ("ducha", 404)):
        client = signed_in(name)
        assert client.get(here).status_code == status, name
        assert (bulletin.number in text_of(client.get(LIST))) == (status == 200), name


def test_late_missing_and_corrected_count_against_the_office_and_add_up_between_levels(chain, later, signed_in):
    prompt = chain.began()
    chain.sent(prompt)
    for body in ("market", "health"):
        chain.told(prompt, body)
    chain.sent(prompt, "final", numbers={"affected": 7}, corrects=["affected"], why_corrected="计重了")
    slow = chain.began("infectious", who="qingxi-ban", ago=0)
    later(150)
    chain.told(slow, "cdc", who="qingxi-ban")
    since = time.now() - dt.timedelta(days=365)
    school, other, bureau, county = (
        chain.example.organisations[key].pk for key in ("school", "school-2", "bureau", "county")
    )
    counted = figures.of_offices([school, other, bureau, county], since)
    assert counted[school] == Figures(bulletins=1, owed=5, in_time=5, corrected=1)
    assert counted[other] == Figures(bulletins=1, owed=3, late=1, missed=2)
    assert counted[bureau] == Figures(received=1, received_late=3)
    assert county not in counted
    below = [figures.table(chain.actor(name)).together for name in ("xiaozhang", "qingxi")]
    assert figures.table(chain.actor("he")).together == sum(below, counted[bureau])
    assert figures.table(chain.actor("ducha")).together == figures.table(chain.actor("dudao")).together
    page = signed_in("dudao").get(reverse("bulletins:figures"))
    assert page.context["table"].together.missed == 2
    assert "清溪镇中心学校" in text_of(page)
    assert signed_in("gao").get(reverse("bulletins:figures")).status_code == 404


def test_a_call_that_was_written_down_late_counts_at_its_own_time(chain, later):
    bulletin = chain.began("health", ago=0)
    later(200)
    chain.told(bulletin, "cdc", ago=190)
    school = chain.example.organisations["school"].pk
    counted = figures.of_offices([school], time.now() - dt.timedelta(days=1))[school]
    assert (counted.in_time, counted.late) == (1, 0)


def test_the_sheet_has_the_last_report_and_who_was_told(chain, signed_in):
    bulletin = chain.began()
    chain.told(bulletin, "market")
    chain.sent(bulletin)
    sheet = text_of(signed_in("zheng").get(reverse("bulletins:printed", args=[bulletin.public_id])))
    for words in ("首报", "午餐后3名学生呕吐", "值班室", "还没报", "交给"):
        assert words in sheet, words


def test_no_telephone_number_goes_along_with_what_is_passed_on(chain):
    bulletin = chain.began()
    chain.sent(bulletin)
    with pytest.raises(BadInput):
        receiving.pass_on(actor=chain.actor("he"), bulletin_id=bulletin.public_id, why="问13912345678")


def test_when_the_head_count_says_otherwise_than_the_last_report_its_page_says_so(chain, signed_in):
    build_example_plans(chain.example)
    build_example_incidents(chain.example)
    build_example_bulletins(chain.example)
    running = Bulletin.objects.get(ended_at=None)
    here, zheng = page_of(running), signed_in("zheng")
    assert "清点记录里是" not in text_of(zheng.get(here))
    counting.count_class(
        actor=chain.actor("gao"), incident_id=running.incident.public_id, group="二年级（1）班", heads=Heads(38, ill=4)
    )
    assert "清点记录里是4" in text_of(zheng.get(here))
    room = reverse("incidents:room", args=[running.incident.public_id])
    assert room in text_of(zheng.get(here))
    assert room not in text_of(signed_in("he").get(here)), "a link is for who may open it"


def test_the_agenda_of_each_office_has_what_it_owes(chain, signed_in, later):
    bulletin = chain.began(ago=200)
    agenda = reverse("agenda:week")
    assert page_of(bulletin) in text_of(signed_in("zheng").get(agenda))
    assert page_of(bulletin) not in text_of(signed_in("he").get(agenda))
    chain.sent(bulletin)
    later(31)
    assert page_of(bulletin) in text_of(signed_in("he").get(agenda))
    assert page_of(bulletin) not in text_of(signed_in("jiang").get(agenda)), "for who may open it"


def test_what_comes_to_be_owed_after_who_began_it_has_left_is_owed_by_who_is_above(chain):
    bulletin = chain.began()
    for one in Appointment.objects.filter(post=chain.example.posts["school/校办主任"], ended_at=None):
        end_appointment(actor=chain.actor("school-admin"), appointment=one.public_id)
    chain.sent(bulletin, who="xiaozhang")
    owners = Clock.objects.filter(subject_kind="bulletin", ended_at=None).values_list("owner", flat=True)
    assert set(owners) == {chain.example.posts["school/分管副校长"].reference}
