"""What an office set a time for is told of, listed, and destroyed by two people; never what runs, is held, or was just written to."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from django.db import IntegrityError
from django.urls import reverse

from huiyin.archive.actions import transferring
from huiyin.archive.tests.conftest import PAPER, made, settled
from huiyin.cases.actions import closing
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.rules import show_code
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import TwoHands
from huiyin.retention import jobs
from huiyin.retention.actions import holding, registering, scheduling
from huiyin.retention.models import Item, Register, RegisterState, Schedule

from .conftest import RULE, by_two, night, scheduled, states

WORDS = "三楼走廊的灯坏了很久，值班老师姓欧阳。"


def told_and_due(office, later) -> Register:
    """A year and the notice have passed."""
    later(366)
    night()
    later(31)
    night()
    return Register.objects.get()


def test_without_a_schedule_nothing_is_ever_destroyed(office, later):
    settled(office, text=WORDS)
    later(40 * 365)
    night()
    assert not Item.objects.exists()
    assert Case.objects.get().concerns.get().text == WORDS


def test_its_time_is_over_notice_is_given_two_people_sign_and_it_is_gone(office, later, as_):
    case = settled(office, text=WORDS, paper=PAPER)
    concern = case.concerns.get()
    scheduled(office)
    later(330)
    night()
    assert not Item.objects.exists()
    later(36)
    night()
    assert states() == ["told"]
    assert any(
        "Keeping and destroying" in one.body
        for one in outbox.inbox((office.example.actors["tang"].reference,), language="en")
    )
    night()
    assert states() == ["told"], "told once"
    later(31)
    night()
    register = Register.objects.get()
    assert (register.state, states()) == (RegisterState.PREPARED, ["listed"])
    night()
    assert case.concerns.get().text == WORDS, "nothing before two people said so"
    page = reverse("retention:register", args=[register.public_id])
    assert case.public_id in text_of(as_("tang").get(page))
    assert as_("tang").post(page, {"do": "ask", "reason": "保管期限已满"}).status_code == 302
    by_two_page = reverse("organisations:two-hands-one", args=[two_hands_of(register)])
    as_("tang").post(by_two_page, {"do": "confirm"})
    night()
    assert case.concerns.get().text == WORDS, "not by who asked"
    as_("he").post(by_two_page, {"do": "confirm"})
    night()
    register.refresh_from_db()
    assert (register.state, states()) == (RegisterState.DONE, ["destroyed"])
    concern.refresh_from_db()
    case.refresh_from_db()
    assert not concern.text
    assert WORDS[:5] not in case.title + case.summary
    assert (
        not Attachment.objects.filter(erased_at=None).exclude(digest="").filter(about__startswith="message:").exists()
    )
    report = ledger.verify()
    assert report.ok, report.bad
    night()
    assert Register.objects.count() == 1


def two_hands_of(register: Register) -> str:
    return TwoHands.objects.filter(about=register.reference).latest("id").public_id


def test_the_person_reads_when_it_will_go_and_what_they_write_holds_it_back(office, later, client):
    receipt = office.raised(text=WORDS, contact_by="email")
    case = office.served(receipt)
    closing.say_settled(concern=receipt.concern)
    case.refresh_from_db()
    closing.check_later(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, result="kept", note="看过了"
    )
    scheduled(office)
    later(366)
    night()
    item = Item.objects.get()
    client.post(reverse("cases:lookup"), {"code": show_code(receipt.code)})
    page = text_of(client.get(reverse("cases:status")))
    assert f"{item.due_on.month}月{item.due_on.day}日" in page
    assert [
        one
        for one in Notice.objects.filter(to__startswith="vault:", about=case.reference)
        if "销毁" in str(one.context)
    ]
    later(20)
    with store.write():
        case.events.create(verb="message", at=time.now(), actor="petitioner")
    later(11)
    night()
    assert states() == ["spared"]
    assert case.concerns.get().text == WORDS


@pytest.mark.parametrize("way", ["hold", "runs", "open", "excluded"])
def test_what_speaks_against_it_at_the_last_moment_spares_it(office, later, way):
    case = settled(office, text=WORDS)
    scheduled(office)
    register = told_and_due(office, later)
    by_two(office, register)
    jiang = office.example.actors["jiang"]
    if way == "hold":
        holding.hold(actor=jiang, about=case.reference, ground="litigation", reason="（2027）临民初17号")
    elif way == "open":
        Case.objects.filter(pk=case.pk).update(bucket="open")
    elif way == "excluded":
        Exclusion.objects.create(case=case, post_id=office.example.actors["song"].post_id)
    else:
        clock = Clock.objects.filter(subject_id=case.public_id).exclude(ended_at=None).first()
        Clock.objects.filter(pk=clock.pk).update(status="paused", ended_at=None, met_at=None)
    night()
    assert states() == ["spared"]
    assert case.concerns.get().text == WORDS


def test_a_hold_keeps_it_off_until_it_is_let_go_and_then_notice_is_given_anew(office, later, as_):
    case = settled(office, text=WORDS)
    scheduled(office)
    address = reverse("retention:hold_case", args=[case.public_id])
    client = as_("jiang")
    assert client.post(address, {"do": "hold", "ground": "litigation", "reason": ""}).status_code == 422
    assert client.post(address, {"do": "hold", "ground": "litigation", "reason": "电话13800001111"}).status_code == 422
    assert (
        client.post(address, {"do": "hold", "ground": "litigation", "reason": "（2027）临民初17号"}).status_code == 302
    )
    later(800)
    night()
    assert not Item.objects.exists()
    assert "临民初17号" in text_of(client.get(address))
    assert case.public_id in text_of(as_("tang").get(reverse("retention:home")))
    hold = client.get(address).context["page"].holds[0]
    assert client.post(address, {"do": "end", "hold": hold.public_id, "why": "判决已生效"}).status_code == 302
    night()
    item = Item.objects.get()
    assert item.due_on >= time.today("Asia/Shanghai") + dt.timedelta(days=30)
    assert as_("xiaozhang").get(address).status_code == 404


def test_what_the_archive_must_have_first_waits_for_its_receipt(office, later, as_):
    case = settled(office, text=WORDS)
    scheduled(office, archive_first=True)
    later(800)
    night()
    assert not Item.objects.exists()
    page = text_of(as_("tang").get(reverse("retention:home")))
    assert case.public_id in page
    tang = office.example.actors["tang"]
    dossier = made(case, office.example.actors["he"])[0]
    row = transferring.prepare(actor=tang, to="县档案馆", dossiers=[dossier.public_id])
    night()
    assert not Item.objects.exists(), "on a list is not received"
    transferring.receive(
        actor=tang, transfer_id=row.public_id, receipt="档收7", on=time.today("Asia/Shanghai"), by="县档案馆"
    )
    night()
    assert states() == ["told"]


def test_a_kind_goes_by_itself_only_after_two_people_said_so(office, later, as_):
    case = settled(office, text=WORDS)
    row = scheduled(office)
    he, tang = office.example.actors["he"], office.example.actors["tang"]
    asked = scheduling.ask_by_itself(actor=he, schedule_id=row.public_id, reason="数量太多")
    with pytest.raises(BadInput):
        two_hands.confirm(actor=he, public_id=asked.public_id)
    two_hands.confirm(actor=tang, public_id=asked.public_id)
    register = told_and_due(office, later)
    assert register.by_itself
    night()
    assert states() == ["destroyed"]
    assert not case.concerns.get().text
    scheduled(office, years=2)
    assert not Schedule.objects.get().by_itself, "what is changed is decided anew"
    assert ledger.verify().ok


@pytest.mark.parametrize("how", ["longer", "for ever", "by hand again"])
def test_what_the_office_changes_after_a_register_was_confirmed_stops_what_is_left_of_it(office, later, how):
    case, row = settled(office, text=WORDS), scheduled(office)
    he, tang = office.example.actors["he"], office.example.actors["tang"]
    by_itself = how == "by hand again"
    if by_itself:
        asked = scheduling.ask_by_itself(actor=he, schedule_id=row.public_id, reason="数量太多")
        two_hands.confirm(actor=tang, public_id=asked.public_id)
    later(366)
    night()
    later(31)
    jobs.look(time.now())
    register = Register.objects.get()
    if by_itself:
        assert register.state == RegisterState.CONFIRMED
        scheduling.stop_by_itself(actor=he, schedule_id=row.public_id)
    else:
        by_two(office, register)
        scheduled(office, years=5 if how == "longer" else None)
    while jobs.destroy(time.now()):
        pass
    assert states() == ["spared"]
    assert case.concerns.get().text == WORDS
    assert Register.objects.get().state == RegisterState.DONE
    assert ledger.verify().ok


def test_who_changes_the_schedule_takes_back_what_waited(office):
    row = scheduled(office)
    he, tang = office.example.actors["he"], office.example.actors["tang"]
    asked = scheduling.ask_by_itself(actor=he, schedule_id=row.public_id, reason="数量太多")
    scheduled(office, years=3)
    with pytest.raises(Conflict):
        two_hands.confirm(actor=tang, public_id=asked.public_id)
    for years in (0, 101):
        with pytest.raises(BadInput):
            scheduling.set_schedule(actor=he, kind="claim", years=years, authority=RULE)
    with pytest.raises(BadInput):
        scheduling.set_schedule(actor=he, kind="claim", years=3, authority=" ")
    for who in ("jiang", "admin"):
        with pytest.raises(Refused):
            scheduling.set_schedule(actor=office.example.actors[who], kind="claim", years=3, authority=RULE)
    with pytest.raises(IntegrityError), store.write():
        Schedule.objects.filter(pk=row.pk).update(years=None, by_itself=True)


def test_one_thing_is_taken_off_and_a_register_is_called_off(office, later, as_):
    first, second = settled(office, text=WORDS), settled(office, text="食堂的账没有贴出来。")
    scheduled(office)
    register = told_and_due(office, later)
    tang, he = office.example.actors["tang"], office.example.actors["he"]
    asked = registering.ask_destruction(actor=tang, register_id=register.public_id, reason="期满")
    item = Item.objects.get(about=first.reference)
    registering.take_off(actor=he, item_id=item.public_id, why="还在打官司")
    with pytest.raises(Conflict):
        two_hands.confirm(actor=he, public_id=asked.public_id)
    page = reverse("retention:register", args=[register.public_id])
    assert as_("tang").post(page, {"do": "call_off", "why": ""}).status_code == 422
    assert as_("tang").post(page, {"do": "call_off", "why": "重新核对"}).status_code == 302
    night()
    assert states()[:2] == ["spared", "spared"]
    assert all(case.concerns.get().text for case in (first, second))


def test_the_register_prints_as_a_tagged_pdf_without_a_word_of_the_person(office, later, as_):
    case = settled(office, text=WORDS)
    scheduled(office)
    register = told_and_due(office, later)
    by_two(office, register)
    night()
    answer = as_("tang").get(reverse("retention:register_pdf", args=[register.public_id]))
    assert answer["Content-Type"] == "application/pdf"
    data = answer.content
    assert pikepdf.open(io.BytesIO(data)).Root.MarkInfo.Marked
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    flat = "".join(text.split())
    assert case.public_id in flat
    assert "局长" in flat, "who confirmed"
    assert RULE in flat
    assert "走廊" not in flat
    assert as_("xiaozhang").get(reverse("retention:register_pdf", args=[register.public_id])).status_code == 404


def test_a_worker_that_dies_in_between_takes_it_up_again(office, later, monkeypatch):
    settled(office, text=WORDS)
    settled(office, text="食堂的账没有贴出来。")
    scheduled(office)
    register = told_and_due(office, later)
    by_two(office, register)
    assert jobs.destroy(time.now()) == 1
    assert sorted(states()) == ["destroyed", "listed"]
    night()
    assert states() == ["destroyed", "destroyed"]
    assert ledger.verify().ok


def test_hazards_lose_words_and_pictures(school, forward):
    hazard = school.registered(text="门轴坏了，姚师傅修过一次。")
    school.mended(hazard, done="姚师傅换了门轴。")
    school.looked(hazard)
    untouched = school.registered(text="另一处还没有修。")
    head, registrar = school.actor("xiaozhang"), school.actor("zheng")
    scheduling.set_schedule(actor=head, kind="hazard", years=2, authority=RULE)
    forward(740 * 86400)
    night()
    forward(31 * 86400)
    night()
    register = Register.objects.get()
    asked = registering.ask_destruction(actor=head, register_id=register.public_id, reason="期满")
    two_hands.confirm(actor=registrar, public_id=asked.public_id)
    night()
    hazard.refresh_from_db()
    assert "姚" not in f"{hazard.title}{hazard.text}" + "".join(row.done for row in hazard.rectifications.all())
    untouched.refresh_from_db()
    assert untouched.text == "另一处还没有修。"
    assert ledger.verify().ok


def test_the_page_says_the_office_s_own_years_and_who_may_not_gets_what_is_not_there(office, as_):
    scheduled(office, years=17)
    page = text_of(as_("tang").get(reverse("retention:processing")))
    assert "17" in page
    assert RULE in page
    assert as_("jiang").get(reverse("retention:processing")).status_code == 404
