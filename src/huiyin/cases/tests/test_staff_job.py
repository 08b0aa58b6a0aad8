"""The office's part of the main job through its pages, as a browser without script would do it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Case, Category
from huiyin.kernel import ledger

pytestmark = pytest.mark.django_db
SERVED = {"channel": "hand", "served_time": "", "proof": "当面签收"}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_from_the_day_list_to_the_delivery(office, as_, do):
    receipt = office.raised()
    case = office.fresh(receipt)
    day = as_("liang").get(reverse("cases:day"))
    assert "孩子在五年级" in text_of(day)
    page = as_("liang").get(reverse("cases:case", args=[case.public_id]))
    body = page.content.decode()
    assert body.index("伙食费问了三次") < body.index('id="can"'), "people's words come first"
    code = Category.objects.filter(level=2).first().code
    handler, leader = (
        office.example.posts["bureau/基教股股长"].public_id,
        office.example.posts["bureau/分管副局长"].public_id,
    )
    steps = [
        ("liang", "register", {"category": code}),
        (
            "liang",
            "sort",
            {"category": code, "kind": "claim", "claim_channel": "6", "title": "食堂饭菜凉", "competent": "on"},
        ),
        ("he", "accept", {"conflict_free": "on", "note": ""}),
        ("he", "assign", {"handler": handler, "leader": leader, "conflict_free": "on"}),
    ]
    for username, verb, data in steps:
        answer = do(username, case, verb, **data)
        assert answer.status_code == 302, (verb, text_of(answer)[:2000])
    draft(as_("jiang"), case, submit=True)
    assert case.public_id in text_of(as_("song").get(reverse("cases:day"))), "the approver finds it in the day list"
    assert do("song", case, "issue_reply").status_code == 302
    on = as_("jiang").get(reverse("cases:verb", args=[case.public_id, "serve"])).context["form"]["served_on"].value()
    answer = do("jiang", case, "serve", served_on=on.isoformat(), **SERVED)
    assert answer.status_code == 302, text_of(answer)[:2000]
    case.refresh_from_db()
    assert case.tracks.first().state == "review_open"
    assert office.clock(case, "ask_review").is_open
    assert ledger.verify().ok


def draft(client: Client, case: Case, *, submit: bool = False, **changes: object):
    page = client.get(reverse("cases:case", args=[case.public_id]))
    form = page.context["draft_form"]
    data = {
        "version": form["version"].value(),
        "reply_version": form["reply_version"].value(),
        "outcome": "explain",
        "claim": "公布账目",
        "facts": "保温台已更换。",
        "decision": "每月公布。",
        "basis": "食品安全法实施条例第28条",
        **changes,
    }
    answer = client.post(reverse("cases:reply", args=[case.public_id]), {**data, **({"submit": "1"} if submit else {})})
    assert answer.status_code == 302, text_of(answer)[:2000]
    return answer
