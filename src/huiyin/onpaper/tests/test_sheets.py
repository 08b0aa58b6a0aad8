"""A day on paper: printed before the machine goes away, typed in when it is back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from huiyin.cases.models import Concern
from huiyin.incidents.actions import starting
from huiyin.kernel import ledger, time
from huiyin.onpaper.models import DaySheet, PaperRow
from huiyin.operations.testing.rooms import text_of
from huiyin.plans.paper.rows import RowId

ZONE = "Asia/Shanghai"
NIGHT = dt.timedelta(hours=1)


def printed(client) -> DaySheet:
    answer = client.post(reverse("onpaper:print"))
    sheet = DaySheet.objects.latest("id")
    assert answer.headers["Location"] == reverse("onpaper:printed", args=[sheet.public_id])
    return sheet


def address(sheet: DaySheet, name: str = "sheet") -> str:
    return reverse(f"onpaper:{name}", args=[sheet.public_id])


def row(sheet: DaySheet, place: int) -> str:
    return str(RowId(sheet.code, place))


def local(moment: dt.datetime) -> tuple[str, str]:
    here = moment.astimezone(time.zone_of(ZONE))
    return here.strftime("%Y-%m-%d"), here.strftime("%H:%M")


def registered(client, sheet: DaySheet, number: str, at: dt.datetime):
    page = text_of(client.get(reverse("cases:new"), {"paper": number}))
    assert f'value="{number}"' in page
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    on, clock = local(at)
    sent = {
        "once": once, "paper": number, "channel": "visit", "received_at": on, "received_time": clock, "text": "饭菜是凉的",
        "read_back": "on", "level": "here",
    }  # fmt: skip
    return client.post(reverse("cases:new"), sent)


def test_the_set_says_who_is_there_what_is_due_and_what_to_do_first_and_names_nobody_with_a_concern(school, signed_in):
    case = school.assigned(school.raised(text="食堂的饭是凉的，孩子李小明闹肚子。"))
    starting.start(actor=school.example.actors["gao"], what=starting.What(kind="building", title="外墙掉砖"))
    client = signed_in("shen")
    sheet = printed(client)
    page = text_of(client.get(address(sheet, "printed")))
    for words in ("今日和今晚值班", "外墙掉砖", "119", sheet.number, row(sheet, 1), row(sheet, 16)):
        assert words in page, words
    assert "最初几分钟" in page
    for words in ("李小明", "食堂", case.title):
        assert words not in page, words


def test_what_is_due_stands_there_by_number_and_step(school, signed_in):
    case = school.assigned(school.raised())
    client = signed_in("shen")
    with time.moved(dt.timedelta(days=70)):
        page = text_of(signed_in("shen").get(address(printed(signed_in("shen")), "printed")))
    assert case.public_id in page
    assert case.title not in page
    assert case.public_id not in text_of(client.get(address(printed(signed_in("gao"))))), "it is owed by another post"


def test_a_concern_is_registered_once_with_its_own_time_and_the_case_says_how(school, signed_in):
    desk = signed_in("zheng")
    sheet = printed(desk)
    written = time.now().replace(second=0, microsecond=0)
    with time.moved(NIGHT * 3):
        desk = signed_in("zheng")
        taken = registered(desk, sheet, row(sheet, 2), written)
        assert taken.status_code == 200
        concern = Concern.objects.get()
        assert concern.received_at == written
        again = registered(desk, sheet, row(sheet, 2), written)
        assert again.status_code == 422
        assert "校办主任" in text_of(again)
        assert registered(desk, sheet, row(sheet, 10), written).status_code == 422, "a row for notes"
        assert registered(desk, sheet, "D7KQ2-02X", written).status_code == 422
        assert registered(desk, sheet, row(sheet, 3), written - dt.timedelta(days=2)).status_code == 422
        page = text_of(desk.get(reverse("cases:case", args=[concern.case.public_id])))
        assert row(sheet, 2) in page
        assert "补录" in page
    assert Concern.objects.count() == PaperRow.objects.count() == 1
    assert ledger.verify().ok


def test_a_note_is_typed_in_once_with_its_own_time_by_whoever_is_there(school, signed_in):
    sheet = printed(signed_in("zheng"))
    on, clock = local(sheet.at)
    sent = {"row": "12", "on": on, "time": clock, "text": "停电后发电机已开。"}
    with time.moved(NIGHT):
        other = signed_in("gao")
        found = other.get(reverse("onpaper:today"), {"number": row(sheet, 12)})
        assert found.headers["Location"] == address(sheet)
        assert other.post(address(sheet), {**sent, "text": "找 13800138000"}).status_code == 422
        later = local(time.now() + NIGHT)
        assert other.post(address(sheet), {**sent, "on": later[0], "time": later[1]}).status_code == 422
        assert other.post(address(sheet), sent).status_code == 302
        assert other.post(address(sheet), sent).status_code in (409, 422)
        page = text_of(other.get(address(sheet)))
    assert "停电后发电机已开。" in page
    assert "教导主任" in page
    assert PaperRow.objects.get().at == sheet.at.replace(second=0, microsecond=0)
    assert ledger.verify().ok


@pytest.mark.parametrize("who", ["jiang", "school-admin"])
def test_another_office_and_who_works_on_no_case_find_nothing(school, signed_in, who):
    sheet = printed(signed_in("zheng"))
    assert signed_in(who).get(address(sheet)).status_code == 404
    assert signed_in("gao").get(address(sheet, "printed")).status_code == 404, "what is due for a post is its own"
