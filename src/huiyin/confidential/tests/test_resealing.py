"""A case turns out to be a report about a person: it goes over sealed, nothing of it stays, and its code goes on to work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases.actions import attaching, closing, handling, joining, sealing
from huiyin.cases.actions.intake import Receipt
from huiyin.cases.models import Case, Message, SearchText, Service
from huiyin.cases.taxonomy import load_taxonomy
from huiyin.cases.tests.conftest import Office, erase_by_two
from huiyin.confidential import crypto, queries
from huiyin.confidential.actions import handling as handling_reports
from huiyin.confidential.actions import reporting, resealing
from huiyin.confidential.models import Report, SealedName
from huiyin.confidential.rules import Whom
from huiyin.confidential.tests.conftest import PASSPHRASE
from huiyin.confidential.tests.test_nothing_leaks import database
from huiyin.confidential.tests.test_pages import hidden
from huiyin.confidential.tests.test_retaliation import organ
from huiyin.kernel import files, ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.operations.testing.rooms import signed_in_as, text_of
from huiyin.procedures.engine import NotPossible

WORDS, SAID, NOTE, PAPER = "锅炉房的承包合同没有招标", "承包人是副局长的亲戚", "先问一下财务再说", "发票在第三页背面"
NAME, PHONE = "欧阳慕云", "13987654321"
DEPUTY = "bureau/分管副局长"


@dataclass
class Turned:
    """A concern at the bureau, worked on like any other: said more, with a file; asked about; noted among colleagues; answered."""

    office: Office
    receipt: Receipt

    @property
    def case(self) -> Case:
        return self.office.fresh(self.receipt)

    def whom(self, *places: str) -> Whom:
        posts = tuple(self.office.example.posts[place].public_id for place in places)
        return Whom(self.office.example.organisations["bureau"].public_id, posts, whole=not posts)

    def by(self, who: str) -> dict[str, object]:
        return {"actor": self.office.example.actors[who], "case_id": self.case.pk, "version": self.case.version}


@pytest.fixture
def turned(district, settings) -> Turned:
    load_taxonomy()
    office = Office(district.example)
    identity = Identity(name=NAME, phone=PHONE)
    receipt = office.raised(text=WORDS, identity=identity)
    office.answered(receipt)
    handling.say(concern=receipt.concern, text=SAID)
    taken = files.inspect(SimpleUploadedFile("证据甲.txt", PAPER.encode()))
    attaching.attach(message=Message.objects.get(text=SAID), inspected=[taken])
    found = Turned(office, receipt)
    closing.file_note(actor=office.example.actors["jiang"], case_id=found.case.pk, text=NOTE)
    return found


@pytest.fixture
def ended(turned) -> Turned:
    """Another one of hers, which she took back."""
    receipt = turned.office.raised(text="保安队的合同也没有招标", identity=Identity(name=NAME, phone=PHONE))
    turned.office.assigned(receipt)
    closing.withdraw(concern=receipt.concern, note="另一封信里都写了")
    return Turned(turned.office, receipt)


def everything(settings) -> bytes:
    kept = [one.read_bytes() for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    return b"\n".join([database(), *kept])


def test_nothing_of_it_is_left_where_it_was_and_the_readers_have_all_of_it(
    district, turned, settings, django_capture_on_commit_callbacks
):
    by, case = organ(district), turned.case
    assert WORDS.encode() in everything(settings), "what is looked for can be found before"
    with django_capture_on_commit_callbacks(execute=True):
        [report] = resealing.reseal(**turned.by("liang"), whom=turned.whom(DEPUTY))
    gone = everything(settings)
    for planted in (WORDS, SAID, PAPER, NAME, PHONE, "证据甲", "每月公布", "保温台已更换"):
        assert planted.encode() not in gone, planted
    assert not SearchText.objects.filter(case=case).exists()
    assert not Notice.objects.filter(about=case.reference).exclude(state="cancelled").filter(channel="in-app").exists()
    assert ledger.verify().ok

    page = queries.opened(by["actor"], report.public_id, by["unlocked"])
    assert (page.first.text, page.first.name, page.first.contact) == (WORDS, "", "")
    assert page.name is not None
    assert page.name.who is None, "sealed apart: two open it together"
    told = "\n".join(line.said.text for line in page.lines)
    assert SAID in told
    assert "每月公布" in told, "the answer that was issued"
    assert '{"' not in told, "nobody reads what a date was reckoned from as a machine keeps it"
    [paper] = [paper for line in page.lines for _key, paper in line.files]
    assert paper.data.decode().strip() == PAPER
    case.refresh_from_db()
    assert (case.kind, case.title, case.bucket) == ("misconduct", "已封存", "done")
    assert case.events.filter(data__seal_number=report.seal_number).exists(), "the pointer"
    with pytest.raises(Refused):
        queries.listed(district.actor("he"), report.public_id)


def test_a_case_that_ended_goes_over_as_it_is_and_nobody_opens_it_again(district, ended):
    by = organ(district)
    assert ended.case.bucket == "done"
    [report] = resealing.reseal(**ended.by("liang"), whom=ended.whom(DEPUTY))
    for planted in ("保安队的合同", "另一封信里都写了"):
        assert planted.encode() not in database(), planted
    assert queries.opened(by["actor"], report.public_id, by["unlocked"]).first.text == "保安队的合同也没有招标"
    assert (ended.case.kind, ended.case.bucket) == ("misconduct", "done")
    assert not Clock.objects.filter(subject_id=ended.case.public_id, ended_at=None).exists()
    for who, refused in (("he", Refused), ("liang", (Refused, NotPossible))):
        with pytest.raises(refused):
            closing.reopen(**ended.by(who), facts="还有一封信")
    assert ledger.verify().ok


def test_what_was_destroyed_is_not_sealed_and_the_page_says_why(district, ended):
    organ(district)
    erase_by_two(district.actor("jiang"), district.actor("he"), ended.receipt.concern)
    with pytest.raises(Conflict):
        resealing.reseal(**ended.by("liang"), whom=ended.whom(DEPUTY))
    page = text_of(signed_in_as("liang").get(f"/cases/{ended.case.public_id}/do/seal/"))
    assert "这里已经没有当时说的话了" in page


def test_whom_it_concerns_reads_nothing_and_where_nobody_may_nothing_is_changed(district, turned):
    district.reads("jiwei")
    for whom in (turned.whom(DEPUTY), turned.whom()):
        with pytest.raises(BadInput, match=r"^who:"):
            resealing.reseal(**turned.by("liang"), whom=whom)
    assert turned.case.kind == "claim"
    assert turned.receipt.concern.__class__.objects.get(pk=turned.receipt.concern.pk).text == WORDS
    assert not Report.objects.exists()


def test_the_code_goes_on_to_work_says_what_happened_and_leads_to_the_mailbox(district, turned):
    by = organ(district)
    [report] = resealing.reseal(**turned.by("liang"), whom=turned.whom(DEPUTY))
    person = Client(headers={"accept-language": "en"})
    person.post("/s", {"code": turned.receipt.code})
    status = text_of(person.get("/status/"))
    assert "It turned out to be a report on a person" in status
    assert report.seal_number in status
    assert WORDS not in status
    assert "status/read" not in status, "nothing is left to be read here, so nothing is asked about it"
    assert "What was said" not in status
    person.post("/status/read")  # from a page that was open when it was sealed
    assert not Service.objects.filter(letter__case=turned.case).exists(), "no time of the person's own begins"
    once = hidden(text_of(person.get("/status/sealed")), "once")
    page = text_of(person.post("/status/sealed", {"once": once}))
    code = page.split('translate="no">')[1].split("<")[0]
    confirmed = person.post("/sealed-report/", {"do": "confirm", "once": hidden(page, "once"), "code": code})
    assert confirmed.headers["Location"] == "/sealed-report/mine/"
    waiting = text_of(person.get("/sealed-report/mine/"))
    assert "have not let you in yet" in waiting
    assert "you are told whether it is accepted" in waiting, "in words to who waits"
    keys = crypto.of_code(code.replace("-", ""))
    with pytest.raises(Conflict):
        reporting.say(keys=keys, text="还有")

    reader, address = signed_in_as("xianjiwei"), f"/sealed-reports/{report.public_id}/"
    reader.post("/sealed-reports/key/", {"do": "unlock", "passphrase": PASSPHRASE})
    assert NOTE in text_of(reader.get(address))
    assert reader.post(address, {"do": "admit"}).status_code == 302
    mailbox = text_of(person.get("/sealed-report/mine/"))
    assert WORDS in mailbox
    assert SAID in mailbox
    assert NOTE not in mailbox, "what colleagues wrote for themselves is the readers' alone"
    reporting.say(keys=keys, text="还有一张发票")
    handling_reports.accept(**by, report_id=report.public_id, text="已受理。")
    assert "已受理。" in text_of(person.get("/sealed-report/mine/"))

    fresh = resealing.claim(concern=turned.receipt.concern, once="another")
    assert queries.mine(keys) is None, "the code of before opens nothing"
    assert queries.mine(crypto.of_code(fresh)).lines == ()


def test_each_of_several_people_has_a_report_of_their_own(district, turned):
    by, office = organ(district), turned.office
    texts = {"锅炉房的合同有问题": "欧阳慕云", "同一份合同，我也要反映": "林秀英"}
    both = [office.raised(text=text, identity=Identity(name=name, phone=PHONE)) for text, name in texts.items()]
    cases = [office.accepted(one) for one in both]
    joining.join_cases(actor=district.actor("liang"), case_id=cases[0].pk, other_id=cases[1].pk, reason="同一份合同")
    for receipt in both:
        receipt.concern.refresh_from_db()
        handling.say(concern=receipt.concern, text=f"{receipt.concern.text}：补充")
    reports = resealing.reseal(**Turned(office, both[0]).by("liang"), whom=turned.whom(DEPUTY))
    assert len(reports) == 2
    pages = [queries.opened(by["actor"], one.public_id, by["unlocked"]) for one in reports]
    assert {page.first.text for page in pages} == set(texts)
    assert SealedName.objects.count() == 2
    for page in pages:
        [other] = set(texts) - {page.first.text}
        shared = "".join(line.said.text for line in page.lines if not line.message.apart)
        assert f"{page.first.text}：补充" in shared
        assert other not in shared, "nobody reads what another wrote"


def test_the_page_of_the_verb_asks_whom_it_is_about_and_takes_an_envelope_only_where_nobody_may_read(district, turned):
    organ(district)
    desk, posts = signed_in_as("liang"), [turned.office.example.posts[DEPUTY].public_id]
    address = f"/cases/{turned.case.public_id}/do/seal/"
    home = turned.office.example.organisations["bureau"].public_id
    page = text_of(desk.get(address))
    assert "分管副局长" in page
    sent = {"version": turned.case.version, "home": home, "who": "posts"}
    assert desk.post(address, sent).status_code == 422
    assert (
        desk.post(address, {**sent, "posts": posts, "seal_number": "封字1号", "forwarded_to": "县纪委"}).status_code
        == 422
    )
    assert not Report.objects.exists()
    assert desk.post(address, {**sent, "posts": posts}).status_code == 302
    assert Report.objects.count() == 1


def test_where_nobody_reads_an_envelope_is_all_there_is(district, turned):
    case = sealing.seal(**turned.by("liang"), seal_number="封字1号", forwarded_to="县纪委监委")
    assert case.kind == "misconduct"
    assert all(one.about.startswith("sealed-") for one in files.Attachment.objects.filter(erased_at=None)), (
        "files of messages too"
    )
    assert SAID.encode() not in database()
    assert "每月公布".encode() not in database()


def test_time_stands_in_days(district, turned):
    organ(district)
    [report] = resealing.reseal(**turned.by("liang"), whom=turned.whom(DEPUTY))
    assert report.received_on == time.today("Asia/Shanghai")
