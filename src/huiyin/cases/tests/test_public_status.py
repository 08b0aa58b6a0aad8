"""The holder of a code reads and acts on their own concern, and on no other."""

from __future__ import annotations

from django.test import Client

from huiyin.cases.rules import show_code


def opened(code: str) -> Client:
    client = Client()
    assert client.post("/s", {"code": show_code(code)}).headers["Location"] == "/status/"
    return client


def text(client: Client, path: str = "/status/") -> str:
    response = client.get(path)
    assert response.status_code == 200, response.headers
    return response.content.decode()


def test_the_page_tells_the_whole_story(office):
    receipt = office.raised()
    client = opened(receipt.code)
    assert "食堂" not in text(client)
    office.answered(receipt)
    page = text(client)
    assert "每月公布。" in page
