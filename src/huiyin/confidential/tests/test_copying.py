"""Who has the code of a sealed report takes along all of it, without script, and leaves no trace of having done so."""

from __future__ import annotations

import io
import json
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.confidential.actions import handling
from huiyin.confidential.models import Report
from huiyin.confidential.tests.conftest import WORDS
from huiyin.confidential.tests.test_pages import MINE, hands_in
from huiyin.confidential.tests.test_retaliation import organ
from huiyin.confidential.views.sealing import COPIES_OF_A_REPORT, PAGE
from huiyin.kernel.ledger.models import Entry
from huiyin.operations.testing.rooms import text_of

NAME, PHONE, PAPER = "欧阳慕云", "13987654321", "发票在第三页背面。"


def taken(person: Client) -> dict[str, bytes]:
    answer = person.post(MINE, {"do": "copy"}, headers={"accept-language": "en"})
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert "report" not in answer["Content-Disposition"]
    assert len(answer.content) % PAGE == 0
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bag:
        assert bag.testzip() is None
        return {name: bag.read(name) for name in bag.namelist()}


def test_words_files_and_answers_go_along_the_name_does_not_and_no_trace_is_left(district):
    by, person = organ(district), Client()
    paper = SimpleUploadedFile("a/../发票<1>.txt", PAPER.encode())
    code = hands_in(person, district, name=NAME, contact=PHONE, papers=[paper])
    report = Report.objects.get()
    handling.accept(**by, report_id=report.public_id, text="已受理，<b>请等</b>。")
    page = text_of(person.get(MINE))
    assert 'value="copy"' in page
    before = Entry.objects.count()
    found = taken(person)
    assert Entry.objects.count() == before
    html, record = found["index.html"].decode(), json.loads(found["report.json"])
    for part in (WORDS, "信访专干", report.seal_number, "&lt;b&gt;请等"):
        assert part in html
    assert "<script" not in html
    assert [one["kind"] for one in record["messages"]] == ["report", "accept"]
    assert record["messages"][0]["text"] == WORDS
    [path] = [name for name in found if name.startswith("files/")]
    assert path == record["messages"][0]["files"][0]
    assert found[path].decode().strip() == PAPER
    assert ".." not in path.split("/")
    for planted in (NAME, PHONE, code, code.replace("-", "")):
        assert planted.encode() not in b"".join(found.values())


def test_without_the_code_there_is_none_and_its_length_tells_nothing(district):
    organ(district)
    assert Client().post(MINE, {"do": "copy"})["Content-Type"].startswith("text/html")
    people = Client(), Client()
    for person, text in zip(people, (WORDS, WORDS + "还有" * 200), strict=True):
        hands_in(person, district, text=text)
    sizes = {len(person.post(MINE, {"do": "copy"}).content) for person in people}
    assert len(sizes) == 1
    for _more in range(COPIES_OF_A_REPORT[0] - 1):
        assert people[0].post(MINE, {"do": "copy"}).status_code == 200
    assert people[0].post(MINE, {"do": "copy"}).status_code == 503
    assert people[1].post(MINE, {"do": "copy"}).status_code == 200
