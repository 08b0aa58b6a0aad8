"""What the operator of the machine has: the database, the files, the log. Planted words are looked for in all of it."""

from __future__ import annotations

import inspect
import logging
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.confidential import jobs, queries
from huiyin.confidential.actions import handing, handling, identity, reporting
from huiyin.confidential.models import Report
from huiyin.confidential.rules import Whom
from huiyin.confidential.tests.conftest import PASSPHRASE
from huiyin.confidential.tests.test_pages import CLERK, MINE, hands_in
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.operations.testing.rooms import signed_in_as

NAME, CONTACT, TEXT, ANSWER, NOTE = (
    "欧阳慕云",
    "13987654321",
    "锅炉房的合同没有招标",
    "已经受理这件事情",
    "发票在第三页背面",
)


def database() -> bytes:
    """All of it as bytes: on SQLite the file with what was deleted in it, else every value of every table."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return bytes(connection.connection.serialize())
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # a name of our own
            found += [
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor
                for value in row
            ]
    return b"\n".join(found)


def test_planted_words_are_in_no_place_that_the_operator_has(district, settings, caplog):
    district.reads("jiwei")
    caplog.set_level(logging.DEBUG)
    person, reader = Client(REMOTE_ADDR="203.0.113.77"), signed_in_as("jiwei")
    paper = SimpleUploadedFile("证据甲.txt", NOTE.encode())
    code = hands_in(person, district, text=TEXT, name=NAME, contact=CONTACT, papers=[paper], keep_original="on")
    page = reverse("confidential:report", args=[Report.objects.get().public_id])
    reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
    assert TEXT in reader.get(page).content.decode(), "what is looked for is there for the reader"
    assert reader.post(page, {"do": "accept", "text": ANSWER}).status_code == 302
    assert ANSWER in person.get(MINE).content.decode()
    jobs.tell(time.now())

    files = [one.read_bytes() for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    everywhere = b"\n".join([database(), *files, caplog.text.encode()])
    for planted in (NAME, CONTACT, TEXT, ANSWER, NOTE, "证据甲", PASSPHRASE, code, code.replace("-", ""), "203.0.113"):
        assert planted.encode() not in everywhere, planted
        assert planted.encode("utf-16-le") not in everywhere, planted


def test_sizes_in_the_database_are_few(district):
    district.reads("jiwei")
    lengths = set()
    for text in ("短。", "长" * 900, "这" * 40):
        report = district.handed(CLERK, text=text)
        lengths |= {len(bytes(one.sealed)) for one in report.messages.all()}
    assert len(lengths) == 1


def test_rows_and_ledger_tell_the_day_alone(district):
    district.reads("jiwei")
    report = district.handed(CLERK)
    zone = time.zone_of("Asia/Shanghai")
    moments = [one.at.astimezone(zone) for one in Entry.objects.filter(about=report.reference)]
    assert moments
    assert all((moment.hour, moment.minute, moment.second) == (0, 0, 0) for moment in moments)


VERBS = {
    handling: (
        "answer",
        "accept",
        "refuse",
        "finish",
        "tell_result",
        "reopen",
        "forward",
        "let_in",
        "protect",
        "admit",
        "put_aside",
    ),
    handing: ("pack", "arrived"),
    identity: ("ask_name", "add_part"),
}


def test_each_verb_of_a_reader_is_tried():
    """A verb that is added is added to the list, too."""
    for module, verbs in VERBS.items():
        public = {
            name for name, one in vars(module).items()
            if callable(one) and getattr(one, "__module__", "") == module.__name__ and "unlocked" in inspect.signature(one).parameters
        }  # fmt: skip
        assert {one for one in public if not one.startswith("_")} - {"recuse", "medium"} == set(verbs)


@pytest.mark.parametrize(("module", "verb"), [(module, verb) for module, verbs in VERBS.items() for verb in verbs])
def test_who_holds_a_post_of_the_one_it_is_about_reaches_it_by_no_verb(district, module, verb):
    """A reader who is the accused in another post gets no seal; with a seal by mistake it would still open nothing."""
    member = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    district.reads("jiwei")
    opened = district.reads("jiweiyuan")
    report = district.handed(CLERK)
    also = district.example.posts[CLERK]
    district.holds_too("jiweiyuan", also)
    more = {
        "tell_result": {"outcome": "proven", "text": "x"}, "forward": {"to": district.home("bureau")}, "let_in": {"key_id": "x"}, "finish": {},
        "admit": {}, "put_aside": {}, "protect": {"outcome": "granted", "text": "x"}, "pack": {"to": "县纪委监委", "address": ""}, "arrived": {"receipt": "收7号"},
        "ask_name": {"purpose": "x"}, "add_part": {},
    }.get(verb, {"text": "x"})  # fmt: skip
    what = {"opening_id": "x"} if verb == "add_part" else {"report_id": report.public_id}
    with pytest.raises(Refused):
        getattr(module, verb)(actor=member, unlocked=opened, **what, **more)
    with pytest.raises(Refused):
        queries.opened(member, report.public_id, opened)
    with pytest.raises(Refused):
        handing.medium(member, report.public_id, opened, "x")
    assert not reporting.takes(Whom(district.home(), (district.post(CLERK),))), "who is above them neither"
