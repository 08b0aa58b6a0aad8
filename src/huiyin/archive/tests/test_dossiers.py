"""What has ended becomes one PDF and one package, which programs of others accept."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile

import jsonschema
import pikepdf
import pytest
from django.urls import reverse

from huiyin.archive import jobs
from huiyin.archive.actions import making
from huiyin.archive.bags import checking
from huiyin.archive.dossiers.packing import SCHEMA
from huiyin.archive.models import Dossier
from huiyin.cases.actions import sealing
from huiyin.cases.models import Case
from huiyin.incidents.actions import ending, starting, writing
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files import storage
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.ledger.models import Entry
from huiyin.operations.testing.rooms import text_of

from .conftest import PAPER, made, settled
from .packages import accepted_by_others, claims, files_of, fonts_of, structure, text_of_pdf, unpacked, zipped

WORDS = "孩子在五年级，每天中午菜都是凉的。"


@pytest.fixture
def package(office) -> tuple[Case, Dossier, bytes]:
    case = settled(office, text=WORDS, paper=PAPER)
    row, content = made(case, office.example.actors["jiang"])
    return case, row, content


def test_the_package_is_accepted_by_two_validators_of_others_and_its_parts_agree(package, tmp_path):
    case, row, content = package
    folder = unpacked(content, tmp_path)
    assert folder.name == f"dossier-{row.public_id}"
    assert accepted_by_others(folder)
    assert hashlib.sha256(content).hexdigest() == row.digest
    bag = checking.read(content, "package.zip")
    assert bag.info["External-Identifier"] == (case.reference,)
    assert bag.info["Source-Organization"] == (case.organisation.name,)
    assert hashlib.sha256(bag.payload["dossier.pdf"]).hexdigest() == row.pdf_digest
    (original,) = (data for path, data in bag.payload.items() if path.startswith("originals/"))
    assert original == PAPER


def test_what_was_changed_lost_or_slipped_in_is_refused_and_named(package, tmp_path):
    _case, row, content = package
    name, files = f"dossier-{row.public_id}", files_of(content)
    pdf = files["data/dossier.pdf"]
    wrong = {
        "data/dossier.pdf": {**files, "data/dossier.pdf": pdf[:-1] + bytes([pdf[-1] ^ 1])},
        "data/ledger.json": {path: data for path, data in files.items() if path != "data/ledger.json"},
        "data/more.txt": {**files, "data/more.txt": b"x"},
        "bag-info.txt": {**files, "bag-info.txt": files["bag-info.txt"].replace(b"Huiyin", b"Huyin")},
        "bagit.txt": {path: data for path, data in files.items() if path != "bagit.txt"},
    }
    for number, (path, changed) in enumerate(wrong.items()):
        again = zipped(name, changed)
        with pytest.raises(BadInput) as refused:
            checking.read(again, "package.zip")
        assert path in refused.value.place
        assert refused.value.remedy
        if path != "bagit.txt":
            assert not accepted_by_others(unpacked(again, tmp_path / str(number)))


@pytest.mark.parametrize("path", ["../evil.txt", "/etc/evil", "C:/evil", "data/../../evil"])
def test_a_package_leads_nowhere_out_of_itself(path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(path, b"x")
    with pytest.raises(BadInput) as refused:
        checking.read(out.getvalue(), "package.zip")
    assert path in refused.value.place


def test_the_pdf_is_tagged_has_its_fonts_says_what_it_is_and_its_text_can_be_read(package):
    case, _row, content = package
    pdf = files_of(content)["data/dossier.pdf"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        told = claims(opened)
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("3", "A", "1")
        assert case.public_id in told["dc:title"]
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("zh")
        assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert structure(opened) >= {"Document", "H1", "H2", "TOC", "Table", "TH", "TD", "P", "L"}
        fonts = fonts_of(opened)
        assert fonts
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())
        names = {str(one.AFRelationship): one for one in opened.Root.AF}
        assert set(names) == {"/Source", "/Data"}
        embedded = {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}
        assert PAPER in embedded.values()
        assert json.loads(embedded["record.json"])["reference"] == case.reference
        with opened.open_outline() as outline:
            assert next(one.title for one in outline.root).startswith("1.")
    said = text_of_pdf(pdf).replace("\r\n", "").replace("\n", "")
    for words in (WORDS[:8], case.public_id, "每月公布。", "账单附上。", "食品安全法实施条例第28条"):
        assert words in said


def test_nobody_is_named_in_it_and_the_ledger_entries_are_those_of_the_case(package):
    case, _row, content = package
    files = files_of(content)
    record = json.loads(files["data/record.json"])
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).validate(record)
    everything = b"".join(files.values()).decode("utf-8", "ignore") + text_of_pdf(files["data/dossier.pdf"])
    for secret in ("林秀英", "13800001111", "lin@example.test", "石桥村18号"):
        assert secret not in everything
    kept = list(Entry.objects.filter(about=case.reference).order_by("id").values_list("public_id", flat=True))
    assert record["ledger_entries"] == kept
    assert [one["entry"] for one in json.loads(files["data/ledger.json"])] == kept


def test_a_page_asks_for_it_says_how_far_it_is_and_hands_it_over_once_made(office, as_):
    case = settled(office)
    client, page = as_("jiang"), reverse("archive:of_case", args=[case.public_id])
    assert page in text_of(client.get(reverse("cases:case", args=[case.public_id])))
    client.post(page)
    row = Dossier.objects.get()
    assert client.get(page).context["lines"][0].says == "等待制作"
    client.post(page)  # pressed twice
    assert Dossier.objects.count() == 1
    jobs.make(time.now())
    got = client.post(reverse("archive:package", args=[row.public_id]), {"what": "package"})
    assert got["Content-Type"] == "application/zip"
    assert "no-store" in got["Cache-Control"]
    assert checking.read(got.content, "x.zip").payload["dossier.pdf"][:5] == b"%PDF-"
    assert client.post(reverse("archive:package", args=[row.public_id]), {"what": "pdf"}).content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="archive.take", about=row.reference).count() == 2
    assert ledger.verify().ok


def test_it_lies_sealed_for_a_day_and_can_be_made_again(office, package):
    case, row, _content = package
    with storage.open_file(row.stored) as stored:
        kept = stored.read()
    assert not kept.startswith(b"PK")
    assert b"dossier.pdf" not in kept
    with time.moved(dt.timedelta(hours=25)):
        assert jobs.forget(time.now()) == 1
        with pytest.raises(FileNotFoundError):
            storage.open_file(row.stored)
        with pytest.raises(Conflict):
            making.take(actor=office.example.actors["jiang"], dossier_id=row.public_id)
        assert made(case, office.example.actors["jiang"])[0].state == "made"


def test_what_still_runs_has_none_and_a_worker_that_died_is_followed_by_another(office):
    running = office.answered(office.raised())
    with pytest.raises(Conflict):
        making.ask_of_case(actor=office.example.actors["jiang"], case_id=running.public_id)
    case = settled(office)
    row = making.ask_of_case(actor=office.example.actors["jiang"], case_id=case.public_id)
    assert making.begin(time.now()) is not None
    assert jobs.make(time.now()) == 0  # somebody is at it
    with time.moved(dt.timedelta(minutes=6)):
        assert jobs.make(time.now()) == 1
    row.refresh_from_db()
    assert row.state == "made"


def test_a_lost_original_is_said_with_the_remedy_and_no_package_pretends_to_be_whole(office):
    case = settled(office, paper=PAPER)
    storage.remove(Attachment.objects.get().digest)
    row = making.ask_of_case(actor=office.example.actors["jiang"], case_id=case.public_id)
    jobs.make(time.now())
    row.refresh_from_db()
    assert (row.state, row.digest) == ("failed", "")
    assert "backup" in row.failure or "备份" in row.failure


def test_only_who_may_read_a_sealed_case_has_its_dossier_and_nobody_finds_it_in_a_list(office, as_):
    case = office.accepted(office.raised(text="科长收了锅炉厂的钱。"))
    tang = office.example.actors["tang"]
    sealing.seal(actor=tang, case_id=case.pk, version=case.version, seal_number="封-3", forwarded_to="县纪委监委")
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(bucket="done")
    row, content = made(case, tang)
    assert "锅炉厂" not in text_of_pdf(files_of(content)["data/dossier.pdf"])
    for name in ("he", "song", "jiang", "liang"):
        with pytest.raises(Refused):
            making.take(actor=office.example.actors[name], dossier_id=row.public_id)
        assert as_(name).get(reverse("archive:of_case", args=[case.public_id])).status_code == 404
    assert case.public_id not in text_of(as_("he").get(reverse("archive:home")))


def test_s11_an_emergency_becomes_a_dossier_without_what_was_learned_of_people(office, as_):
    gao, head = office.example.actors["gao"], office.example.actors["xiaozhang"]
    incident = starting.start(actor=gao, what=starting.What(kind="building", title="外墙掉砖"))
    writing.note(actor=gao, incident_id=incident.public_id, text="东门已拉线。", personal="三1班张某擦伤")
    ending.stand_down(actor=head, incident_id=incident.public_id, reason="砖已取下。")
    ending.end(actor=head, incident_id=incident.public_id, note="已修好。")
    client = as_("xiaozhang")
    assert reverse("archive:of_incident", args=[incident.public_id]) in text_of(client.get(reverse("archive:desk")))
    client.post(reverse("archive:of_incident", args=[incident.public_id]))
    jobs.make(time.now())
    row = Dossier.objects.get()
    assert row.state == "made", row.failure
    _row, content = making.take(actor=head, dossier_id=row.public_id)
    files = files_of(content)
    said = text_of_pdf(files["data/dossier.pdf"])
    assert "东门已拉线。" in said
    assert "张某" not in said
    assert "张某".encode() not in files["data/record.json"]
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(files["data/record.json"]))
    assert incident.title in text_of(client.get(reverse("archive:home")))
