"""A person raises a concern in the browser: what they are asked, what is kept, what they get."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huiyin.organisations.example import Example, build_example_district


@pytest.fixture
def district(db) -> Example:
    return build_example_district()


def answer(client: Client, district: Example, *, upto: str = "check", **changes: str) -> None:
    """Goes through the form page by page, each answer as a person would post it."""
    bureau = district.organisations["bureau"].public_id
    pages = {
        "about": {"staff": "no"},
        "where": {"organisation": bureau},
        "what": {"text": "孩子的学籍转不过去。问了三次没有人答。"},
        "details": {"place": "", "happened": "", "wish": ""},
        "files": {},
        "name": {"naming": "anonymous", "name": ""},
        "reach": {"contact_by": "page"},
        "check": {"true": "on"},
    }
    for page, fields in pages.items():
        response = client.post(
            f"/raise/{page}",
            fields
            | {
                k: v
                for k, v in changes.items()
                if k in fields or page == "reach" and k in ("phone", "email", "address")
            },
        )
        assert response.status_code == 302, (page, response.content.decode()[-3000:])
        if page == upto:
            return


def code_on(client: Client) -> str:
    page = client.get("/receipt/").content.decode()
    return re.search(r"hy-slip__code[^>]*>([^<]+)<", page)[1]


def test_what_was_raised_has_a_receipt_that_opens_its_page(client, district):
    answer(client, district)
    code = code_on(client)
    response = client.post("/receipt/", {"last_four": code[-4:]})
    assert response.headers["Location"] == "/status/"
    page = client.get("/status/").content.decode()
    assert "孩子的学籍转不过去" in page
    elsewhere = Client()
    assert elsewhere.get("/status/").headers["Location"] == "/s"
    assert elsewhere.post("/s", {"code": code.lower().replace("-", " ")}).headers["Location"] == "/status/"
    assert "孩子的学籍转不过去" in elsewhere.get("/status/").content.decode()
