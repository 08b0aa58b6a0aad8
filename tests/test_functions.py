"""The map of functions (docs/functions.md) against what there is, and the scenarios of functions that have no room of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from huiyin.cases.actions import handling
from huiyin.kernel import time
from huiyin.organisations.models import LeadingGroup

from .pages import routes, signed_in

ROOT = Path(__file__).resolve().parent.parent
ROWS = re.findall(
    r"^\| (S\d+) \| ([^|]+) \| ([\w:-]+) \| (\S+)::(\w+) \| ([^|]+) \|$",
    (ROOT / "docs" / "functions.md").read_text(),
    re.M,
)
NUMBERS = {*range(1, 35)}


def test_every_function_of_casework_stands_in_the_map():
    assert {int(number[1:]) for number, *_rest in ROWS} == NUMBERS
    assert len({(file, name) for _number, _what, _page, file, name, _law in ROWS}) == len(ROWS), "a scenario a row"


@pytest.mark.parametrize(("number", "page", "file", "name", "law"), [(n, p, f, t, law) for n, _w, p, f, t, law in ROWS])
def test_its_page_and_its_scenario_are_there(number, page, file, name, law):
    assert page in {route.name for route in routes()}
    assert name.startswith(f"test_s{number[1:]}_"), "a scenario is named after its function"
    assert f"def {name}(" in (ROOT / file).read_text()
    assert law.strip() == "own rule" or re.search(r"art\.|法", law), "the law with its article, or said to be none"


@pytest.mark.django_db
def test_s3_a_leading_group_has_leader_deputies_members_and_written_duties(office):
    group = LeadingGroup.objects.get(organisation=office.example.organisations["school"])
    page = (
        signed_in("xiaozhang")
        .get(reverse("organisations:groups", args=[group.organisation.public_id]))
        .content.decode()
    )
    assert group.name in page
    assert {member.role for member in group.members.all()} >= {"leader", "deputy", "member"}
    for member in group.members.all():
        assert member.post.title in page
        assert member.duties in page
    assert group.office_unit is not None
    assert group.office_unit.name in page


@pytest.mark.django_db
def test_s20_the_lawful_ways_are_there_for_everybody_to_read(office, client):
    ways = client.get(reverse("cases:other-ways")).content.decode()
    bureau = office.example.organisations["bureau"]
    for known in (bureau.name, bureau.address, bureau.phone, bureau.opening_hours):
        assert known in ways
    laws = client.get(reverse("cases:laws")).content.decode()
    assert "信访工作条例" in laws
    assert client.get(reverse("receptions:public-days")).status_code == 200


@pytest.mark.django_db
def test_s28_another_unit_is_asked_and_its_answer_comes_back(office):
    case = office.assigned(office.raised())
    legal = office.example.units["bureau/政策法规股"].public_id
    asked = handling.consult(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, unit=legal, question="有没有依据？"
    )
    client = signed_in("fazhi")
    address = reverse("cases:consultation", args=[asked.public_id])
    assert "有没有依据？" in client.get(address).content.decode()
    assert client.post(address, {"text": "有，《食品安全法实施条例》第28条。"}).status_code == 302
    page = signed_in("jiang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert "有，《食品安全法实施条例》第28条。" in page
    assert office.clock(case, "consultation").status == "met"


@pytest.mark.django_db
def test_s29_a_reception_report_is_drafted_and_handed_to_the_head(office):
    desk, head = signed_in("liang"), signed_in("he")
    today = time.today("Asia/Shanghai").isoformat()
    sent = {"from_day": today, "until_day": today, "proposals": "每周增加一个接待日。", "do": "hand_in"}
    assert desk.post(reverse("receptions:report"), sent).status_code == 302
    [link] = set(
        re.findall(r'href="(/receptions/report/\w+/)"', head.get(reverse("receptions:report")).content.decode())
    )
    assert "每周增加一个接待日。" in head.get(link).content.decode()


@pytest.mark.django_db
def test_s31_the_answer_is_a_letter_with_its_grounds_and_the_way_up(office, client):
    receipt = office.raised()
    office.answered(receipt)
    client.post(reverse("cases:lookup"), {"code": receipt.code})
    page = client.get(reverse("cases:status")).content.decode()
    letter = re.search(r'href="(/status/letters?/[^"]+)"', page)
    assert letter is not None
    text = client.get(letter[1]).content.decode()
    for said in ("公布账目", "保温台已更换。", "每月公布。", "食品安全法实施条例第28条", "复查"):
        assert said in text
