"""Another office is asked about a point: it reads the question and what it is shown, has a day, and its answer comes back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.cases.actions import asking_offices, sealing
from huiyin.cases.models import Case, Consultation
from huiyin.cases.queries.lists import Filters, cases
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.outbox.models import Notice

from .test_staff_job import text_of

pytestmark = pytest.mark.django_db
WORDS = "我叫林秀英，住柳塘镇石桥村18号，电话13800001111。村口食堂的污水排到河里。"


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


def ask(office, case: Case, name: str = "township", *, shows: bool = True, days: int = 8) -> Consultation:
    case.refresh_from_db()
    return asking_offices.consult_office(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, question="污水管归谁管？",
        organisation=office.example.organisations[name].public_id, show_words=shows, due_on=in_days(days),
    )  # fmt: skip


def test_s28_another_office_is_asked_and_its_answer_comes_back(office, client, do, as_):
    receipt = office.raised(text=WORDS)
    case = office.assigned(receipt)
    township = office.example.organisations["township"].public_id
    words = {"organisation": township, "question": "污水管归谁管？", "show_words": "on"}
    assert do("jiang", case, "consult_office", **words, due_on="").status_code == 422
    assert do("jiang", case, "consult_office", **words, due_on=in_days(8).isoformat()).status_code == 302
    asked = case.consultations.get()
    guest = as_("xinfang")
    assert "污水管归谁管" in text_of(guest.get(reverse("cases:day")))
    address = reverse("cases:asked", args=[asked.public_id])
    page = text_of(guest.get(address))
    assert "污水排到河里" in page
    for secret in ("林秀英", "18号", "13800001111", case.title):
        assert secret not in page
    assert guest.get(reverse("cases:case", args=[case.public_id])).status_code == 404
    assert case.public_id not in text_of(guest.get(reverse("cases:list")))
    assert as_("zheng").get(address).status_code == 404, "not asked"
    client.post(reverse("cases:lookup"), {"code": receipt.code})
    told = client.get(reverse("cases:status")).content.decode()
    assert "柳塘镇人民政府" in told
    assert "污水管归谁管" in told
    assert guest.post(address, {"text": " "}).status_code == 422
    assert guest.post(address, {"text": "归镇里，排水条例第5条。"}).status_code == 302
    assert guest.post(address, {"text": "再答"}).status_code == 409
    assert "归镇里，排水条例第5条。" in text_of(as_("jiang").get(reverse("cases:case", args=[case.public_id])))
    assert Clock.objects.get(subject_kind="consultation").status == "met"
    assert case.involvements.get().until is not None
    assert ledger.verify().ok


def test_no_answer_by_the_day_goes_to_the_head_there_and_shows_on_the_page_of_who_asks(office, days, as_):
    case = office.assigned(office.raised())
    asked = ask(office, case)
    assert "电话" not in asked.shown
    head = office.example.organisations["township"].head_post.reference
    days(9)
    assert Notice.objects.filter(to=head, about=asked.reference, template="cases/missed").exists()
    line = case.events.get(verb="missed")
    assert line.public
    assert line.data["told"] == "柳塘镇人民政府 · 镇长"
    assert "被征求意见单位的答复" in text_of(as_("jiang").get(reverse("cases:case", args=[case.public_id])))
    assert not Clock.objects.filter(subject_id=case.public_id, missed_at__isnull=False).exists(), "no date of our own"
    asking_offices.answer_asked(actor=office.example.actors["zhenzhang"], public_id=asked.public_id, text="归镇里")
    assert ledger.verify().ok


def test_who_must_not_know_is_never_asked(office):
    case = office.assigned(office.raised())
    for name in ("bureau", "discipline"):
        with pytest.raises(BadInput):
            ask(office, case, name)
    case.exclusions.create(post=office.example.posts["township/信访专干"])
    with pytest.raises(BadInput):
        ask(office, case)
    assert not Consultation.objects.exists()
    ask(office, case, "county", shows=False)
    with pytest.raises(Conflict):
        ask(office, case, "county")
    assert not cases(office.example.actors["fuhe"], Filters()).rows


def test_when_it_is_sealed_nothing_of_it_stays_with_the_office_that_was_asked(office, as_):
    case = office.assigned(office.raised(text=WORDS))
    asked = ask(office, case)
    case.refresh_from_db()
    liang = office.example.actors["liang"]
    sealing.seal(actor=liang, case_id=case.pk, version=case.version, seal_number="封2", forwarded_to="县纪委监委")
    guest = as_("xinfang")
    assert guest.get(reverse("cases:asked", args=[asked.public_id])).status_code == 404
    assert "污水管" not in text_of(guest.get(reverse("cases:day")))
    assert not Notice.objects.filter(about=asked.reference).exclude(state="cancelled").exists()
    asked.refresh_from_db()
    assert (asked.question, asked.shown) == ("", "")
    assert ledger.verify().ok
