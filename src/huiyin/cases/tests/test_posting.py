"""Letters that go by post: who chose paper, the proof of posting, what arrived and what came back."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.cases.actions import posting as actions
from huiyin.cases.models import Letter, Posting, Service
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity

pytestmark = pytest.mark.django_db
NUMBER = "XA12345678911"


def today():
    return time.today("Asia/Shanghai")


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "JPEG")
    return made.getvalue()


def own_page(receipt) -> str:
    client = Client()
    client.post("/s", {"code": receipt.code})
    return client.get("/status/").content.decode()


def answer_of(case) -> Posting:
    return Posting.objects.get(letter__case=case, letter__reply__isnull=False)


def test_who_chose_paper_gets_each_letter_on_paper_and_the_answer_is_served_by_its_proof(office, as_):
    receipt = office.raised(contact_by="letter")
    case = office.answered(receipt)
    assert Posting.objects.count() == Letter.objects.filter(case=case).count() >= 2
    posting = answer_of(case)
    desk = as_("liang")
    listed = desk.get(reverse("cases:postings")).content.decode()
    assert posting.letter.number in listed
    page_url = reverse("cases:posting", args=[posting.public_id])
    for page in (listed, desk.get(page_url).content.decode()):
        assert "林秀英" not in page
        assert "石桥村" not in page
    photo = SimpleUploadedFile("receipt.jpg", jpeg(), "image/jpeg")
    sent = {"do": "posted", "on": today().isoformat(), "number": "xa 12345678911", "photo": photo}
    assert desk.post(page_url, {**sent, "number": "?"}).status_code == 422
    photo.seek(0)
    assert desk.post(page_url, sent).status_code == 302
    assert desk.post(page_url, sent).status_code == 409, "somebody wrote it down already"
    posting.refresh_from_db()
    assert (posting.state, posting.number) == ("posted", "XA 12345678911")
    assert "XA 12345678911" in own_page(receipt)
    assert not Service.objects.filter(letter=posting.letter).exists(), "posted is not yet received"
    link = [one for one in desk.get(page_url).context["photos"]]
    photo_url = reverse("cases:posting-photo", args=[posting.public_id, link[0].public_id])
    assert b"".join(desk.get(photo_url).streaming_content)
    assert as_("admin").get(photo_url).status_code == 404
    assert desk.post(page_url, {"do": "arrived", "on": today().isoformat(), "note": "签收"}).status_code == 302
    service = Service.objects.get(letter=posting.letter)
    assert (service.channel, service.proof) == ("letter", "XA 12345678911")
    assert office.clock(case, "ask_review").status == "running", "the person's own time began with it"
    assert ledger.verify().ok


def test_who_chose_another_way_has_nothing_in_the_queue_until_the_desk_puts_it_there(office, as_):
    receipt = office.raised(contact_by="email")
    case = office.answered(receipt)
    assert not Posting.objects.exists()
    letter = case.letters.get(reply__isnull=False)
    asked = reverse("cases:ask-posting", args=[case.public_id, letter.public_id])
    concern = receipt.concern.public_id
    assert as_("liang").post(asked, {"concern": concern}).status_code == 302
    as_("liang").post(asked, {"concern": concern})
    assert Posting.objects.count() == 1, "asked twice, it is posted once"
    assert Posting.objects.get().asked_by == office.example.actors["liang"].reference


def test_without_a_postal_address_there_is_nothing_to_post(office, as_):
    receipt = office.raised(identity=Identity(name="王"), contact_by="letter")
    case = office.answered(receipt)
    letter = case.letters.get(reply__isnull=False)
    asked = reverse("cases:ask-posting", args=[case.public_id, letter.public_id])
    as_("liang").post(asked, {"concern": receipt.concern.public_id})
    assert not Posting.objects.exists()


def test_what_came_back_says_so_to_the_desk_and_to_the_person_and_serves_nothing(office, as_):
    receipt = office.raised(contact_by="letter")
    case = office.answered(receipt)
    posting, desk = answer_of(case), office.example.actors["liang"]
    actions.posted(actor=desk, posting_id=posting.public_id, on=today(), number=NUMBER)
    url = reverse("cases:posting", args=[posting.public_id])
    assert as_("liang").post(url, {"do": "came_back", "on": today().isoformat(), "note": ""}).status_code == 422
    note = "查无此人 13800001111"
    assert as_("liang").post(url, {"do": "came_back", "on": today().isoformat(), "note": note}).status_code == 302
    posting.refresh_from_db()
    assert posting.state == "returned"
    assert "13800001111" not in posting.note
    assert not Service.objects.exists()
    assert "退回" in own_page(receipt)
    assert "退回" in as_("liang").get(reverse("cases:case", args=[case.public_id])).content.decode()


def test_a_letter_that_nobody_posts_is_late_for_the_desk_and_told_to_the_head_and_above(office, as_, days):
    receipt = office.raised(contact_by="letter")
    office.accepted(receipt)
    posting = Posting.objects.first()
    days(8)
    url = reverse("cases:posting", args=[posting.public_id])
    assert url in as_("liang").get(reverse("cases:day")).content.decode()
    told = {
        notice.to for notice in Notice.objects.filter(template="cases/missed") if "信" in str(notice.context["title"])
    }
    assert office.example.actors["he"].reference in told
    assert len(told) >= 2
    actions.posted(actor=office.example.actors["liang"], posting_id=posting.public_id, on=today(), number=NUMBER)
    assert (
        url not in as_("liang").get(reverse("cases:day")).content.decode()
        or Posting.objects.get(pk=posting.pk).state == "posted"
    )
    assert ledger.verify().ok


def test_the_person_reads_who_printed_name_and_address(office, as_):
    receipt = office.raised(contact_by="letter")
    case = office.answered(receipt)
    posting = answer_of(case)
    printed = reverse("cases:letter-addressed", args=[case.public_id, posting.letter.public_id])
    answer = as_("liang").post(printed, {"concern": posting.concern.public_id})
    assert answer.content.startswith(b"%PDF")
    assert posting.letter.number in own_page(receipt)
    assert "打开过1次" in own_page(receipt) or "打开过" in own_page(receipt)


def test_posts_that_do_not_serve_see_no_letter(office, as_):
    receipt = office.raised(contact_by="letter")
    case = office.answered(receipt)
    url = reverse("cases:posting", args=[answer_of(case).public_id])
    for name in ("admin", "xiaozhang", "ducha", "zheng"):
        assert as_(name).get(url).status_code == 404, name
    with pytest.raises(Refused):
        actions.posted(
            actor=office.example.actors["zheng"], posting_id=answer_of(case).public_id, on=today(), number=NUMBER
        )
