"""The pages: a clerk at the gate adds one after another, people join with slips and the group's code, proposals are decided."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases import jobs, receipts
from huiyin.cases.actions import grouping
from huiyin.cases.drafts import Token
from huiyin.cases.models import Case, Concern, Group, Likeness, Repeat
from huiyin.documents.tests.reading import read
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.models import Account

from .conftest import Office
from .test_alike_and_repeats import SAME
from .test_groups import MATTER, SECRET, group

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


def clerk(name: str = "liang") -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=name))
    return client


def opened(code: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(reverse("cases:lookup"), {"code": code}).status_code == 302
    return client


def person(office: Office, **more: str) -> tuple[Client, Concern]:
    receipt = office.raised(**more)
    return opened(receipt.code), receipt.concern


def test_s8_a_clerk_at_the_gate_adds_one_person_after_another(office):
    case = office.fresh(office.raised())
    desk, url = clerk(), reverse("cases:group", args=[case.public_id])
    assert desk.post(url, {"matter": MATTER}).status_code == 302
    codes = []
    for name in ("张三", "", "李四"):
        once = Token.fresh().cookie
        page = desk.post(url, {"once": once, "name": name, "speaks": "on" if name else ""})
        [code] = set(CODE.findall(page.content.decode()))
        again = desk.post(url, {"once": once, "name": name})
        assert code in again.content.decode(), "sent twice it is one person"
        codes.append(code)
    card = desk.get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert "张三" not in card
    assert Group.objects.get().members.count() == 4
    mine = opened(codes[0])
    assert mine.get(reverse("cases:status")).url == reverse("cases:status-code"), "a code that a clerk saw is changed"
    for who in ("admin", "zheng"):
        assert clerk(who).get(url).status_code == 404


def test_s8_the_sixth_representative_is_refused_at_the_desk_and_the_person_is_not_lost(office):
    case, concerns = group(office, 6)
    for concern in concerns[:5]:
        grouping.speak(concern=concern)
    url = reverse("cases:group", args=[case.public_id])
    page = clerk().post(url, {"once": Token.fresh().cookie, "name": "王六", "speaks": "on"})
    assert page.status_code == 422
    assert "20" in page.content.decode()
    assert 'value="王六"' in page.content.decode()
    assert Group.objects.get().members.count() == 6


def test_s8_a_slip_is_filled_in_by_whoever_holds_it(office):
    case, _concerns = group(office, 1)
    desk = clerk()
    sheet = desk.post(reverse("cases:slips", args=[case.public_id]), {"once": Token.fresh().cookie, "count": 3})
    codes = sorted(set(CODE.findall(sheet.content.decode())))
    assert len(codes) == 3
    client = Client()
    assert client.post(reverse("cases:lookup"), {"code": codes[0]}).url == reverse("cases:join")
    page = client.get(reverse("cases:join")).content.decode()
    assert MATTER in page
    assert "林秀英" not in page
    assert client.post(reverse("cases:join"), {"name": "赵七", "words": SECRET}).url == reverse("cases:receipt")
    [fresh] = set(CODE.findall(client.get(reverse("cases:receipt")).content.decode()))
    assert receipts.find(fresh).concern.text == SECRET
    assert Client().post(reverse("cases:lookup"), {"code": codes[0]}).status_code == 200, "a used slip opens nothing"


def test_the_slips_of_a_group_are_one_pdf_with_a_slip_a_page(office):
    case, _concerns = group(office, 1)
    asked = {"once": Token.fresh().cookie, "count": 3, "paper": "a6"}
    sheet = clerk().post(reverse("cases:slips", args=[case.public_id]), asked)
    assert sheet["Content-Type"] == "application/pdf"
    assert "no-store" in sheet["Cache-Control"]
    slips = read(sheet.content)
    assert slips.pages == 3
    assert slips.tagged
    assert slips.off_the_page == 0
    codes = sorted(set(CODE.findall(slips.text)))
    assert len(codes) == 3
    assert Client().post(reverse("cases:lookup"), {"code": codes[0]}).url == reverse("cases:join")


def test_s8_representatives_hand_out_a_code_that_tells_nothing(office):
    client, concern = person(office, text="我家的事，只跟你们说。")
    assert client.post(reverse("cases:status-group"), {"matter": MATTER}).status_code == 302
    page = client.get(reverse("cases:status-group")).content.decode()
    invite = Group.objects.get().invite
    assert f"{invite[:4]}-{invite[4:8]}" in page
    other = Client()
    other.post(reverse("cases:lookup"), {"code": invite})
    joined = other.get(reverse("cases:join")).content.decode()
    assert MATTER in joined
    assert "我家的事" not in joined
    assert other.post(reverse("cases:join"), {}).status_code == 302
    for address in ("status", "status-group"):
        own = client.get(reverse(f"cases:{address}")).content.decode()
        assert "joined" not in own.replace("You joined", "")
    assert Concern.objects.filter(case_id=concern.case_id).count() == 2


def test_s8_who_took_it_back_reads_that_and_nothing_more(office):
    case, (first, *_others) = group(office)
    code = receipts.draw()
    first.codes.update(digest=receipts.digest(code))
    client = opened(code)
    assert "do not learn of it" in client.get(reverse("cases:status-withdraw")).content.decode()
    client.post(reverse("cases:status-withdraw"), {"note": ""})
    page = client.get(reverse("cases:status"))
    assert "You took it back" in page.content.decode()
    assert client.post(reverse("cases:status-say"), {"text": "又想说"}).url == reverse("cases:status")
    assert not case.messages.exists()


def test_s18_a_clerk_sees_both_side_by_side_and_decides(office):
    one, other = office.fresh(office.raised()), office.fresh(office.raised(text=SAME))
    jobs.propose_joining(time.now())
    desk = clerk()
    url = reverse("cases:pair", args=[other.public_id, one.public_id])
    assert url in desk.get(reverse("cases:alike")).content.decode()
    assert url in desk.get(reverse("cases:day")).content.decode()
    page = desk.get(url).content.decode()
    assert SAME[:12] in page
    assert "伙食费问了三次" in page
    assert desk.post(url, {"do": "join", "reason": ""}).status_code == 422
    assert desk.post(url, {"do": "join", "reason": "同一个食堂"}).status_code == 302
    assert Likeness.objects.get().verdict == "joined"
    went = desk.get(reverse("cases:case", args=[other.public_id])).content.decode()
    assert reverse("cases:case", args=[one.public_id]) in went
    for who in ("zheng", "admin", "jiang"):
        assert clerk(who).get(url).status_code == 404
    number = desk.post(reverse("cases:beside", args=[one.public_id]), {"number": "2222222222"})
    assert number.status_code == 422


def test_s18_the_person_links_what_they_asked_before_and_goes_alone(office):
    old = office.raised()
    office.served(old)
    client, concern = person(office, text=SAME)
    assert client.post(reverse("cases:status-before"), {"code": "2222-2222-2222"}).status_code == 200
    assert client.post(reverse("cases:status-before"), {"code": old.code}).status_code == 302
    assert "每月公布。" in client.get(reverse("cases:status")).content.decode()
    assert Repeat.objects.get().concern == concern
    desk = clerk()
    case = Case.objects.get(concerns=concern)
    assert "每月公布。" in desk.get(reverse("cases:case", args=[case.public_id])).content.decode()
    grouping.open_own_group(concern=concern, matter=MATTER)
    assert "not possible" in client.get(reverse("cases:status-alone")).content.decode()
    joining = grouping.Joining(Identity())
    grouping.join(group=Group.objects.get(), joining=joining, token=Token.fresh())
    assert client.post(reverse("cases:status-alone"), {"reason": ""}).status_code == 302
    assert Case.objects.get(concerns=concern).pk != case.pk
    assert client.get(reverse("cases:status")).status_code == 200
