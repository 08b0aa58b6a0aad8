"""Whose is it? The sender takes it back, or insists and the office above both decides; nobody's case falls between them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.actions import giving_back, plain
from huiyin.cases.models import Case, Concern
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.status import status_of
from huiyin.cases.responsible import common_superior
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused

from .staff_scenes import passed_on, sorted_, sorting

pytestmark = pytest.mark.django_db


def objected(office) -> tuple[Case, Case]:
    """(at the bureau, at the township): the township says that the road is not its own."""
    there = passed_on(office)
    desk = office.example.actors["xinfang"]
    plain.do_plain(
        actor=desk, case_id=there.pk, version=there.version, verb="object", text="县道，不归镇里（公路法第8条）"
    )
    there.refresh_from_db()
    return Case.objects.get(pk=there.origin_id), there


def state(case: Case, pack: str = "xinfang-2022") -> str:
    return str(case.tracks.get(pack=pack).state)


def concern_of(case: Case) -> Concern:
    return case.concerns.get()


def test_what_is_taken_back_comes_back_with_the_persons_words_and_code(office):
    sender, there = objected(office)
    liang = office.example.actors["liang"]
    concern = concern_of(there)
    giving_back.answer_objection(
        actor=liang, case_id=sender.pk, version=sender.version, agree=True, reason="由局里协调"
    )
    assert (state(sender), state(there)) == ("sorted", "sent_back")
    concern.refresh_from_db()
    assert concern.case_id == sender.pk
    page = status_of(concern)
    assert page.organisation.name == "临禾县教育局"
    assert Clock.objects.filter(subject_id=sender.public_id, status="running").exists()
    assert not Clock.objects.filter(subject_id=there.public_id, status="running").exists()
    assert ledger.verify().ok


def test_a_dispute_is_decided_by_the_office_above_both_by_a_day(office, days):
    sender, there = objected(office)
    liang, zhou = office.example.actors["liang"], office.example.actors["zhou"]
    with pytest.raises(BadInput):
        giving_back.answer_objection(actor=liang, case_id=sender.pk, version=sender.version, agree=False, reason=" ")
    giving_back.answer_objection(
        actor=liang, case_id=sender.pk, version=sender.version, agree=False, reason="路口归镇里管"
    )
    there.refresh_from_db()
    assert state(there) == "disputed"
    clock = office.clock(there, "decide_competence")
    assert clock.owner == office.example.organisations["county"].head_post.reference
    assert common_superior(there) == office.example.organisations["county"]
    assert visible_case(zhou, there.public_id).pk == there.pk
    with pytest.raises(Refused):
        giving_back.decide_competence(
            actor=office.example.actors["zhenzhang"],
            case_id=there.pk,
            version=there.version,
            here=False,
            reason="不归我们",
        )
    giving_back.decide_competence(
        actor=zhou, case_id=there.pk, version=there.version, here=True, reason="路口值守归镇里"
    )
    there.refresh_from_db()
    assert state(there) == "sorted"
    assert state(Case.objects.get(pk=sender.pk)) == "transferred"
    assert there.letters.get(kind="competence").signed_by == "临禾县人民政府"
    with pytest.raises(Refused):
        visible_case(zhou, there.public_id)
    assert ledger.verify().ok


def test_it_can_be_decided_the_other_way_and_then_goes_back_whole(office):
    sender, there = objected(office)
    liang, zhou = office.example.actors["liang"], office.example.actors["zhou"]
    concern = concern_of(there)
    giving_back.answer_objection(actor=liang, case_id=sender.pk, version=sender.version, agree=False, reason="归镇里")
    there.refresh_from_db()
    giving_back.decide_competence(
        actor=zhou, case_id=there.pk, version=there.version, here=False, reason="归教育局牵头"
    )
    concern.refresh_from_db()
    assert concern.case_id == sender.pk
    assert (state(sender), state(there)) == ("sorted", "sent_back")
    fresh = Case.objects.get(pk=sender.pk)
    with pytest.raises(Conflict):
        giving_back.answer_objection(actor=liang, case_id=sender.pk, version=fresh.version, agree=True, reason="再来")
    assert ledger.verify().ok


def test_a_school_that_got_it_by_mistake_gives_it_back_on_both_its_procedures(office):
    receipt = office.raised()
    case = sorted_(office, receipt)
    door = sorting.Elsewhere("", organisation=office.example.organisations["school"].public_id)
    liang = office.example.actors["liang"]
    sorting.transfer(actor=liang, case_id=case.pk, version=case.version, reason="食堂归学校", elsewhere=door)
    there = office.fresh(receipt)
    zheng = office.example.actors["zheng"]
    plain.do_plain(actor=zheng, case_id=there.pk, version=there.version, verb="object", text="是镇里的食堂")
    sender = Case.objects.get(pk=there.origin_id)
    giving_back.answer_objection(actor=liang, case_id=sender.pk, version=sender.version, agree=True, reason="转错了")
    assert {state(there, track.pack) for track in there.tracks.all()} == {"sent_back"}
    assert not Clock.objects.filter(subject_id=there.public_id, status="running").exists()
    assert ledger.verify().ok


def test_the_pages_lead_through_a_dispute(office, do, as_):
    sender, there = objected(office)
    page = as_("liang").get(reverse("cases:case", args=[sender.public_id]))
    assert any("answer_objection" in link.url for link, _first in page.context["acts"])
    assert do("liang", sender, "answer_objection", agree="no", reason="归镇里").status_code == 302
    page = as_("zhou").get(reverse("cases:case", args=[there.public_id]))
    assert [link.url for link, _first in page.context["acts"] if "decide_competence" in link.url]
    assert do("zhou", there, "decide_competence", here="yes", reason="").status_code == 422
    assert do("zhou", there, "decide_competence", here="yes", reason="路口归镇里").status_code == 302
    assert state(there) == "sorted"
