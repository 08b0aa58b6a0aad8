"""Who reports is sealed apart: one reader alone never reads it, two do for a day, and the reporter reads it of them."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pyrage
import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from huiyin.confidential import contents, crypto, jobs, queries
from huiyin.confidential.actions import custody, handing, handling, identity, naming, reporting
from huiyin.confidential.models import Kind, NameAsk, NameOpening, NamePart, ReaderKey, Report, SealedName
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS
from huiyin.confidential.tests.test_custody import split
from huiyin.confidential.tests.test_pages import MINE
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault import keys as installation
from huiyin.operations.testing.rooms import notices_to, signed_in_as
from huiyin.organisations.models import Account

CLERK, NAME, CONTACT, PURPOSE = "township/信访专干", "欧阳慕云", "13987654321", "约当面核对票据"
GIVEN = {"name": NAME, "contact": CONTACT}


def two(district):
    """The desk with two readers, their keys open."""
    member = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    return district.actor("jiwei"), district.reads("jiwei"), member, district.reads("jiweiyuan")


def seen(actor, report, unlocked):
    return queries.opened(actor, report.public_id, unlocked).name


def asks(actor, report, unlocked, purpose=PURPOSE) -> NameOpening:
    return identity.ask_name(actor=actor, report_id=report.public_id, unlocked=unlocked, purpose=purpose)


def test_two_readers_open_a_name_for_a_day_and_the_reporter_reads_it_of_them(district, later):
    first, one, second, other = two(district)
    report = district.handed(CLERK, **GIVEN)
    assert seen(first, report, one).who is None
    opening = asks(first, report, one)
    assert seen(first, report, one).who is None, "asked is not yet opened"
    with pytest.raises(Conflict):
        asks(second, report, other)
    with pytest.raises(Refused):
        identity.add_part(actor=first, opening_id=opening.public_id, unlocked=one)
    identity.add_part(actor=second, opening_id=opening.public_id, unlocked=other)
    for actor, key in ((first, one), (second, other)):
        who = seen(actor, report, key).who
        assert (who.name, who.contact) == (NAME, CONTACT)
    [told] = queries.mine(district.keys).openings
    assert (told.purpose, told.by.split(" ")[0], told.second.split(" ")[0]) == (PURPOSE, "纪委书记", "纪委委员")
    assert told.opening.opened_on == time.today("Asia/Shanghai")
    later(1)
    assert seen(first, report, one).who is None
    jobs.tell(time.now())
    opening.refresh_from_db()
    assert (bytes(opening.given), bytes(opening.second_given)) == (b"", b"")
    assert ledger.verify().ok


def test_no_key_alone_and_no_key_of_the_installation_alone_opens_a_name(district):
    _first, one, _second, other = two(district)
    report = district.handed(CLERK, **GIVEN)
    row = SealedName.objects.get(report=report)
    alone = [
        one.private,
        other.private,
        installation.current().derive("sealed-report-names"),
        installation.current().master,
    ]
    data_key = crypto.take(report.envelopes.first().given, one.private)
    for blob in [*(bytes(part.given) for part in row.parts.all()), bytes(row.own)]:
        for private in alone:
            try:
                under = crypto.take(blob, private)
            except (crypto.DoesNotOpenError, ValueError):
                continue
            assert len(under) > 32, "one layer off, and it is still closed"
            for again in (private, data_key):
                with pytest.raises(crypto.DoesNotOpenError):
                    crypto.take(under, again)
                with pytest.raises(crypto.DoesNotOpenError):
                    crypto.unlock_with(under, again)
    with pytest.raises(crypto.DoesNotOpenError):
        crypto.unseal(row.sealed, data_key, row.binding)


def test_the_database_itself_refuses_one_person_as_both_hands(district):
    first, one, second, other = two(district)
    opening = asks(first, district.handed(CLERK, **GIVEN), one)
    identity.add_part(actor=second, opening_id=opening.public_id, unlocked=other)
    for one_hand in ({"second": first.account_id}, {"second_key": opening.by_key}):
        with pytest.raises(IntegrityError), store.write():
            NameOpening.objects.filter(pk=opening.pk).update(**one_hand)


def test_one_person_with_two_posts_is_one_hand(district):
    first, one, _second, _other = two(district)
    report = district.handed(CLERK, **GIVEN)
    with store.write():
        ReaderKey.objects.exclude(account_id=first.account_id).update(account=Account.objects.get(pk=first.account_id))
        ledger.record(verb="test.same", actor="system:test", about=report.reference, at=time.now())
    with pytest.raises(Conflict):
        asks(first, report, one)


def test_where_one_person_reads_alone_a_reader_of_the_next_desk_adds_a_part_and_reads_nothing(district):
    one = district.reads("jiwei")
    first, above = district.actor("jiwei"), district.county_organ()
    whom = reporting.Handed(district.home(), (district.post(CLERK),), False, WORDS).whom
    assert queries.second_hand(whom) == "nobody"
    alone = district.handed(CLERK, **GIVEN)
    with pytest.raises(Conflict):
        asks(first, alone, one)
    handling.accept(actor=first, report_id=alone.public_id, unlocked=one, text="已受理。")
    assert queries.mine(district.keys).lines[-1].said.text == "已受理。", "what the law owes needs no name"

    other = district.reads("xianjiwei")
    assert queries.second_hand(whom) == "above"
    opening = asks(first, alone, one)
    jobs.tell(time.now())
    assert notices_to(above.reference) == ["There is something new in the sealed reports"]
    identity.add_part(actor=above, opening_id=opening.public_id, unlocked=other)
    assert seen(first, alone, one).who.name == NAME
    with pytest.raises(Refused):
        queries.opened(above, alone.public_id, other)
    opening.refresh_from_db()
    assert bytes(opening.second_given) == b""


def test_it_is_sent_on_unread_and_the_readers_there_open_it_together(district):
    district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    desk, sends = district.actor("jijian"), district.reads("jijian")
    report = district.handed("school/校长", home="school", **GIVEN)
    first, one, second, other = two(district)
    handling.forward(actor=desk, report_id=report.public_id, unlocked=sends, to=district.home("discipline"))
    assert not NamePart.objects.filter(key__public_id=sends.key_id).exists()
    opening = asks(first, report, one)
    with pytest.raises(Refused):
        identity.add_part(actor=desk, opening_id=opening.public_id, unlocked=sends)
    identity.add_part(actor=second, opening_id=opening.public_id, unlocked=other)
    assert seen(first, report, one).who.name == NAME


def test_who_withdraws_is_no_hand_any_more_and_who_is_let_in_becomes_one(district):
    first, one, second, other = two(district)
    report = district.handed(CLERK, **GIVEN)
    opening = asks(second, report, other)
    handling.recuse(actor=second, report_id=report.public_id, unlocked=other)
    with pytest.raises(Refused):
        identity.add_part(actor=first, opening_id=opening.public_id, unlocked=one)
    with pytest.raises(Conflict):
        asks(first, report, one)
    third = district.joins("xinren", "discipline/纪委", "纪检干事", "discipline/纪委书记")
    new = district.reads("xinren")
    key_id = queries.key_of(third).public_id
    handling.let_in(actor=first, report_id=report.public_id, unlocked=one, key_id=key_id)
    identity.add_part(actor=third, opening_id=asks(first, report, one).public_id, unlocked=new)
    assert seen(third, report, new).who.name == NAME


def test_who_is_harmed_takes_the_name_along_to_the_next_office(district):
    above, one = district.county_organ(), district.reads("xianjiwei")
    bureau, other = district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长"), district.reads("jijian")
    report = district.handed("school/教导主任", home="school", kind=Kind.RETALIATION, needs="调回原班", **GIVEN)
    handling.protect(actor=above, report_id=report.public_id, unlocked=one, outcome="not_granted", text="不同意。")
    reporting.go_higher(keys=district.keys)
    assert seen(bureau, report, other).who is None
    assert NamePart.objects.filter(key__public_id=other.key_id, other=None).exists(), "it can be handed on from there"
    assert not NamePart.objects.filter(key__public_id=one.key_id).exists()


def test_what_custodians_give_to_a_colleague_is_two_hands_again(district):
    member = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    sheets = split(district, district.reads("jiweiyuan"), "jiweiyuan")
    report = district.handed(CLERK, **GIVEN)
    gone, first, one = queries.key_of(member), district.actor("jiwei"), district.reads("jiwei")
    naming.end_reader(actor=first, reader_id=gone.reader.public_id)
    row = custody.begin(actor=first, key_id=gone.public_id, reason="委员调走了")
    for keeper in ("he", "zhou"):
        custody.give(actor=district.actor(keeper), recovery_id=row.public_id, words=sheets[keeper])
    custody.finish(actor=first, recovery_id=row.public_id, unlocked=one)
    with pytest.raises(Conflict):
        asks(first, report, one)
    third = district.joins("xinren", "discipline/纪委", "纪检干事", "discipline/纪委书记")
    new = district.reads("xinren")
    key_id = queries.key_of(third).public_id
    handling.let_in(actor=first, report_id=report.public_id, unlocked=one, key_id=key_id)
    identity.add_part(actor=third, opening_id=asks(first, report, one).public_id, unlocked=new)
    assert seen(first, report, one).who.name == NAME


def test_to_an_organ_outside_it_goes_only_when_two_have_opened_it(district):
    first, one, second, other = two(district)
    report = district.handed(CLERK, **GIVEN)
    pack = {"actor": first, "report_id": report.public_id, "unlocked": one, "to": "县纪委监委", "address": "县城"}
    without = read_there(handing.pack(**pack))
    assert WORDS in without
    assert NAME not in without
    assert queries.mine(district.keys).lines[-1].said.kind == "packed_unnamed"
    identity.add_part(actor=second, opening_id=asks(first, report, one).public_id, unlocked=other)
    assert NAME in read_there(handing.pack(**pack))
    handing.arrived(actor=first, report_id=report.public_id, unlocked=one, receipt="收7号")
    row = SealedName.objects.get(report=report)
    assert (bytes(row.sealed), bytes(row.own), row.parts.count()) == (b"", b"", 0)
    assert queries.mine(district.keys).openings[0].purpose == PURPOSE, "the reporter reads it still"


def read_there(done) -> str:
    opener = pyrage.x25519.Identity.from_str(done.key)
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(bytes(done.row.data), [opener]))) as bag:
        return bag.read("report.html").decode()


def test_a_name_of_before_moves_out_of_the_words_with_the_next_step(district):
    first, one, second, other = two(district)
    report = district.handed(CLERK)
    data_key = crypto.take(report.envelopes.first().given, one.private)
    message = report.messages.get()
    before = dataclasses.replace(contents.said_in(message, data_key), **GIVEN)
    with store.write():
        message.sealed = contents.seal_said(before, message, data_key)
        message.save()
        Report.objects.filter(pk=report.pk).update(named=True)
        ledger.record(verb="test.before", actor="system:test", about=report.reference, at=time.now(), commits=[message])
    name = seen(first, report, one)
    assert (name.who, name.asked) == (None, None), "it is not shown, and not lost"
    opening = asks(first, report, one)
    message.refresh_from_db()
    assert contents.said_in(message, data_key).name == ""
    identity.add_part(actor=second, opening_id=opening.public_id, unlocked=other)
    assert seen(second, report, other).who.contact == CONTACT


def test_what_finds_no_second_hand_comes_to_nothing_and_the_reporter_reads_that(district, later):
    first, one, _second, _other = two(district)
    report = district.handed(CLERK, **GIVEN)
    asks(first, report, one)
    later(8)
    jobs.tell(time.now())
    assert not NameAsk.objects.exists()
    [told] = queries.mine(district.keys).openings
    assert (told.opening.opened_on, told.opening.ended_on is None) == (None, False)
    asks(first, report, one, "再次申请")


def test_a_purpose_is_needed_and_an_anonymous_report_has_no_name_to_open(district):
    first, one, _second, _other = two(district)
    report = district.handed(CLERK)
    assert seen(first, report, one) is None
    with pytest.raises(Conflict):
        asks(first, report, one)
    with pytest.raises(BadInput):
        asks(first, district.handed(CLERK, **GIVEN), one, " ")


def test_by_the_pages_in_two_sessions(district):
    _first, _one, _second, _other = two(district)
    report = district.handed(CLERK, **GIVEN)
    page = reverse("confidential:report", args=[report.public_id])
    asking, adding, person = signed_in_as("jiwei"), signed_in_as("jiweiyuan"), Client()
    for client in (asking, adding):
        client.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
        assert NAME not in client.get(page).content.decode()
    assert asking.post(page, {"do": "ask_name", "purpose": PURPOSE}).status_code == 302
    there = reverse("confidential:together", args=[NameOpening.objects.get().public_id])
    assert there in adding.get(reverse("confidential:list")).content.decode()
    assert PURPOSE in adding.get(there).content.decode()
    assert asking.get(there).status_code == 404
    assert adding.post(there, {"do": "add"}).status_code == 302
    assert adding.post(there, {"do": "add"}).status_code == 404
    for client in (asking, adding):
        shown = client.get(page).content.decode()
        assert NAME in shown
        assert CONTACT in shown
    person.post(MINE, {"do": "find", "code": district.code})
    mine = person.get(MINE).content.decode()
    assert PURPOSE in mine
    assert "纪委委员" in mine
