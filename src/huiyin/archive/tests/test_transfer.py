"""What was made goes to the archive by a list with a receipt, and is found afterwards; an old archive comes in."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.archive import jobs
from huiyin.archive.actions import transferring
from huiyin.archive.models import Dossier, Holding, Transfer
from huiyin.cases.actions import sealing
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.tests.conftest import erase_by_two
from huiyin.cli import main
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of

from .conftest import made, settled

TODAY = "Asia/Shanghai"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
CATALOGUE = """临禾县教育局 案卷目录,,,,,,
档号,题名,年度,保管期限,页数,当事人,扫描件
JY-2009-12,关于王小梅反映校服费问题的处理,2009,永久,12,王小梅,
JY-2010-03,石桥小学锅炉房承包合同争议 13800001111,2010,30年,40,,锅炉.pdf
,没有档号的一卷,2011,10年,3,,
JY-2012-01,年度写错的一卷,二〇一二,10年,3,,
JY-2012-02,缺扫描件的一卷,2012,10年,3,,没有.pdf
"""


def received(office, cases: list[Case], to: str = "临禾县档案馆") -> Transfer:
    tang, he = office.example.actors["tang"], office.example.actors["he"]
    rows = [made(case, he)[0] for case in cases]
    row = transferring.prepare(actor=tang, to=to, dossiers=[one.public_id for one in rows])
    return transferring.receive(
        actor=tang, transfer_id=row.public_id, receipt="档收2026-7", on=time.today(TODAY), by="县档案馆接收科"
    )


def test_what_ended_long_ago_is_due_is_listed_signed_for_and_found_afterwards(office, as_):
    case = settled(office, text="三楼走廊的灯坏了很久。")
    client, desk = as_("tang"), reverse("archive:desk")
    assert case.public_id not in text_of(client.get(desk))
    with time.moved(dt.timedelta(days=370)):
        assert case.public_id in text_of(client.get(desk))
        client.post(desk, {"do": "make"})
        jobs.make(time.now())
        dossier = Dossier.objects.get()
        answer = client.post(desk, {"do": "prepare", "to": "临禾县档案馆", "dossiers": [dossier.public_id]})
        row = Transfer.objects.get()
        assert answer["Location"] == reverse("archive:transfer", args=[row.public_id])
        paper = text_of(client.get(reverse("archive:transfer_printed", args=[row.public_id])))
        assert dossier.digest[:16] in paper
        assert case.public_id in paper
        slip = {"do": "receive", "receipt": "档收2027-7", "on": time.today(TODAY).isoformat(), "by": "县档案馆接收科"}
        assert client.post(answer["Location"], slip).status_code == 302
        assert case.public_id not in text_of(client.get(desk)).partition('id="lists"')[0]
        for asked in ({"q": "走廊 灯"}, {"q": case.public_id}, {"q": "", "year": case.received_at.year}):
            assert "档收2027-7" in text_of(client.get(reverse("archive:home"), asked))
        assert "档收2027-7" not in text_of(client.get(reverse("archive:home"), {"q": "锅炉"}))
    assert ledger.verify().ok


def test_the_archive_is_never_searched_by_a_person(office, as_):
    received(office, [settled(office)])
    client, page = as_("tang"), reverse("archive:home")
    answer = client.get(page, {"q": "13800001111"})
    assert answer.status_code == 422
    assert "档收2026-7" not in text_of(client.get(page, {"q": "林秀英"}))


def test_a_dossier_is_on_one_list_and_a_slip_is_written_down_once(office):
    tang = office.example.actors["tang"]
    row = made(settled(office), tang)[0]
    first = transferring.prepare(actor=tang, to="县档案馆", dossiers=[row.public_id])
    with pytest.raises(Conflict):
        transferring.prepare(actor=tang, to="县档案馆", dossiers=[row.public_id])
    transferring.call_off(actor=tang, transfer_id=first.public_id, why="页码不对")
    again = transferring.prepare(actor=tang, to="县档案馆", dossiers=[row.public_id])
    today = time.today(TODAY)
    for wrong in (today + dt.timedelta(days=1), today - dt.timedelta(days=1)):
        with pytest.raises(BadInput):
            transferring.receive(actor=tang, transfer_id=again.public_id, receipt="1", on=wrong, by="县档案馆")
    transferring.receive(actor=tang, transfer_id=again.public_id, receipt="1", on=today, by="县档案馆")
    with pytest.raises(Conflict):
        transferring.receive(actor=tang, transfer_id=again.public_id, receipt="2", on=today, by="县档案馆")
    with pytest.raises(Refused):
        transferring.call_off(actor=office.example.actors["jiang"], transfer_id=again.public_id, why="不给")


def test_who_must_not_know_of_a_case_sees_it_on_no_list_and_finds_it_nowhere(office, as_):
    case = settled(office, text="分管领导把工程给了亲戚。")
    row = received(office, [case])
    Exclusion.objects.create(case=case, post_id=office.example.actors["song"].post_id)
    client = as_("song")
    for page in (reverse("archive:home") + "?q=工程", reverse("archive:transfer", args=[row.public_id])):
        assert case.public_id not in text_of(client.get(page))


def test_a_package_made_before_a_seal_or_an_erasure_is_opened_by_nobody_afterwards(office):
    tang, jiang = office.example.actors["tang"], office.example.actors["jiang"]
    case = settled(office)
    row = made(case, jiang)[0]
    erase_by_two(jiang, office.example.actors["he"], case.concerns.get())
    row.refresh_from_db()
    assert not row.at_hand
    assert not row.wrapped_key
    open_case = office.accepted(office.raised())
    Case.objects.filter(pk=open_case.pk).update(bucket="done")
    other = made(open_case, tang)[0]
    open_case.refresh_from_db()
    sealing.seal(actor=tang, case_id=open_case.pk, version=open_case.version, seal_number="封-3", forwarded_to="县纪委")
    other.refresh_from_db()
    assert not other.wrapped_key


def brought(client, **files: bytes):
    chosen = [SimpleUploadedFile(name.replace("__", "."), data) for name, data in files.items()]
    return client.post(reverse("archive:bring_in"), {"chosen": chosen})


def test_an_old_catalogue_comes_in_with_scans_each_bad_row_is_named_and_again_changes_nothing(office, as_):
    client = as_("tang")
    page = text_of(brought(client, 目录__csv=CATALOGUE.encode("gb18030"), 锅炉__pdf=PDF))
    for place in (", row 5", ", row 6", ", row 7"):
        assert place in page or f"第{place[-1]}行" in page
    assert Holding.objects.count() == 2
    brought(client, 目录__csv=CATALOGUE.encode("gb18030"), 锅炉__pdf=PDF)
    assert Holding.objects.count() == 2
    home = reverse("archive:home")
    found = text_of(client.get(home, {"q": "锅炉房 承包", "year": 2010}))
    assert "JY-2010-03" in found
    scan = next(part for part in found.split('"') if part.startswith("/archive/holding/"))
    assert b"".join(client.get(scan).streaming_content).startswith(b"%PDF-")
    assert "JY-2010-03" not in text_of(client.get(home, {"q": "锅炉房", "year": 2009}))
    assert "JY-2009-12" in text_of(client.get(home, {"q": "校服费"}))
    assert "JY-2009-12" not in text_of(client.get(home, {"q": "王小梅"}))
    everything = " ".join(f"{row.title} {row.words}" for row in Holding.objects.all())
    assert "王小梅" not in everything
    assert "13800001111" not in everything
    assert "JY-2009-12" not in text_of(as_("xiaozhang").get(home, {"q": "校服费"}))  # another office's


def test_a_workbook_and_a_package_come_in_and_a_tampered_one_is_named(office, as_):
    case = settled(office)
    _row, package = made(case, office.example.actors["jiang"])
    book = openpyxl.Workbook()
    book.active.append(["案卷号", "案卷题名", "年份"])
    book.active.append([17, "幼儿园装修争议", 2015])
    out = io.BytesIO()
    book.save(out)
    broken = bytearray(package)
    broken[len(package) // 2] ^= 1
    page = text_of(brought(as_("tang"), 目录__xlsx=out.getvalue(), good__zip=package, broken__zip=bytes(broken)))
    assert "broken.zip" in page
    assert "good.zip: dossier.pdf" in page  # holds other files: not taken as a scan, and said so
    assert set(Holding.objects.values_list("code", flat=True)) == {"17", case.reference}


def test_the_machine_brings_in_a_folder_and_checks_a_package(office, tmp_path, capsys):
    (tmp_path / "扫描").mkdir()
    (tmp_path / "目录.csv").write_text(CATALOGUE, "utf-8")
    (tmp_path / "扫描" / "锅炉.pdf").write_bytes(PDF)
    assert main(["archive", "import", str(tmp_path), "--to", office.example.organisations["bureau"].name]) == 1
    assert Holding.objects.count() == 2
    capsys.readouterr()
    package = tmp_path / "x.zip"
    package.write_bytes(made(settled(office), office.example.actors["jiang"])[1])
    assert main(["archive", "check", str(package)]) == 0
