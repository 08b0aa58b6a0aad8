"""A round that was gone on paper is typed in by the numbers of its rows: each once, with its own time, over nothing that others said."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.plans.paper import rows as numbers
from huiyin.prevention.actions import rounds, typing
from huiyin.prevention.actions.rounds import Given, Planned
from huiyin.prevention.actions.typing import Typed
from huiyin.prevention.models import Hazard, Round, Sent
from huiyin.prevention.tests.conftest import FIXER

ZONE = time.zone_of("Asia/Shanghai")


@pytest.fixture
def due(school) -> Round:
    """Fire, by today, gone by the head of teaching."""
    wanted = Planned(
        "starter:fire", "教学楼", "week", time.today("Asia/Shanghai"), school.post("教导主任"), school.post(FIXER),
        school.post("校办主任"),
    )  # fmt: skip
    return rounds.plan_inspection(actor=school.actor("shen"), planned=wanted).rounds.get()


@pytest.fixture
def enter(school, due):
    def row(place: int, answer: str = "good", minutes: int = 60, who: str = "gao", over: str = "", **more: str):
        at = time.now() - dt.timedelta(minutes=minutes)
        typed = Typed(place, Given("", answer, **more), at, school.post("校办主任"), over)
        return typing.enter_row(actor=school.actor(who), round_id=due.public_id, typed=typed)

    return row


def test_rows_come_in_once_with_their_own_time_for_who_went(school, due, enter):
    said = enter(1, minutes=90)
    answer = due.answers.get(key=due.items[0]["key"])
    assert (answer.at, answer.by_title, said.client_id) == (said.at, "校办主任", typing.number(due, 1))
    assert said.heard_at - said.at > dt.timedelta(minutes=80)
    with pytest.raises(Conflict):
        enter(1, "none")
    enter(2, "hazard", note="三楼西一具过期", where="三楼西")
    assert Hazard.objects.values_list("title", "place").get() == ("三楼西一具过期", "教学楼 · 三楼西")
    with pytest.raises(Refused):
        enter(3, who="qingxi")
    for place in range(3, len(due.items) + 1):
        enter(place, minutes=30)
    by = school.post("校办主任")
    typing.enter_end(actor=school.actor("gao"), round_id=due.public_id, by=by, note="其余都好")
    due.refresh_from_db()
    assert (due.status, due.done_title, due.typed_title, due.note) == ("done", "校办主任", "教导主任", "其余都好")
    assert due.done_at < time.now() - dt.timedelta(minutes=29)
    assert due.inspection.rounds.filter(status="due").count() == 1
    assert ledger.verify().ok


def test_what_somebody_else_said_stands_until_whoever_types_decides(school, due, enter):
    key = due.items[0]["key"]
    rounds.go(actor=school.actor("shen"), round_id=due.public_id, seen=[Given(key, "none", "这里没有")])
    with pytest.raises(Conflict):
        enter(1, "good")
    assert due.answers.get(key=key).answer == "none"
    enter(1, "good", over=due.answers.get(key=key).client_id)
    assert due.answers.get(key=key).answer == "good"


def test_a_round_that_counts_as_missed_was_gone_in_time_after_all(school, due, later):
    days = dt.timedelta(days=1)
    noon = time.now().astimezone(ZONE).replace(hour=0, minute=5)
    later(2)
    due.refresh_from_db()
    assert due.status == "missed"
    by, gao = school.post("教导主任"), {"actor": school.actor("gao"), "round_id": due.public_id}
    with pytest.raises(Conflict):
        typing.enter_row(**gao, typed=Typed(1, Given("", "good"), noon + days, by))
    for place in range(1, len(due.items) + 1):
        typing.enter_row(**gao, typed=Typed(place, Given("", "good"), noon, by))
    typing.enter_end(**gao, by=by)
    due.refresh_from_db()
    assert due.status == "done"
    assert due.inspection.rounds.filter(status="due").count() == 1
    assert school.told("校长")[-1] == "A round was gone in time after all, on paper"


def test_the_code_on_the_sheet_leads_to_its_rows_and_the_page_takes_them(school, due, signed_in):
    gao = signed_in("gao")
    sheet = gao.get(reverse("prevention:round-printed", args=[due.public_id]))
    assert typing.number(due, len(due.items)) in text_of(sheet)
    code = urlsplit(sheet.context["address"])
    assert parse_qs(code.query)["number"][0].endswith(f"1-{len(due.items)}/{numbers.RowId(due.code)}")
    address = gao.get(f"{code.path}?{code.query}").url
    assert address == reverse("prevention:round-paper", args=[due.public_id])
    wrong = gao.get(code.path, {"number": "W2222-2"})
    assert wrong.status_code == 422
    local = time.now().astimezone(ZONE)
    earlier = (local - dt.timedelta(minutes=1)).strftime("%H:%M")
    day = (local - dt.timedelta(minutes=1)).date().isoformat()
    sent = {"day": day, "by": school.post("校办主任"), "answer_1": "good", "answer_2": "none", "note_2": "没有"}
    refused = gao.post(address, sent)
    assert refused.status_code == 422
    assert not Sent.objects.exists()
    assert gao.post(address, sent | {"at_1": earlier}).status_code == 302
    first, second = Sent.objects.order_by("id")
    assert first.at == second.at, "a row without a time has that of the row above"
    page = text_of(gao.get(address))
    assert len(re.findall("hy-paperrow--done", page)) == 2
    rest = {f"answer_{place}": "good" for place in range(3, len(due.items) + 1)}
    finished = gao.post(address, {"day": day, "by": sent["by"], "at_3": earlier, "do": "finish"} | rest)
    assert finished.url == reverse("prevention:round", args=[due.public_id])
    assert "校办主任" in text_of(gao.get(finished.url))


def test_numbers_of_rounds_of_rooms_and_of_plans_are_told_apart_by_their_first_sign(due):
    assert due.code[0] == numbers.ROUND
    assert {numbers.new_sheet()[0] for _time in range(400)}.isdisjoint({numbers.ROOM, numbers.ROUND})
