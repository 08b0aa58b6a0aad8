"""What a browser has encrypted: taken in unread, opened as any other; what is no envelope, or a garbled one, harms nobody."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.public import PublicKey, SealedBox
from nacl.utils import random

from huiyin.confidential import crypto, queries
from huiyin.confidential.models import Envelope, Message, Report, State
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS, District
from huiyin.confidential.tests.test_pages import BEGIN, CLERK, MINE, asked, hidden
from huiyin.confidential.views.sealing import PAGE
from huiyin.kernel import clocks, ledger
from huiyin.operations.testing.rooms import signed_in_as, text_of

CODE = "ABCDEFGHJKLM"
MESSAGE = "abcdefghjkmn"


def somebody() -> Client:
    return Client(headers={"accept-language": "en"})


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def enclosed(page: str, said: object = None, **changes: object) -> dict[str, Any]:
    """What the script sends, reckoned by libsodium from what the page gives it. `said`: what is sealed, if not a report."""
    given = json.loads(html.unescape(re.search(r'data-seal="([^"]*)"', page)[1]))  # type: ignore[index]
    readers = [base64.b64decode(one) for one in given["readers"]]
    whole = {
        **given["whom"], "kind": "report", "text": WORDS, "by": "", "outcome": "", "name": "", "contact": "", "needs": "", "earlier": "",
    }  # fmt: skip
    text = json.dumps({**whole, **said} if isinstance(said, dict) else whole if said is None else said).encode()
    plain = (len(text).to_bytes(4, "big") + text).ljust(4 * 1024 - 260, b"\0") + b"\x80\0\0\0"
    key, nonce, reporter = random(32), random(24), crypto.of_code(CODE)
    sealed = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, f"sealed-message:{MESSAGE}".encode(), nonce, key)
    return {
        "do": "enclosed", "way": hidden(page, "way"), "locator": packed(locator(CODE)), "public": packed(reporter.pair.public),
        "own": packed(SealedBox(PublicKey(reporter.pair.public)).encrypt(key)), "message": MESSAGE, "sealed": packed(sealed),
        "reader": given["readers"], "given": [packed(SealedBox(PublicKey(one)).encrypt(key)) for one in readers], **changes,
    }  # fmt: skip


def locator(code: str) -> bytes:
    """The half of what follows from a code that finds the report."""
    return bytes(crypto._slowly(code.encode(), crypto.salt_of_codes(), 64)[:32])


def opens(reader: Client, report: Report) -> str:
    reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
    return text_of(reader.get(reverse("confidential:report", args=[report.public_id])))


def test_it_is_taken_in_unread_and_the_reader_and_the_code_open_it(district: District):
    district.reads("jiwei")
    person = somebody()
    sent = enclosed(asked(person, district, CLERK))
    answer = person.post(BEGIN, sent)
    assert (answer.status_code, len(answer.content)) == (200, PAGE)
    assert person.post(BEGIN, sent).status_code == 200
    report = Report.objects.get()
    assert WORDS in opens(signed_in_as("jiwei"), report)
    assert person.post(MINE, {"do": "find", "code": CODE}).status_code == 302
    assert WORDS in text_of(person.get(MINE))
    assert clocks.queries.open_rows("sealed-report", report.public_id), "its readers have a day, as for any other"


@pytest.mark.parametrize(
    "changes",
    [
        {"sealed": packed(b"x" * 100)},
        {"sealed": "no base64 !"},
        {"sealed": ""},
        {"sealed": packed(b"x" * (crypto.MIB - 216))},
        {"own": packed(b"x" * 79)},
        {"locator": packed(b"x")},
        {"public": ""},
        {"given": [packed(b"x")]},
        {"message": "../../etc"},
    ],
)
def test_what_is_no_whole_envelope_is_refused_with_a_word_and_nothing_is_kept(district: District, changes):
    district.reads("jiwei")
    person = somebody()
    answer = person.post(BEGIN, enclosed(asked(person, district, CLERK), **changes))
    assert answer.status_code == 422
    assert "no whole envelope" in text_of(answer)
    assert not Report.objects.exists()


def test_who_may_read_changed_meanwhile_so_it_is_asked_for_again_with_their_keys(district: District):
    district.reads("jiwei")
    person = somebody()
    page = asked(person, district, CLERK)
    district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    district.reads("jiweiyuan")
    refused = person.post(BEGIN, enclosed(page))
    assert refused.status_code == 409
    assert not Report.objects.exists()
    now = re.search(r'data-readers="([^"]*)"', text_of(refused))
    assert now
    told = json.loads(html.unescape(now[1]))
    assert (len(told["readers"]), len(told["pairs"])) == (2, 4)


@pytest.mark.parametrize(
    "said", ["garbage", ["report"], {"about": 7}, {"kind": "result", "by": "纪委书记"}, {"extra": 1}]
)
def test_what_opens_to_no_message_is_put_aside_and_closed(district: District, said):
    district.reads("jiwei")
    person, reader = somebody(), signed_in_as("jiwei")
    person.post(BEGIN, enclosed(asked(person, district, CLERK), said))
    report = Report.objects.get()
    page = reverse("confidential:report", args=[report.public_id])
    assert 'value="put_aside"' in opens(reader, report)
    assert reader.post(page, {"do": "accept", "text": "已受理。"}).status_code == 409
    assert reader.post(page, {"do": "put_aside"}).status_code == 302
    report.refresh_from_db()
    assert report.state == State.REFUSED
    assert not clocks.queries.open_rows("sealed-report", report.public_id), "nobody is late with what nobody can read"
    assert reader.get(page).status_code == 404


def test_a_seal_that_the_key_does_not_open_keeps_no_other_shut(district: District):
    unlocked = district.reads("jiwei")
    district.handed(CLERK)
    good = Report.objects.get()
    person, reader = somebody(), signed_in_as("jiwei")
    person.post(BEGIN, enclosed(asked(person, district, CLERK), given=[packed(b"x" * 80)], own=packed(b"y" * 80)))
    bad = Report.objects.exclude(pk=good.pk).get()
    assert 'value="put_aside"' in opens(reader, bad)
    assert WORDS in opens(reader, good)
    assert reader.get(reverse("confidential:list")).status_code == 200
    shut = reader.post(reverse("confidential:report", args=[good.public_id]), {"do": "put_aside"})
    assert shut.status_code == 409, "what opens is not put aside"
    assert Envelope.objects.get(report=good).until is None
    person.post(MINE, {"do": "find", "code": CODE})
    assert "can’t be opened by anybody" in text_of(person.get(MINE))
    assert queries.opened(district.actor("jiwei"), good.public_id, unlocked).lines


def test_a_message_of_another_report_is_not_written_over(district: District):
    district.reads("jiwei")
    district.handed(CLERK)
    message = Message.objects.get()
    person = somebody()
    answer = person.post(BEGIN, enclosed(asked(person, district, CLERK), message=message.public_id))
    assert answer.status_code == 422
    assert Message.objects.get().sealed == message.sealed


NAME_ROW = "zyxwvutsrqpn"


def named(page: str, **changes: object) -> dict[str, Any]:
    """A report with a name in a seal of its own, as the script makes it."""
    given = json.loads(html.unescape(re.search(r'data-seal="([^"]*)"', page)[1]))  # type: ignore[index]
    key, reporter = random(32), crypto.of_code(CODE)
    plain = json.dumps({"name": "欧阳青竹", "contact": "13900004321"}).encode()
    framed = (len(plain).to_bytes(4, "big") + plain).ljust(4 * 1024 - 260, b"\0") + b"\x80\0\0\0"
    nonce = random(24)
    sealed = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(framed, f"sealed-name:{NAME_ROW}".encode(), nonce, key)
    pairs = [[base64.b64decode(one) for one in pair] for pair in given["pairs"]]
    twice = [SealedBox(PublicKey(outer)).encrypt(SealedBox(PublicKey(inner)).encrypt(key)) for outer, inner in pairs]
    return enclosed(page, **{
        "name": NAME_ROW, "name_sealed": packed(sealed), "name_own": packed(SealedBox(PublicKey(reporter.pair.public)).encrypt(key)),
        "outer": [one[0] for one in given["pairs"]], "inner": [one[1] for one in given["pairs"]],
        "part": [packed(one) for one in twice], **changes,
    })  # fmt: skip


def test_a_name_comes_in_a_seal_of_its_own_and_one_reader_alone_is_not_shown_it(district: District):
    unlocked, person = district.reads("jiwei"), somebody()
    assert person.post(BEGIN, named(asked(person, district, CLERK))).status_code == 200
    report = Report.objects.get()
    assert report.named
    assert clocks.queries.open_rows("sealed-report", report.public_id, names=("tell_accept",)), "by the law's date"
    opened = queries.opened(district.actor("jiwei"), report.public_id, unlocked)
    assert opened.name is not None
    assert opened.name.who is None
    assert ledger.verify().ok


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../x"}, {"name_sealed": packed(b"x" * 100)}, {"name_own": packed(b"x")},
        {"outer": [], "inner": [], "part": []}, {"part": [packed(b"x" * 80)]},
    ],
)  # fmt: skip
def test_a_name_that_is_no_whole_envelope_takes_nothing_in(district: District, changes):
    district.reads("jiwei")
    person = somebody()
    assert person.post(BEGIN, named(asked(person, district, CLERK), **changes)).status_code in (409, 422)
    assert not Report.objects.exists()


def more(page: str, data_key: bytes, text: str = "又来了一次。", message: str = "mnpqrstuvwxy") -> dict[str, Any]:
    said = {
        "kind": "say",
        "text": text,
        "by": "",
        "outcome": "",
        "home": "",
        "about": [],
        "whole_house": False,
        "houses": [],
    }
    plain = json.dumps(said).encode()
    framed = (len(plain).to_bytes(4, "big") + plain).ljust(4 * 1024 - 260, b"\0") + b"\x80\0\0\0"
    nonce = random(24)
    sealed = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(
        framed, f"sealed-message:{message}".encode(), nonce, data_key
    )
    return {"do": "enclosed", "locator": packed(locator(CODE)), "message": message, "sealed": packed(sealed)}


def test_something_more_is_added_by_the_half_that_finds_it_and_the_server_never_has_the_key(district: District):
    unlocked, person = district.reads("jiwei"), somebody()
    person.post(BEGIN, enclosed(asked(person, district, CLERK)))
    report = Report.objects.get()
    page = text_of(person.post(MINE, {"do": "own", "locator": packed(locator(CODE))}))
    own = base64.b64decode(html.unescape(re.search(r'data-own="([^"]*)"', page)[1]))  # type: ignore[index]
    key = crypto.take(own, crypto.of_code(CODE).pair.private)
    sent = more(page, key)
    for _again in range(2):
        assert person.post(MINE, sent).status_code == 200
    lines = queries.opened(district.actor("jiwei"), report.public_id, unlocked).lines
    assert [one.said.text for one in lines] == [WORDS, "又来了一次。"], "sent twice it is said once"
    assert person.post(MINE, {**sent, "sealed": packed(b"x" * (4096 - 216))}).status_code == 422, (
        "nothing is written over"
    )
    assert person.post(MINE, more(page, random(32), message="mnpqrstuvwxz")).status_code == 200
    assert queries.opened(district.actor("jiwei"), report.public_id, unlocked).lines[2].said.kind == "garbled"
    Report.objects.update(state=State.REFUSED)
    assert person.post(MINE, more(page, key, message="mnpqrstuvwza")).status_code == 409


@pytest.mark.parametrize("do", ["own", "enclosed"])
def test_who_has_no_code_learns_nothing_and_after_some_tries_waits(district: District, do):
    district.reads("jiwei")
    district.handed(CLERK)
    person = somebody()
    answers = [
        person.post(MINE, {"do": do, "locator": packed(random(32)), "message": MESSAGE, "sealed": ""})
        for _n in range(9)
    ]
    assert {one.status_code for one in answers} == {422}
    assert not any("data-own" in text_of(one) for one in answers)
    assert {len(one.content) for one in answers} == {PAGE}
    if do == "own":
        assert "Wait a minute" in text_of(answers[-1])
    assert Message.objects.count() == 1
