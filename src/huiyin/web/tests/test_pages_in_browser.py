"""Every component passes the five checks of the design, in every language and frame; forms work with and without script."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from huiyin.web.testing import checks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("frame", ["", "staff", "print"])
def test_components_pass_the_five_checks(live_server, page, check_page, language, frame):
    page.goto(f"{live_server.url}/language/{language}?next=/_components/{frame}")
    check_page(whole=checks.WHOLE or language == "zh-hans")


def test_the_checks_see_what_is_wrong(live_server, page):
    page.goto(f"{live_server.url}/_components/")
    page.evaluate(
        """() => { const main = document.querySelector('main');
        const wide = document.createElement('p'); wide.className = 'hy-nb'; wide.textContent = '长'.repeat(200); main.append(wide);
        const bare = document.createElement('button'); main.prepend(bare); }"""
    )
    assert any("sideways" in line for line in checks.sideways(page, 320))
    assert any("button-name" in line for line in checks.axe(page))
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html.hy.govuk-template a:focus { outline: 0 !important }');
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert any("no focus ring" in line for line in checks.rings(page))


def test_a_form_with_errors_keeps_what_was_typed_and_leads_to_the_field(live_server, page, check_page):
    page.goto(f"{live_server.url}/_components/form")
    page.get_by_label("手机短信").check()
    page.get_by_label("手机号").fill("1380000204")
    page.get_by_role("button", name="交上去").click()
    summary = page.locator(".govuk-error-summary:visible")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("还没有填：发生了什么事？")
    summary.get_by_role("link", name="手机号是11位，现在是10位").click()
    expect(page.get_by_label("手机号")).to_be_focused()
    expect(page.get_by_label("手机号")).to_have_value("1380000204")
    check_page()


def test_a_time_that_is_half_typed_is_not_sent_as_none(live_server, page):
    page.goto(f"{live_server.url}/_components/form")
    page.evaluate(
        "document.querySelector('main form').insertAdjacentHTML('afterbegin', '<input type=time name=at id=at>')"
    )
    page.locator("#at").press_sequentially("3")
    page.get_by_role("button", name="交上去").click()
    expect(page.locator("#at")).to_be_focused()
    expect(page.locator(".govuk-error-summary:visible")).to_have_count(0)
    page.locator("#at").fill("03:20")
    page.get_by_role("button", name="交上去").click()
    expect(page.locator(".govuk-error-summary:visible")).to_be_focused()


def test_a_question_of_a_choice_is_asked_only_when_it_is_taken(live_server, page):
    page.goto(f"{live_server.url}/_components/form")
    expect(page.get_by_label("手机号")).to_be_hidden()
    page.get_by_label("手机短信").check()
    expect(page.get_by_label("手机号")).to_be_visible()


def test_a_form_is_sent_without_script(live_server, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/_components/form")
    page.get_by_label("发生了什么事？").fill("校门口早上堵车")
    page.get_by_label("都不要").check()
    page.get_by_label("就我所知").check()
    page.get_by_role("button", name="交上去").click()
    assert page.get_by_role("heading", name="收到了").is_visible()
    assert not page.get_by_text("打印这一页").is_visible()
    context.close()


def test_a_draft_stays_on_the_phone_only_when_asked_and_goes_when_handed_in(live_server, page):
    address = f"{live_server.url}/_components/form"
    page.goto(address)
    page.get_by_label("发生了什么事？").fill("校门口早上堵车")
    page.reload()
    assert page.evaluate("localStorage.length") == 0
    page.goto(address)
    page.get_by_label("把我写的存在这部手机上").check()
    page.get_by_label("发生了什么事？").fill("校门口早上堵车")
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_label("发生了什么事？")).to_have_value("校门口早上堵车")
    page.get_by_label("都不要").check()
    page.get_by_label("就我所知").check()
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_while_one_writes_the_page_says_what_is_saved_and_what_is_not(live_server, page):
    page.goto(f"{live_server.url}/_components/form")
    page.get_by_label("发生了什么事？").fill("校门口早上堵车")
    expect(page.get_by_text("已保存")).to_be_visible()
    page.get_by_label("发生了什么事？").fill("磁盘满")
    expect(page.get_by_text("这次没有存上；您写的还在这一页上")).to_be_visible()


def test_without_network_nothing_is_lost_and_nothing_is_promised(live_server, page, browser_context):
    page.goto(f"{live_server.url}/_components/form")
    page.get_by_label("发生了什么事？").fill("校门口早上堵车")
    browser_context.set_offline(True)
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有交上去")
    expect(page.get_by_label("发生了什么事？")).to_have_value("校门口早上堵车")
    browser_context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_upload_shows_errors_on_the_same_page(live_server, page):
    page.goto(f"{live_server.url}/_components/form")
    page.get_by_label("照片、材料").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x" * 200_000}
    )
    page.get_by_role("button", name="交上去").click()
    expect(page.locator(".govuk-error-summary:visible")).to_contain_text("还没有填")


def test_keys_move_through_the_list_not_in_fields_and_can_be_turned_off(live_server, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/_components/staff")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="宿舍热水晚上九点就停")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("[data-item] details.hy-chip")).to_have_attribute("open", "")
    page.keyboard.press("?")
    page.get_by_role("button", name="关掉快捷键").click()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="宿舍热水晚上九点就停")).not_to_be_focused()


def test_dark_is_remembered(live_server, page):
    page.goto(f"{live_server.url}/_components/")
    page.get_by_role("button", name="换成暗色").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("/_components/$"))


def test_a_phone_reaches_every_room(live_server, page):
    page.goto(f"{live_server.url}/_components/staff")
    page.get_by_role("link", name="更多").click()
    expect(page.get_by_role("navigation", name="全部房间").get_by_role("link", name="统计公示")).to_be_in_viewport()


def test_on_paper_every_date_is_explained_and_nothing_asks_to_be_pressed(live_server, page, tmp_path):
    page.goto(f"{live_server.url}/_components/")
    paper = tmp_path / "page.pdf"
    page.pdf(path=paper, format="A4")
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(paper))
    text = re.sub(r"\s", "", text)
    assert text.count("从10月10日数起") == 6, "five closed chips and one open derivation"
    assert "请教育局督促" not in text
    assert "打印这一页" not in text
    assert "换成暗色" not in text
    assert "7KQ4-M2XD-9RTB" in text


def test_seen_without_script_the_whole_page_is_there(live_server, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/_components/staff")
    page.locator("details.hy-chip--late").first.locator("summary").click()
    assert page.locator("details.hy-chip--late dl").first.is_visible()
    context.close()


@pytest.mark.parametrize("address", ["/nowhere", "/_components/broken", "/_components/form"])
def test_pages_for_what_went_wrong_pass_the_five_checks(live_server, page, check_page, address):
    page.goto(live_server.url + address)
    check_page()
