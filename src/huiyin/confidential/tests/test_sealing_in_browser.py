"""A report is encrypted by Chromium before anything leaves it: no request and nothing stored holds a word, and its readers open it."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders
from django.core import serializers
from django.urls import reverse
from playwright.sync_api import Page

from huiyin.cases.rules import show_code
from huiyin.confidential import crypto, models, queries
from huiyin.confidential.actions import handling, identity, reporting
from huiyin.confidential.opening import first_words
from huiyin.confidential.tests.conftest import PASSPHRASE, District
from huiyin.confidential.tests.test_pages import BEGIN, CLERK, MINE
from huiyin.operations.testing.rooms import signed_in_as, text_of
from huiyin.settings import base

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS, NAME, CONTACT = "仓库的钥匙被陌生人拿走了。", "欧阳青竹", "13900004321"
LATER = "今天又有人来过，带着一串新钥匙。"


def to_the_words(page: Page, base: str, district: District) -> None:
    page.goto(base + "/language/en?next=" + BEGIN)
    page.select_option("#id_home", district.home())
    page.click("button[value=home]")
    page.check("[name=who][value=posts]")
    page.check(f"[name=posts][value='{district.post(CLERK)}']")
    page.click("button[value=about]")
    page.wait_for_selector("#id_text")


def ways_of_writing(text: str) -> list[bytes]:
    raw = text.encode()
    escaped = text.encode("unicode_escape")
    return [raw, quote(text).encode(), escaped, *(base64.b64encode(b" " * n + raw)[4:-4] for n in range(3))]


def test_no_word_leaves_the_browser_and_the_reader_reads_all(
    district: District, live_server, page: Page, check_page, settings
):
    settings.SEALED_COST = base.SEALED_COST  # as an installation has it: a phone must manage that
    unlocked, sent = district.reads("jiwei"), []
    page.on("request", lambda one: sent.append(one.url.encode() + (one.post_data_buffer or b"")))
    to_the_words(page, live_server.url, district)
    page.fill("#id_text", WORDS)
    page.fill("#id_name", NAME)
    page.check("#in_browser")
    assert page.locator("#id_papers").is_hidden()
    check_page(tabs=False, dark=False)
    page.click("button[value=write]")
    page.wait_for_selector("[data-seal-problem]:not([hidden])")
    assert page.input_value("#id_text") == WORDS, "a name without a way to reach them: nothing is lost"

    page.fill("#id_contact", CONTACT)
    page.click("button[value=write]")
    page.wait_for_selector("[data-seal-done]:not([hidden])", timeout=120_000)
    check_page(tabs=False, dark=False)
    code = page.locator("[data-seal-code]").inner_text()
    page.fill("#typed", "WRONG")
    page.click("[data-seal-done] button")
    assert page.locator("[data-seal-wrong]").is_visible()
    page.fill("#typed", code.lower())
    page.click("[data-seal-done] button")
    page.wait_for_selector("[data-seal-end]:not([hidden])")

    stored = serializers.serialize("json", [row for kind in (
        models.Report, models.Message, models.Envelope, models.SealedFile, models.SealedName, models.NamePart) for row in kind.objects.all()]).encode()  # fmt: skip
    for planted in (WORDS, NAME, CONTACT, code, code.replace("-", "")):
        for written in ways_of_writing(planted):
            assert not any(written in one for one in sent)
            assert written not in stored

    report = models.Report.objects.get()
    opened = queries.opened(district.actor("jiwei"), report.public_id, unlocked)
    first, came = opened.first, first_words(report, crypto.take(report.envelopes.get().given, unlocked.private))
    assert (first.text, came.name, came.contact) == (WORDS, "", ""), "the name came apart from the words"
    assert opened.name is not None
    assert (opened.name.who, first.name) == (None, ""), "one reader alone is not shown it"
    assert first.about == (district.post(CLERK),)
    assert report.named
    reader = signed_in_as("jiwei")
    reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
    assert WORDS in text_of(reader.get(reverse("confidential:report", args=[report.public_id])))
    keys = reporting.find(code)
    assert keys is not None, "later the code opens it without script"
    mine = queries.mine(keys)
    assert mine is not None
    assert mine.lines[0].said.text == WORDS


def test_a_connection_that_breaks_loses_nothing_and_makes_one_report(district, live_server, page: Page):
    district.reads("jiwei")
    to_the_words(page, live_server.url, district)
    page.fill("#id_text", WORDS)
    page.check("#in_browser")
    lost: list[int] = []

    def loses_the_answer(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route(f"**{BEGIN}", loses_the_answer, times=1)
    page.click("button[value=write]")
    page.wait_for_selector("[data-seal-problem]:not([hidden])", timeout=120_000)
    assert lost == [200]
    assert page.input_value("#id_text") == WORDS
    page.click("button[value=write]")
    page.wait_for_selector("[data-seal-done]:not([hidden])", timeout=120_000)
    assert models.Report.objects.count() == 1


def test_the_page_shows_the_number_of_the_script_that_runs(district, live_server, page: Page):
    district.reads("jiwei")
    to_the_words(page, live_server.url, district)
    page.check("#in_browser")
    page.click("[data-seal-only] summary")
    shown = page.locator("[data-seal-digest]").inner_text().replace(" ", "").replace("\n", "")
    script = page.locator("script[integrity]")
    served = page.request.get(live_server.url + script.get_attribute("src")).body()
    assert shown == hashlib.sha256(served).hexdigest()
    assert script.get_attribute("integrity") == "sha256-" + base64.b64encode(bytes.fromhex(shown)).decode()
    told = subprocess.run(
        ["sha256sum", str(finders.find("build/sealing.js"))], capture_output=True, text=True, check=True
    )
    assert told.stdout.split()[0] == shown


def test_without_script_nothing_speaks_of_it(district, live_server, chromium):
    district.reads("jiwei")
    page = chromium.new_context(java_script_enabled=False).new_page()
    to_the_words(page, live_server.url, district)
    assert page.locator("[data-seal-choice]").is_hidden()
    page.fill("#id_text", WORDS)
    page.click("button[value=write]")
    assert page.locator(".hy-slip__code").first.is_visible()


def test_a_name_that_the_browser_sealed_apart_opens_by_two_readers_and_goes_on_by_one(
    district, live_server, page: Page
):
    jiwei, township = district.actor("jiwei"), district.post(CLERK)
    first = district.reads("jiwei")
    colleague = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    second = district.reads("jiweiyuan")
    to_the_words(page, live_server.url, district)
    page.fill("#id_text", WORDS)
    page.fill("#id_name", NAME)
    page.fill("#id_contact", CONTACT)
    page.check("#in_browser")
    page.click("button[value=write]")
    page.wait_for_selector("[data-seal-done]:not([hidden])", timeout=120_000)
    report = models.Report.objects.get()
    assert report.name.parts.count() == 4, "each with the other, and each with the installation"
    identity.ask_name(actor=jiwei, report_id=report.public_id, unlocked=first, purpose="约谈")
    assert township
    opening = models.NameOpening.objects.get()
    identity.add_part(actor=colleague, opening_id=opening.public_id, unlocked=second)
    for actor, unlocked in ((jiwei, first), (colleague, second)):
        seal = queries.opened(actor, report.public_id, unlocked).name
        assert seal is not None
        assert (seal.who.name, seal.who.contact) == (NAME, CONTACT)
    third = district.joins("jianchayuan", "discipline/纪委", "监察员", "discipline/纪委书记")
    by = district.reads("jianchayuan")
    handling.let_in(actor=jiwei, report_id=report.public_id, unlocked=first, key_id=queries.key_of(third).public_id)
    assert by
    assert report.name.parts.count() == 9, "handed on without being read"


def test_more_is_written_later_without_the_code_ever_leaving_the_browser(district, live_server, page: Page, check_page):
    unlocked, sent = district.reads("jiwei"), []
    report = district.handed(CLERK)
    page.goto(live_server.url + "/language/en?next=" + MINE)
    page.wait_for_selector("[data-more-part]:not([hidden])")
    check_page(tabs=False, dark=False)
    page.on("request", lambda one: sent.append(one.url.encode() + (one.post_data_buffer or b"")))
    page.fill("#more", LATER)
    page.fill("#more_code", "ABCD")
    page.click("[data-more] button")
    page.wait_for_selector("[data-seal-problem]:not([hidden])")
    assert page.input_value("#more") == LATER, "nothing is lost"
    page.fill("#more_code", district.code[:-1] + ("A" if district.code[-1] != "A" else "B"))
    page.click("[data-more] button")
    page.wait_for_selector("text=No sealed report has this code", timeout=120_000)
    page.fill("#more_code", show_code(district.code).lower())
    page.click("[data-more] button")
    page.wait_for_selector("text=It is sent, sealed", timeout=120_000)
    assert page.input_value("#more") == ""
    assert page.input_value("#more_code") == ""
    for planted in (LATER, district.code, show_code(district.code)):
        for written in ways_of_writing(planted):
            assert not any(written in one for one in sent)
    lines = queries.opened(district.actor("jiwei"), report.public_id, unlocked).lines
    assert [one.said.text for one in lines][1:] == [LATER]
    mine = queries.mine(district.keys)
    assert mine is not None
    assert mine.lines[-1].said.text == LATER
    assert models.Report.objects.get().news, "its readers are told"
