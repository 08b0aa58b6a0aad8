"""The page that checks a receipt, opened from a file in a browser that has no network."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client

from huiyin.kernel.ledger import models, signing

from .conftest import fetched, opened, written
from .test_log_pages import checkpoint, rewrite

PAGE = Path(__file__).resolve().parent.parent / "verifier" / "check.html"
WITHOUT_CRYPTOGRAPHY = "Object.defineProperty(globalThis, 'crypto', {value: {}})"


def test_its_own_policy_lets_nothing_in_and_nothing_out():
    """No source but the script and style that stand in it: put these hashes into its first lines when one of the two is changed."""
    page = PAGE.read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for kind in ("script", "style"):
        content = re.search(f"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert not re.search(r"https?://(?!www\.rfc-editor\.org|c2sp\.org)", page)
    assert "innerHTML" not in page, "what a file says is shown as text"


def test_it_is_downloaded_never_opened_from_the_server(client):
    response = client.get("/log/check.html")
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content == PAGE.read_bytes()


@pytest.fixture
def check(page, tmp_path):
    """Opens the page from the disk, gives it a file, answers what it says."""

    def run(content: bytes, *, kept: str = "", key: str = "", own: bool = False) -> tuple[str, list[str], str]:
        if own:
            page.add_init_script(WITHOUT_CRYPTOGRAPHY)
        page.context.set_offline(True)
        page.goto(PAGE.as_uri())
        page.get_by_role("button", name="English").click()
        page.set_input_files("#file", written(tmp_path / "huiyin-receipt.json", content))
        page.locator("summary").click()
        page.fill("#kept", kept)
        page.fill("#key", key)
        page.get_by_role("button", name="Check").click()
        verdict = page.locator("#verdict h2").first
        verdict.wait_for()
        found = [one.get_attribute("data-fault") for one in page.locator("[data-fault]").all()]
        return page.locator("#verdict").get_attribute("data-ok"), found, page.locator("#verdict").inner_text()

    return run


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_says_what_holds_and_what_does_not(office, publish, check, page):
    receipt = office.raised(text="早饭是凉的，问了三次。<b>没人答</b>")
    publish()
    client = opened(receipt.code)
    content = fetched(client)
    old, size = checkpoint(client), models.Checkpoint.objects.get().tree_size
    for own in (False, True):  # the browser's own cryptography, and that of the page
        ok, faults, text = check(content, key=str(signing.key()), kept=old, own=own)
        assert (ok, faults) == ("yes", [])
        assert "早饭是凉的，问了三次。<b>没人答</b>" in text
    page.get_by_role("button", name="简体中文").click()
    assert "回执成立" in page.locator("#verdict").inner_text()
    for changed, fault in (
        (content.replace("三次".encode(), "两次".encode()), "opening"),
        (content.replace(b'\\"due_on\\":\\"2', b'\\"due_on\\":\\"3'), "opening"),
        (content.replace(b"index ", b"index 1", 1), "inclusion"),
        (content.replace(f"\\n{size}\\n".encode(), f"\\n{size + 16}\\n".encode()), "signature"),
        (b"{}", "unusable"),
    ):
        assert changed != content
        ok, faults, _text = check(changed)
        assert (ok, fault in faults) == ("no", True), fault
    assert check(content, key="other+00000000+AA==")[1] == ["keyFault"]
    office.raised(text="另一件")
    publish()
    link = client.get(f"/log/consistency/{size}").content.decode()
    assert check(content, kept=link)[:2] == ("yes", [])
    assert check(content, kept=checkpoint(client))[0] == "no", "nothing joins the two"
    rewrite()
    publish()
    assert check(content, kept=f"old {size}\n\n{checkpoint(Client())}")[1] == ["forked"]
