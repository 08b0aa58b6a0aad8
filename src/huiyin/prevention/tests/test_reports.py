"""Anybody reports by the code on a wall; a person sorts it; the code shows what became of it, and nothing about anybody."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.rules import normalise_code
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.prevention.actions import reporting
from huiyin.prevention.models import Hazard, Report, Spot
from huiyin.prevention.tests.conftest import FIXER
from huiyin.prevention.tests.test_hazards import photo

MINE = reverse("prevention:mine")


@pytest.fixture
def spot(school) -> Spot:
    return reporting.open_spot(actor=school.actor("zheng"), name="教学楼三楼")


def reported(spot: Spot, client: Client | None = None, **said: object) -> tuple[Client, str]:
    """Sends the form; answers the browser and the code that it was shown."""
    client = client or Client()
    address = reverse("prevention:report", args=[spot.public_id])
    once = re.search(r'name="once" value="(\w+)"', text_of(client.get(address)))
    answer = client.post(address, {"text": "灭火器的指针在红区", "exactly": "西楼梯旁", "once": once[1], **said})
    assert answer.status_code == 302, text_of(answer)[-900:]
    return client, code_on(text_of(client.get(answer.url)))


def code_on(page: str) -> str:
    return re.search(r'hy-slip__code"[^>]*>([^<]+)<', page)[1]


def sort(client: Client, row: Report, do: str, **said: object):
    return client.post(reverse("prevention:sort", args=[row.public_id]), {"do": do, **said})


def what_became(code: str) -> str:
    client = Client()
    client.post(MINE, {"do": "find", "code": code.lower().replace("-", " ")})
    return text_of(client.get(MINE))


def test_s15_anybody_reports_without_an_account_and_follows_it_by_the_code(school, spot, signed_in):
    _client, code = reported(spot, picture=photo())
    row = Report.objects.get()
    assert school.told("校办主任") == ["Somebody reported a hazard"]
    desk = signed_in("zheng")
    assert "灭火器的指针在红区" in text_of(desk.get(reverse("cases:day")))
    page = text_of(desk.get(reverse("prevention:sort", args=[row.public_id])))
    [picture] = set(re.findall(r'<img src="([^"]+)"', page))
    assert desk.get(picture).getvalue().startswith(b"\x89PNG")
    said = {
        "title": "灭火器失压",
        "place": "教学楼三楼西",
        "severity": "greater",
        "interim": "sign",
        "owner": school.post(FIXER),
    }
    hazard_page = sort(desk, row, "accept", **said).url
    hazard = Hazard.objects.get()
    assert (hazard.source, hazard.reports.get().status) == ("report", "accepted")
    shen = signed_in("shen")
    shown = text_of(shen.get(hazard_page))
    assert "灭火器的指针在红区" in shown
    assert shen.get(re.findall(r'<img src="([^"]+)"', shown)[0]).getvalue().startswith(b"\x89PNG")
    page = what_became(code)
    assert ("登记为隐患（较大）" in page, "有警示牌" in page, "要整改" in page) == (True, True, True)
    assert "总务处" not in page, "never who does it"
    school.looked(school.mended(hazard))
    assert "另一个人看过，已消除" in what_became(code)
    assert Clock.objects.get(subject_id=row.public_id).status == "met"
    assert ledger.verify().ok


def test_it_is_no_hazard_and_the_reporter_reads_why(school, spot, signed_in):
    _client, code = reported(spot)
    row = Report.objects.get()
    assert sort(signed_in("zheng"), row, "refuse", reason="").status_code == 422
    assert sort(signed_in("zheng"), row, "refuse", reason="这一具是训练用的，旁边另有两具合格的。").status_code == 302
    page = what_became(code)
    assert "这一具是训练用的，旁边另有两具合格的。" in page
    assert "提出诉求" in page
    assert sort(signed_in("zheng"), row, "refuse", reason="再说一次").status_code == 409


def test_it_joins_one_that_is_registered_and_follows_that_one(school, spot, signed_in):
    hazard = school.registered(severity="grave", interim="guard")
    _client, code = reported(spot)
    row = Report.objects.get()
    assert sort(signed_in("zheng"), row, "join", hazard="").status_code == 422
    sort(signed_in("zheng"), row, "join", hazard=hazard.public_id)
    assert "已经登记过" in what_became(code)
    assert "教学楼三楼" in text_of(signed_in("gao").get(reverse("prevention:hazard", args=[hazard.public_id])))
    with pytest.raises(Refused):
        reporting.join(actor=school.actor("qingxi-ban"), report_id=row.public_id, hazard_id=hazard.public_id)


def test_nobody_sorts_it_in_time_the_head_is_told_and_the_reporter_sees_it(school, spot, later):
    _client, code = reported(spot)
    later(2.5)
    assert school.told("校长") == ["What somebody reported was not sorted in time"]
    assert "他们晚了" in what_became(code)


def test_sent_twice_it_is_one_report_and_both_answers_have_the_code(spot):
    client = Client()
    address = reverse("prevention:report", args=[spot.public_id])
    said = {"text": "井盖松", "once": "abcdefgh2345"}
    codes = set()
    for _tap in range(2):
        client.post(address, said)
        codes.add(code_on(text_of(client.get(MINE))))
    assert len(codes) == Report.objects.count() == 1
    reported(spot)
    assert Report.objects.count() == 2


def test_what_is_wrong_is_said_and_a_number_is_refused(spot):
    client, address = Client(), reverse("prevention:report", args=[spot.public_id])
    assert 'href="#id_text"' in text_of(client.post(address, {"text": ""}))
    answer = client.post(address, {"text": "打我电话13987654321"})
    assert answer.status_code == 422
    assert "没有人会打电话" in text_of(answer)
    assert not Report.objects.exists()


def test_a_code_is_guessed_slowly_and_forms_are_counted(spot, settings):
    client = Client()
    for _try in range(8):
        page = text_of(client.post(MINE, {"do": "find", "code": "AAAA-BBBB-CCCC"}))
    assert "请等一分钟" in page
    settings.PUBLIC_FORMS_PER_HOUR = 1
    reported(spot)
    answer = Client().post(reverse("prevention:report", args=[spot.public_id]), {"text": "井盖松"})
    assert answer.status_code == 429
    assert "井盖松" in text_of(answer), "in line, with what was written"
    assert Report.objects.count() == 1


def test_the_code_is_nowhere_in_the_database(spot):
    _client, code = reported(spot)
    row = Report.objects.get()
    assert normalise_code(code).encode() not in bytes(row.code)
    assert reporting.find(code) == row
    assert reporting.find("x") is None


def test_the_sheet_of_a_place_opens_its_page_until_it_is_taken_down(school, spot, signed_in):
    desk = signed_in("zheng")
    sheet = text_of(desk.get(reverse("prevention:sheets")))
    address = reverse("prevention:report", args=[spot.public_id])
    assert address in sheet
    assert "hy-qr" in sheet
    assert desk.post(reverse("prevention:spots"), {"do": "open", "name": "教学楼三楼"}).status_code == 422
    desk.post(reverse("prevention:spots"), {"do": "close", "spot": spot.public_id})
    assert Client().get(address).status_code == 404
    assert signed_in("gao").get(reverse("prevention:spots")).status_code == 404


def test_another_office_sees_no_report(school, spot, signed_in):
    reported(spot)
    row = Report.objects.get()
    for who in ("qingxi-ban", "he", "gao"):
        assert signed_in(who).get(reverse("prevention:sort", args=[row.public_id])).status_code == 404
    assert row.text not in text_of(signed_in("qingxi-ban").get(reverse("prevention:reports")))
    assert dt.timedelta(0) < Clock.objects.get(subject_id=row.public_id).due_at - row.reported_at
