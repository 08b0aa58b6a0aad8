"""The way on pages, without script: what a browser gets, what it keeps, and what it never gets."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.confidential.models import Report
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS
from huiyin.confidential.views.sealing import PAGE
from huiyin.kernel.limits.models import Backoff, Count
from huiyin.operations.testing.rooms import signed_in_as, text_of

BEGIN, MINE = "/sealed-report/", "/sealed-report/mine/"
CLERK, MAYOR = "township/信访专干", "township/镇长"


def photograph() -> bytes:
    """With the name of who made it inside."""
    out, told = io.BytesIO(), Image.Exif()
    told[0x013B] = "Sekine"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=told)
    return out.getvalue()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', page)
    assert found, name
    return found[1] or found[2]


def asked(person: Client, district, *places: str, who: str = "posts") -> str:
    """Up to the page that takes words, or the one that takes none."""
    page = text_of(person.post(BEGIN, {"do": "home", "home": district.home()}))
    posts = [district.post(place) for place in places]
    return text_of(person.post(BEGIN, {"do": "about", "way": hidden(page, "way"), "who": who, "posts": posts}))


def hands_in(person: Client, district, **more: object) -> str:
    """Answers the code."""
    page = asked(person, district, CLERK)
    sent = {"do": "write", "way": hidden(page, "way"), "once": hidden(page, "once"), "text": WORDS, **more}
    page = text_of(person.post(BEGIN, sent))
    code = page.split('translate="no">')[1].split("<")[0]
    assert person.post(BEGIN, {"do": "confirm", "once": hidden(page, "once"), "code": "WRONG"}).status_code == 422
    answer = person.post(BEGIN, {"do": "confirm", "once": hidden(page, "once"), "code": code.lower()})
    assert answer.headers["Location"] == MINE
    return code


def test_from_whom_it_is_about_to_the_answer(district):
    district.reads("jiwei")
    person, reader = Client(), signed_in_as("jiwei")
    code = hands_in(person, district)
    report = Report.objects.get()
    page = reverse("confidential:report", args=[report.public_id])

    assert WORDS not in text_of(reader.get(page)), "the seal asks for the passphrase"
    wrong = reader.post(
        reverse("confidential:key"), {"do": "unlock", "passphrase": "huiyin-example", "next": report.public_id}
    )
    assert wrong.status_code == 422
    opened = reader.post(
        reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE, "next": report.public_id}
    )
    assert opened.headers["Location"] == page
    assert WORDS in text_of(reader.get(page))
    assert reader.post(page, {"do": "accept", "text": "已受理。"}).status_code == 302
    assert "已受理。" in text_of(person.get(MINE))
    assert person.post(MINE, {"do": "say", "text": "还有人看见。"}).status_code == 302
    assert "还有人看见。" in text_of(reader.get(page))
    reader.post(reverse("confidential:key"), {"do": "close"})
    assert WORDS not in text_of(reader.get(page))

    person.post(MINE, {"do": "leave"})
    assert "已受理。" not in text_of(person.get(MINE))
    other = Client()
    assert other.post(MINE, {"do": "find", "code": code.lower()}).status_code == 302
    assert "已受理。" in text_of(other.get(MINE))


def test_nobody_may_read_it_so_the_page_takes_no_word(district):
    district.reads("jiwei")
    for places, who in (((MAYOR,), "posts"), ((), "above"), ((), "unknown")):
        page = asked(Client(), district, *places, who=who)
        assert "<textarea" not in page
        assert "12388" in page
        assert "柳塘镇纪委" not in page, "an office below the one it is about is no way out"
    assert not Report.objects.exists()


def test_a_way_that_is_not_ours_begins_anew(district):
    district.reads("jiwei")
    page = text_of(Client().post(BEGIN, {"do": "write", "way": "forged", "text": WORDS}))
    assert "<textarea" not in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("address", [BEGIN, MINE])
def test_no_disk_keeps_the_pages_and_their_length_tells_little(district, address):
    district.reads("jiwei")
    person = Client()
    hands_in(person, district)
    for answer in (
        person.get(address),
        Client().get(address),
        Client().post(address, {"do": "find", "code": "22223333444"}),
    ):
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert len(answer.content) == PAGE
    for cookie in person.cookies.values():
        if cookie.key == "huiyin_sealed":
            assert not cookie["max-age"], "gone with the browser"
            assert not cookie["expires"]
            assert cookie["samesite"] == "Strict"
            assert cookie["httponly"]


def test_a_file_loses_what_it_says_of_its_maker_unless_the_reporter_wants_the_original_too(district):
    district.reads("jiwei")
    reader, note = signed_in_as("jiwei"), photograph()
    hands_in(Client(), district, papers=[SimpleUploadedFile("发票.jpg", note)], keep_original="on")
    report = Report.objects.get()
    reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
    page = text_of(reader.get(reverse("confidential:report", args=[report.public_id])))
    links = re.findall(rf'href="(/sealed-reports/{report.public_id}/files/[^"]+)"', page)
    bodies = [reader.get(one).content for one in links]
    assert len(bodies) == 2
    assert bodies[1] == note
    assert b"Sekine" not in bodies[0], "the maker of the picture is taken out"
    assert signed_in_as("zhenzhang").get(links[0]).status_code == 404


def test_guessing_codes_waits_and_no_address_is_kept(district):
    district.reads("jiwei")
    person = Client(REMOTE_ADDR="203.0.113.77", headers={"accept-language": "en"})
    person.get(MINE)
    pages = [text_of(person.post(MINE, {"do": "find", "code": "ABCD-EFGH-JKLM"})) for _time in range(12)]
    assert any("Wait a minute" in page for page in pages)
    assert Backoff.objects.count() + Count.objects.count() == 1, "one counter, of the browser"


def test_who_appoints_and_who_makes_a_key(district):
    head = signed_in_as("jiwei")
    assert head.get(reverse("confidential:key")).status_code == 404
    readers = reverse("confidential:readers")
    assert head.post(readers, {"post": district.post("discipline/纪委书记")}).status_code == 302
    made = {"do": "make", "passphrase": PASSPHRASE, "again": "something else"}
    assert head.post(reverse("confidential:key"), made).status_code == 422
    assert head.post(reverse("confidential:key"), made | {"again": PASSPHRASE}).status_code == 302
    assert signed_in_as("admin").get(reverse("confidential:list")).status_code == 404
    assert signed_in_as("zhenzhang").get(reverse("confidential:list")).status_code == 200
    assert signed_in_as("zhenzhang").get(reverse("confidential:key")).status_code == 404
