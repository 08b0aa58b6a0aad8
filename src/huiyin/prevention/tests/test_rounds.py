"""Somebody goes round, item by item; what is found is a hazard at once; what nobody went is told, and the next is due."""

from __future__ import annotations

import datetime as dt
import re
import tomllib

import pytest
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.prevention import checklists, rules
from huiyin.prevention.actions import lists, rounds
from huiyin.prevention.actions.rounds import Given, Planned
from huiyin.prevention.models import Answer, Checklist, Hazard, Inspection, Round
from huiyin.prevention.tests.conftest import FIXER
from huiyin.prevention.tests.test_hazards import photo

# Articles that the project has seen in their text; a list may cite no other.
SEEN = {
    "突发事件应对法第35条", "突发事件应对法第37条", "消防法第16条", "消防法第17条", "食品安全法第103条", "食品安全法实施条例第28条",
    "企业事业单位内部治安保卫条例第8条", "校车安全管理条例第10条至第12条",
}  # fmt: skip


def today() -> dt.date:
    return time.today("Asia/Shanghai")


@pytest.fixture
def planned(school) -> Inspection:
    """Fire, every week, gone by the head of teaching, from tomorrow on."""
    wanted = Planned(
        "starter:fire", "教学楼", "week", today() + dt.timedelta(days=1), school.post("教导主任"), school.post(FIXER),
        school.post("校办主任"),
    )  # fmt: skip
    return rounds.plan_inspection(actor=school.actor("shen"), planned=wanted)


def due(inspection: Inspection) -> Round:
    return inspection.rounds.get(status="due")


def page_of(one: Round) -> str:
    return reverse("prevention:round", args=[one.public_id])


def all_good(one: Round, **other: str) -> dict[str, str]:
    return {f"answer-{item['key']}": "good" for item in one.items} | other


def test_s15_a_round_is_gone_and_what_is_found_is_a_hazard_in_one_tap(school, planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    assert school.told("教导主任") == ["You go round"]
    assert page_of(one) in text_of(gao.get(reverse("prevention:rounds")))
    page = text_of(gao.get(page_of(one)))
    assert "消防法第16条" in page
    assert "本单位自定" in page
    tap = {
        "answer-extinguishers": "hazard", "note-extinguishers": "三楼西一具过期", "severity-extinguishers": "greater",
        "interim-extinguishers": "sign", "picture-extinguishers": [photo()], "answer-exits-open": "good", "at": "extinguishers",
    }  # fmt: skip
    answer = gao.post(page_of(one), tap)
    assert answer.url.endswith("#i-extinguishers")
    hazard = Hazard.objects.get()
    assert (hazard.title, hazard.place, hazard.severity, hazard.source) == (
        "三楼西一具过期",
        "教学楼",
        "greater",
        "round",
    )
    assert hazard.owner.title == FIXER
    page = text_of(gao.get(page_of(one)))
    assert "查了2项，共12项" in page
    assert hazard.number in page
    gao.post(page_of(one), tap)
    assert Hazard.objects.count() == 1, "what is registered is not registered again"
    hazard_page = text_of(signed_in("shen").get(reverse("prevention:hazard", args=[hazard.public_id])))
    assert page_of(one) in hazard_page
    assert "<img" in hazard_page
    refused = gao.post(page_of(one), {"do": "finish"})
    assert refused.status_code == 422
    assert "还有10项没有选" in text_of(refused)
    assert gao.post(page_of(one), all_good(one, do="finish", note="东门晚上再看。")).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.done_title, one.answers.count()) == ("done", "教导主任", 12)
    assert one.answers.get(key="extinguishers").hazard == hazard
    assert due(planned).due_on == planned.first_on + dt.timedelta(days=7)
    assert ledger.verify().ok


def test_a_round_that_nobody_goes_is_told_and_the_next_one_is_due(school, planned, later):
    later(9)
    first = planned.rounds.get(status="missed")
    assert (first.due_on, due(planned).due_on) == (planned.first_on, planned.first_on + dt.timedelta(days=14))
    for post in ("教导主任", "校办主任", "校长"):
        assert school.told(post)[-1] == "A round was not gone in time"
    with pytest.raises(Conflict):
        rounds.go(actor=school.actor("gao"), round_id=first.public_id, seen=())


def test_who_goes_is_who_was_named_and_who_plans(school, planned, signed_in):
    one = due(planned)
    for who in ("gao", "zheng", "shen"):
        rounds.go(actor=school.actor(who), round_id=one.public_id, seen=[Given("alarm", "good")])
    with pytest.raises(Refused):
        rounds.go(actor=school.actor("school-admin"), round_id=one.public_id, seen=[Given("alarm", "good")])
    assert signed_in("school-admin").get(page_of(one)).status_code == 200
    assert signed_in("qingxi").get(page_of(one)).status_code == 404
    assert signed_in("dudao").get(page_of(one)).status_code == 200, "the supervisor of the office above reads it"


