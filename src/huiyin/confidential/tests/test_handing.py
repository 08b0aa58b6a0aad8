"""To an organ outside: one encrypted file and a letter, a sheet with its key, the organ's receipt; then a pointer alone."""

from __future__ import annotations

import io
import re
import zipfile

import pyrage
import pytest
from django.test import Client

from huiyin.confidential import packing, queries
from huiyin.confidential.actions import handing, handling, identity, reporting
from huiyin.confidential.contents import Paper
from huiyin.confidential.models import HandOver, Report, State
from huiyin.confidential.packing import Page
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS
from huiyin.confidential.tests.test_nothing_leaks import database
from huiyin.confidential.tests.test_pages import MINE
from huiyin.confidential.tests.test_reports import running, said
from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import signed_in_as, text_of

ORGAN, HEAD = "临禾县纪委监委", "school/校长"
NAME, NOTE = "欧阳慕云", "发票在第三页背面"


def opened_with(key: str, sealed: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key)])))


@pytest.fixture
def desk(district) -> dict[str, object]:
    """A bureau that is no organ, with one reader and a report on a head of school, by name and with a file."""
    district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    unlocked = district.reads("jijian")
    paper = Paper("发票.txt", "text/plain", NOTE.encode())
    report = district.handed(HEAD, home="school", name=NAME, contact="13987654321", papers=[paper])
    return {"actor": district.actor("jijian"), "report_id": report.public_id, "unlocked": unlocked}


def test_the_organ_opens_all_of_it_and_the_database_none(district, desk):
    colleague = district.joins("jijian2", "bureau/局领导", "纪检干事", "bureau/局长")
    other, by = district.reads("jijian2"), {"actor": desk["actor"], "unlocked": desk["unlocked"]}
    opening = identity.ask_name(**by, report_id=desk["report_id"], purpose="随件移送")
    identity.add_part(actor=colleague, opening_id=opening.public_id, unlocked=other)
    assert NAME not in str(queries.opened(by["actor"], desk["report_id"], by["unlocked"]).lines)
    packed = handing.pack(**desk, to=ORGAN, address="临禾县文昌路3号")
    bag = opened_with(packed.key, bytes(packed.row.data))
    page = bag.read("report.html").decode()
    for told in (WORDS, NAME, "13987654321", "校长"):
        assert told in page
    assert bag.read("files/01-发票.txt").decode() == NOTE
    assert not bag.testzip()
    whole = database()
    for planted in (WORDS, NAME, NOTE, packed.key):
        assert planted.encode() not in whole
    assert ledger.verify().ok
    report = Report.objects.get()
    assert set(running(report)) == {"receipt"}, (
        "the lawful date to send it on is met, and somebody answers for the receipt"
    )
    assert said(district)[-1] == ORGAN


def test_packed_again_the_key_of_before_opens_nothing_that_is_here(district, desk):
    first = handing.pack(**desk, to=ORGAN, address="")
    again = handing.pack(**desk, to="临禾县监察委员会", address="")
    assert HandOver.objects.count() == 1
    with pytest.raises(pyrage.DecryptError):
        opened_with(first.key, bytes(again.row.data))
    with pytest.raises(Refused):
        handing.medium(desk["actor"], desk["report_id"], desk["unlocked"], first.row.public_id)


def test_to_a_published_key_there_is_no_second_sheet(district, desk):
    organ = pyrage.x25519.Identity.generate()
    with pytest.raises(BadInput, match=r"^recipient:"):
        handing.pack(**desk, to=ORGAN, address="", recipient="age1nothing")
    packed = handing.pack(**desk, to=ORGAN, address="", recipient=str(organ.to_public()))
    assert packed.key == ""
    assert WORDS in opened_with(str(organ), bytes(packed.row.data)).read("report.html").decode()


def test_with_the_receipt_nobody_here_opens_it_and_the_reporter_reads_where_it_is(district, desk):
    with pytest.raises(Conflict):
        handing.arrived(**desk, receipt="收字2026-7号")
    handing.pack(**desk, to=ORGAN, address="")
    report = handing.arrived(**desk, receipt="11月28日 收字2026-7号")
    assert (report.state, running(report)) == (State.HANDED, {})
    assert not bytes(HandOver.objects.get().data)
    with pytest.raises(Refused):
        queries.opened(desk["actor"], report.public_id, desk["unlocked"])
    [pointer] = queries.lists(queries.key_of(desk["actor"])).sent_on
    assert (pointer.seal_number, pointer.receiver) == (report.seal_number, ORGAN)
    person = Client(headers={"accept-language": "en"})
    person.post(MINE, {"do": "find", "code": district.code})
    page = text_of(person.get(MINE))
    assert ORGAN in page
    assert "收字2026-7号" in page
    assert "<textarea" not in page, "nobody would read it"
    with pytest.raises(Conflict):
        reporting.say(keys=district.keys, text="还有")


def test_sent_on_inside_what_was_packed_is_gone(district, desk):
    handing.pack(**desk, to=ORGAN, address="")
    district.reads("jiwei")
    handling.forward(**desk, to=district.home("discipline"))
    assert not HandOver.objects.exists()
    assert Report.objects.get().organisation.public_id == district.home("discipline")


def test_no_receipt_by_its_day_is_told_like_any_other_date(district, desk, later):
    handing.pack(**desk, to=ORGAN, address="")
    later(11.2)
    assert Report.objects.get().late_on is not None


def test_the_page_shows_the_letter_the_key_once_and_the_file(district, desk):
    reader = signed_in_as("jijian")
    reader.post("/sealed-reports/key/", {"do": "unlock", "passphrase": PASSPHRASE})
    address = f"/sealed-reports/{desk['report_id']}/"
    assert reader.post(address, {"do": "pack", "to": "", "address": ""}).status_code == 422
    page = text_of(reader.post(address, {"do": "pack", "to": ORGAN, "address": "临禾县文昌路3号"}))
    [key] = set(re.findall(r"AGE-SECRET-KEY-1[A-Z0-9]+", page.replace("<wbr>", "")))
    assert WORDS not in page
    [link] = set(re.findall(r'href="(/sealed-reports/[^"]+/medium/[^"]+)"', page))
    sealed = reader.get(link)
    assert sealed.headers["Cache-Control"] == "no-store, private"
    assert sealed.headers["Content-Disposition"].startswith("attachment")
    assert WORDS in opened_with(key, sealed.content).read("report.html").decode()
    later = text_of(reader.get(address))
    assert key not in later
    assert link in later
    for other in ("he", "xiaozhang", "admin", "zhenzhang"):
        assert signed_in_as(other).get(link).status_code == 404
    assert reader.post(address, {"do": "arrived", "receipt": "收7号"}).status_code == 302
    assert reader.get(link).status_code == 404


def test_sizes_of_the_file_are_few_and_names_are_plain():
    sizes = {len(packing.bag("封", [Page("说", text)], [])) for text in ("短", "长" * 900, "这" * 40)}
    assert len(sizes) == 1
    bag = packing.bag("封", [Page("<b>", "<script>")], [Paper("../..\\恶:意?.txt", "text/plain", b"x")])
    with zipfile.ZipFile(io.BytesIO(bag)) as packed:
        [name] = [one for one in packed.namelist() if one.startswith("files/")]
        assert not re.search(r"\.\./|[\\\\:?]", name.removeprefix("files/"))
        assert "<script>" not in packed.read("report.html").decode()
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
