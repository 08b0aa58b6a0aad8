"""The main job where it does not run on the petition regulation: a private body's, a child in danger, an accident."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.actions import closing, replying
from huiyin.cases.models import Case, Message
from huiyin.kernel import ledger
from huiyin.organisations.access.actor import machine
from huiyin.organisations.actions import edit_organisation

from .staff_scenes import code

pytestmark = pytest.mark.django_db


def state(case: Case, pack: str) -> str:
    return str(case.tracks.get(pack=pack).state)


@pytest.fixture
def private(office):
    """The bureau's people, as if theirs were a private body: its complaints follow ISO 10002."""
    bureau = office.example.organisations["bureau"]
    edit_organisation(
        actor=machine("test"), organisation=bureau.public_id, version=bureau.version, changes={"public_body": False}
    )
    bureau.refresh_from_db()
    return office


def answered(office, do) -> tuple[Case, object]:
    receipt = office.raised()
    case = office.fresh(receipt)
    sorted_ = {"category": code(), "kind": "claim", "claim_channel": "6", "competent": "on", "title": "饭菜凉"}
    handler = office.example.posts["bureau/基教股股长"].public_id
    assert do("liang", case, "notify", path="收到了，十个工作日内答复").status_code == 302
    assert do("liang", case, "sort", **sorted_).status_code == 302
    assert do("he", case, "assign", handler=handler, conflict_free="on").status_code == 302
    case = office.fresh(receipt)
    text = replying.ReplyText("explain", "账目公开", "保温台已换。", "每月公布。", "学校章程第12条")
    worker = office.example.actors["jiang"]
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    replying.submit_for_approval(actor=worker, case_id=case.pk, version=case.version + 1)
    assert do("song", case, "issue_reply").status_code == 302
    return case, receipt


def test_a_private_body_answers_by_iso_10002_and_the_person_refuses(private, do):
    case, receipt = answered(private, do)
    assert state(case, "iso-10002") == "response_issued"
    assert not case.tracks.filter(pack="xinfang-2022").exists()
    replying.read_on_page(case_id=case.pk)
    assert state(case, "iso-10002") == "response_offered"
    closing.say_not_settled(concern=receipt.concern)
    assert private.clock(case, "alternatives").status == "running"
    assert do("jiang", case, "tell_alternatives", text="").status_code == 422
    assert (
        do("jiang", case, "tell_alternatives", text="县教育局民办教育股，0000-5550 128；消费者协会").status_code == 302
    )
    assert do("jiang", case, "check_later", result="kept", note="12月去看过，账贴出来了").status_code == 302
    assert state(case, "iso-10002") == "monitored"
    assert ledger.verify().ok


def test_the_time_of_the_person_begins_with_the_delivery_there_too(private, do):
    case, receipt = answered(private, do)
    assert not Case.objects.filter(pk=case.pk, agreed_at__isnull=False).exists()
    running = {clock.name for clock in _running(case)}
    assert "serve" in running
    assert "ask_word" not in running
    replying.read_on_page(case_id=case.pk)
    assert "ask_word" in {clock.name for clock in _running(case)}
    closing.say_settled(concern=receipt.concern)
    assert state(case, "iso-10002") == "closed"


@pytest.fixture
def school(office):
    office.at, office.desk, office.head, office.worker, office.decider = "school", "zheng", "xiaozhang", "shen", "fang"
    return office


def alarmed(school, do, alert: str) -> Case:
    """Sorted at the school's desk, with what can't wait."""
    case = school.fresh(school.raised(text="孩子说宿舍里有人打他，身上有伤。"))
    sorted_ = {"category": code(), "kind": "claim", "claim_channel": "6", "competent": "on", "title": "宿舍打人"}
    assert do("zheng", case, "sort", alerts=alert, **sorted_).status_code == 302
    return Case.objects.get(pk=case.pk)


def test_a_child_in_danger_is_reported_protected_and_looked_after_until_the_authority_has_answered(school, do, as_):
    case = alarmed(school, do, "child_safety")
    assert state(case, "child-safety") == "suspected"
    assert do("xiaozhang", case, "report_up", text="8:40报派出所和县教育局").status_code == 302
    assert do("zheng", case, "tell_parents", text="8:50电话告诉父亲").status_code == 302
    assert do("zheng", case, "protect", text="今天起换宿舍，班主任陪").status_code == 302
    assert state(case, "child-safety") == "protected"
    assert school.clock(case, "look_after").status == "running"
    assert do("xiaozhang", case, "close", reason="处理完了").status_code != 302, (
        "without the authority's answer it stays open"
    )
    assert state(case, "child-safety") == "protected"
    page = as_("xiaozhang").get(reverse("cases:verb", args=[case.public_id, "close"]))
    assert "authority_answer" in page.context["form"].fields
    answer = {"reason": "派出所已处理", "authority_answer": "派出所11月28日书面答复"}
    assert do("xiaozhang", case, "close", **answer).status_code == 302
    assert state(case, "child-safety") == "closed"
    assert ledger.verify().ok


def test_after_an_accident_help_comes_first_then_parents_and_report(school, do):
    case = alarmed(school, do, "accident")
    assert state(case, "pupil-accident") == "happened"
    assert do("zheng", case, "rescue", text="").status_code == 422
    assert do("zheng", case, "rescue", text="校医包扎，10:20送县医院").status_code == 302
    assert do("zheng", case, "tell_parents", text="10:22电话告诉母亲").status_code == 302
    assert do("xiaozhang", case, "report_up", text="10:40报县教育局安全股").status_code == 302
    assert state(case, "pupil-accident") == "reported"


def test_a_talk_is_offered_before_the_formal_way(school, do):
    case = school.fresh(school.raised())
    sorted_ = {"category": code(), "kind": "claim", "claim_channel": "6", "competent": "on", "title": "饭菜凉"}
    assert do("zheng", case, "sort", **sorted_).status_code == 302
    assert do("zheng", case, "talk", text="周三16:00，总务处，副校长来听").status_code == 302
    assert state(case, "school-internal") == "informal_talk"
    assert not Message.objects.filter(case=case).exists()
    assert school.clock(case, "informal").status == "running"


def _running(case: Case):
    from huiyin.kernel.clocks.models import OPEN, Clock

    return Clock.objects.filter(subject_id=case.public_id, status__in=OPEN)