def test_a_grave_finding_is_guarded_first_and_what_was_typed_stays(planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    said = {"answer-sockets": "hazard", "note-sockets": "插座烧焦", "severity-sockets": "grave", "answer-alarm": "good"}
    answer = gao.post(page_of(one), said)
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'href="#i-sockets"' in page
    assert 'value="插座烧焦"' in page
    assert not Answer.objects.exists()
    gao.post(page_of(one), said | {"interim-sockets": "closed-off"})
    assert Hazard.objects.get().severity == "grave"


def test_others_go_and_it_ends(school, planned, signed_in):
    address, shen = reverse("prevention:inspection", args=[planned.public_id]), signed_in("shen")
    one = due(planned)
    said = {"version": 0, "do": "assign", "post": school.post("校办主任"), "mender": school.post(FIXER), "deputy": ""}
    assert shen.post(address, said).status_code == 302
    assert Clock.objects.get(subject_id=one.public_id).owner == f"post:{school.post('校办主任')}"
    assert shen.post(address, said).status_code == 409
    assert shen.post(address, {"version": 1, "do": "end", "why": ""}).status_code == 422
    shen.post(address, {"version": 1, "do": "end", "why": "并到校舍清单里。"})
    one.refresh_from_db()
    assert one.status == "ended"
    assert not Clock.objects.filter(subject_id=one.public_id, ended_at=None).exists()
    assert "并到校舍清单里。" in text_of(shen.get(address))


def test_a_list_is_changed_line_by_line_and_only_what_stood_keeps_its_article(school, planned, signed_in):
    row = planned.checklist
    lines = [item["text"] for item in row.items]
    lines[0] = "西门打得开"
    address = reverse("prevention:checklist", args=[row.public_id])
    said = {"version": 0, "title": "消防（教学楼）", "lines": "\n".join([*lines, "", "新楼梯的灯亮"])}
    assert signed_in("shen").post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.title, len(row.items)) == ("消防（教学楼）", 13)
    assert [item["law"] for item in row.items][:2] == ["", "突发事件应对法第37条"]
    assert due(planned).items == row.items, "it has not begun"
    assert signed_in("shen").post(address, said).status_code == 409
    with pytest.raises(BadInput, match="lines"):
        lists.change_list(actor=school.actor("shen"), list_id=row.public_id, version=1, title="x", lines=" \n ")


def test_rounds_are_planned_on_a_page_and_the_sheet_prints(school, signed_in):
    shen = signed_in("shen")
    said = {
        "checklist": "starter:food", "place": "食堂", "every": "workday", "first_on": today().isoformat(),
        "post": school.post("教导主任"), "mender": school.post(FIXER), "deputy": "",
    }  # fmt: skip
    assert shen.post(reverse("prevention:new-inspection"), said | {"post": ""}).status_code == 422
    assert shen.post(reverse("prevention:new-inspection"), said).status_code == 302
    one = due(Inspection.objects.get())
    assert Clock.objects.get(subject_id=one.public_id).due_on == one.due_on == today()
    assert page_of(one) in text_of(signed_in("gao").get(reverse("cases:day")))
    sheet = text_of(shen.get(reverse("prevention:round-printed", args=[one.public_id])))
    assert sheet.count("☐") == 3 * len(one.items)
    assert "食品安全法实施条例第28条" in sheet
    taken = text_of(shen.get(reverse("prevention:lists")))
    assert "食品卫生" in taken
    shen.post(reverse("prevention:lists"), {"starter": "bus"})
    assert set(Checklist.objects.values_list("starter", flat=True)) == {"food", "bus"}


@pytest.mark.parametrize("name", checklists.ORDER)
def test_each_item_of_a_starter_says_an_article_that_was_seen_or_is_the_offices_own(name):
    starter = checklists.load(name)
    assert starter.every in rules.EVERY
    assert 8 <= len(starter.items) <= rules.MOST_ITEMS
    assert len({item.key for item in starter.items}) == len(starter.items)
    for item in starter.items:
        assert len(item.text) <= rules.LONGEST_ITEM
        assert not item.law or item.law in SEEN
        assert re.fullmatch(r"[a-z-]{3,24}", item.key)
        assert not re.search(r"某人|名单|上访|闹|重点人|姓名", item.text), "things and places"
    assert checklists.load(name, "zh-hant").title
    assert tomllib.loads((checklists.FOLDER / f"{name}.toml").read_text())["items"]


@pytest.mark.parametrize(
    ("every", "last", "today_is", "next_one"),
    [
        ("once", "2026-11-02", "2026-11-02", None),
        ("week", "2026-11-02", "2026-10-30", "2026-11-09"),  # gone early
        ("week", "2026-11-02", "2026-11-09", "2026-11-09"),
        ("fortnight", "2026-11-02", "2026-11-10", "2026-11-16"),
        ("month", "2026-01-31", "2026-01-31", "2026-02-28"),  # no 31st
        ("month", "2026-02-28", "2026-02-28", "2026-03-31"),  # and back to the 31st
        ("quarter", "2026-01-31", "2026-08-01", "2026-10-31"),  # long nobody went
        ("workday", "2026-11-06", "2026-11-06", "2026-11-07"),
    ],
)
def test_when_the_next_round_is_due(every, last, today_is, next_one):
    from huiyin.kernel.calendars.rules import add_months

    day = dt.date.fromisoformat
    found = rules.next_round(
        every, day("2026-01-31"), day(last), day(today_is), months_later=add_months,
        workdays_later=lambda one, number: one + dt.timedelta(days=number),
    )  # fmt: skip
    assert found == (day(next_one) if next_one else None)
