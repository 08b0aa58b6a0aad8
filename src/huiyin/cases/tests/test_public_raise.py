"""A person raises a concern in the browser: what they are asked, what is kept, what they get."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from huiyin.cases import receipts
from huiyin.cases.models import Concern, Draft
from huiyin.kernel import store
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import Example, build_example_district
from huiyin.organisations.models import Organisation

WORDS = "孩子的学籍转不过去。问了三次没有人答。"


@pytest.fixture
def district(db) -> Example:
    return built_once("district", build_example_district)


def pages(district: Example, at: str = "bureau") -> dict[str, dict[str, str]]:
    """What a person posts, page by page."""
    return {
        "about": {"staff": "no"},
        "where": {"organisation": district.organisations[at].public_id},
        "what": {"text": WORDS},
        "details": {"place": "", "happened": "", "wish": ""},
        "files": {},
        "name": {"naming": "anonymous", "name": ""},
        "reach": {"contact_by": "page"},
        "check": {"true": "on"},
    }


def go(client: Client, form: dict[str, dict[str, str]], *, upto: str = "check", **changed: dict[str, str]) -> None:
    """Fills in the form to the page `upto`; `changed` answers other than in `pages`."""
    for page, fields in (form | changed).items():
        response = client.post(f"/raise/{page}", fields)
        assert response.status_code == 302, (page, response.status_code)
        if page == upto:
            return


def code_on(client: Client) -> str:
    page = client.get("/receipt/").content.decode()
    return re.search(r"hy-slip__code[^>]*>([^<]+)<", page)[1]


@pytest.mark.parametrize("at", ["bureau", "school"])
def test_what_was_raised_has_a_receipt_that_opens_its_page(client, district, at):
    go(client, pages(district, at))
    code = code_on(client)
    assert client.post("/receipt/", {"last_four": code[-4:]}).headers["Location"] == "/status/"
    assert WORDS in client.get("/status/").content.decode()
    assert client.get("/receipt/").status_code == 410, "once kept, this browser shows the code no more"
    elsewhere = Client()
    assert elsewhere.get("/status/").headers["Location"] == "/s"
    assert elsewhere.post("/s", {"code": code.lower().replace("-", " ")}).headers["Location"] == "/status/"
    assert WORDS in elsewhere.get("/status/").content.decode()


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "收到了"), ("zh-hant", "收到了"), ("en", "We have it")])
def test_each_language_leads_to_a_receipt_and_is_remembered(client, district, language, heading):
    client.get(f"/language/{language}")
    go(client, pages(district))
    assert heading in client.get("/receipt/").content.decode()
    assert Concern.objects.get().language == language


def test_a_name_is_sealed_and_a_contact_that_was_left_aside_is_not_kept(client, district):
    named = {"naming": "named", "name": "林秀英"}
    email = {"contact_by": "email", "email": "lin@example.test", "phone": "13800001111"}
    go(client, pages(district), name=named, reach=email)
    concern = Concern.objects.get()
    assert concern.named
    assert concern.contact_by == "email"
    assert set(SealedIdentity.objects.get(public_id=concern.identity).kept) == {"name", "email"}
    shown = client.get("/receipt/").content.decode()
    assert "林秀英" not in shown
    assert "lin@example.test" not in shown


def test_handed_in_twice_it_is_one_concern_and_the_same_receipt(client, district):
    go(client, pages(district))
    code = code_on(client)
    assert client.post("/raise/check", {"true": "on"}).headers["Location"] == "/receipt/"
    assert client.post("/raise/what", {"text": "别的话"}).headers["Location"] == "/receipt/"
    assert code_on(client) == code
    assert Concern.objects.get().text == WORDS


def test_no_text_is_taken_about_somebody_who_works_here(client, district):
    response = client.post("/raise/about", {"staff": "yes", "text": WORDS}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [("/raise/elsewhere", 302)]
    assert "12388" in page
    assert "<textarea" not in page
    assert "柳塘镇纪委" in page
    assert not Draft.objects.exists()
    assert "huiyin_draft" not in client.cookies


def test_two_tabs_write_into_one_form(client, district):
    go(client, pages(district), upto="what")
    client.post("/raise/name", {"naming": "named", "name": "林秀英"})  # the other tab is ahead
    client.post("/raise/save/what", {"text": WORDS + "还有一句。"})  # this one saves what is being written
    page = client.get("/raise/what").content.decode()
    assert "还有一句。" in page
    assert "林秀英" in client.get("/raise/name").content.decode()


def test_a_form_nobody_came_back_to_says_so_and_what_was_just_typed_stays(client, district, forward: Callable):
    go(client, pages(district), upto="where")
    forward(15 * 86400)
    response = client.post("/raise/what", {"text": WORDS})
    assert response.status_code == 410
    assert WORDS in response.content.decode()
    assert not Concern.objects.exists()


def test_without_a_cookie_nothing_is_lost_silently(client, district):
    response = client.post("/raise/what", {"text": WORDS})
    assert response.status_code == 410
    assert WORDS in response.content.decode()


def test_another_browsers_form_is_not_seen(client, district):
    go(client, pages(district), upto="what")
    other = Client()
    other.cookies["huiyin_draft"] = client.cookies["huiyin_draft"].value[:-3] + "AAA"
    assert WORDS not in other.get("/raise/what").content.decode()


def test_the_draft_cannot_be_read_from_the_database(client, district):
    go(client, pages(district), upto="name", name={"naming": "named", "name": "林秀英"})
    sealed = bytes(Draft.objects.get().sealed)
    assert WORDS.encode() not in sealed
    assert "林秀英".encode() not in sealed


def test_a_wrong_telephone_number_says_what_to_mend_and_keeps_what_was_typed(client, district):
    go(client, pages(district), upto="name")
    page = client.post("/raise/reach", {"contact_by": "phone", "phone": "1380000204"}).content.decode()
    assert "手机号是11位，现在是10位。" in page
    assert 'value="1380000204"' in page
    assert "1380000204" in client.get("/raise/reach").content.decode(), "kept in the draft too"


def test_a_text_that_is_too_long_says_by_how_much(client, district):
    go(client, pages(district), upto="where")
    assert client.post("/raise/what", {"text": "好" * 5000}).status_code == 302
    page = client.post("/raise/what", {"text": "好" * 5003}).content.decode()
    assert "多了3个字" in page
    assert "好" * 5003 in page


def test_files_are_taken_one_by_one_and_a_refused_one_says_what_to_do(client, district):
    go(client, pages(district), upto="details")
    good = SimpleUploadedFile("早饭.txt", "早饭是凉的".encode())
    bad = SimpleUploadedFile("setup.exe", b"MZ\x90\x00")
    page = client.post("/raise/files", {"chosen": [good, bad]}).content.decode()
    assert "早饭.txt" in page
    assert "setup.exe" in page
    assert "这是一个程序" in page
    kept = Attachment.objects.get()
    client.post("/raise/files/remove", {"file": kept.public_id})
    assert not Attachment.objects.exists()
    again = SimpleUploadedFile("早饭.txt", "早饭是凉的".encode())
    assert client.post("/raise/files", {"chosen": [again]}).headers["Location"] == "/raise/name"
    form = pages(district)
    go(client, {page: form[page] for page in ("name", "reach", "check")})
    assert Attachment.objects.get().about == f"concern:{Concern.objects.get().public_id}"


def test_one_browser_cannot_take_back_the_file_of_another(client, district):
    go(client, pages(district), upto="details")
    client.post("/raise/files", {"chosen": [SimpleUploadedFile("a.txt", b"words")]})
    other = Client()
    go(other, pages(district), upto="details")
    other.post("/raise/files/remove", {"file": Attachment.objects.get().public_id})
    assert Attachment.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the pragma is SQLite's own")
def test_when_it_cannot_be_written_it_says_that_nothing_was_handed_in(client, district):
    go(client, pages(district), upto="reach")
    client.get("/raise/check")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
        response = client.post("/raise/check", {"true": "on"})
        cursor.execute("PRAGMA query_only=OFF")
    assert response.status_code == 503
    assert "您还没有回执" in response.content.decode()
    assert not Concern.objects.exists()
    assert client.post("/raise/check", {"true": "on"}).headers["Location"] == "/receipt/"


def test_wrong_void_and_absent_codes_get_one_answer(client, district):
    go(client, pages(district))
    code = code_on(client)
    receipts.find(code).concern.codes.update(voided_at="2026-01-01T00:00Z")
    void = client.post("/s", {"code": code}).content.decode()
    absent = Client().post("/s", {"code": "7KQ4-M2XD-9RTB"}).content.decode()

    def bare(page: str) -> str:
        return re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]+|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", "", page)

    assert bare(void) == bare(absent)
    assert "没有这个回执码" in absent


def test_guessing_makes_one_browser_wait_and_not_the_school_behind_the_same_address(client, district):
    go(client, pages(district))
    code = code_on(client)
    guesser = Client()
    guesser.get("/s")
    for _ in range(8):
        answer = guesser.post("/s", {"code": "7KQ4M2XD9RTB"}).content.decode()
    assert "再试" in answer
    neighbour = Client()
    neighbour.get("/s")
    assert neighbour.post("/s", {"code": code}).headers["Location"] == "/status/"


def test_no_address_ever_holds_the_code(client, district):
    go(client, pages(district))
    code = code_on(client)
    assert client.get("/s", {"code": code}).content.decode().count(code) == 0
    response = Client().post("/s", {"code": code}, follow=True)
    assert all(code not in address for address, _status in response.redirect_chain)


def test_nothing_is_kept_by_the_browser_or_told_to_another_site(client, district):
    go(client, pages(district))
    response = client.get("/receipt/")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    cookie = client.cookies["huiyin_draft"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_words_are_shown_as_words(client, district):
    go(client, pages(district), what={"text": "<script>alert(1)</script>饭凉"})
    code = code_on(client)
    client.post("/receipt/", {"last_four": code[-4:]})
    page = client.get("/status/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_does_not_know_the_office_leaves_it_to_the_bureau(client, district):
    go(client, pages(district), where={"organisation": "unknown"})
    assert Concern.objects.get().case.organisation == district.organisations["bureau"]


def test_a_discipline_office_takes_no_ordinary_concern(client, district):
    go(client, pages(district), upto="about")
    office = district.organisations["discipline"].public_id
    assert office not in client.get("/raise/where").content.decode()
    assert client.post("/raise/where", {"organisation": office}).status_code == 200


def test_many_offices_can_be_searched_without_script(client, district):
    with store.write():
        for number in range(12):
            Organisation(name=f"第{number}中学", short_name=f"{number}中", kind="school").save()
    go(client, pages(district), upto="about")
    page = client.get("/raise/where", {"q": "第7中"}).content.decode()
    assert "第7中学" in page
    assert "第8中学" not in page
    assert "柳塘镇石桥小学" not in page


def test_before_anything_is_set_up_the_first_page_says_so(client, db):
    page = client.get("/").content.decode()
    assert "还没有登记任何单位" in page
    assert "/raise/" not in page


def test_an_unconfirmed_receipt_stays_and_a_second_concern_asks_for_it_first(client, district):
    go(client, pages(district))
    page = client.get("/raise/").content.decode()
    assert 'href="/receipt/"' in page
    wrong = client.post("/receipt/", {"last_four": "2222"}).content.decode()
    assert "govuk-error-message" in wrong
    client.post("/raise/discard", {"again": "1"})
    assert client.get("/raise/").headers["Location"] == "/raise/about"
    assert Concern.objects.count() == 1


def test_what_is_thrown_away_is_gone(client, district):
    go(client, pages(district), upto="what")
    client.post("/raise/what", {"text": WORDS, "later": "1"})
    assert "这部手机或电脑" in client.get("/raise/kept").content.decode()
    client.post("/raise/discard")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/s",
        "/ways",
        "/about/protection",
        "/about/accessibility",
        "/about/laws",
        "/raise/about",
        "/raise/elsewhere",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_to_read_open_in_each_language_with_the_offices_own_data(client, district, path, language):
    client.get(f"/language/{language}")
    response = client.get(path)
    assert response.status_code == 200
    assert "0000-5550 120" in response.content.decode()
