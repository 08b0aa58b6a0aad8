"""The person takes everything that is held of their matter, and nothing of anybody else's."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import attaching, handling
from huiyin.cases.models import Concern
from huiyin.cases.rules import show_code
from huiyin.cases.tests.test_groups import SECRET, group
from huiyin.kernel import files
from huiyin.kernel.files.models import Attachment
from huiyin.receipts.queries import receipt_of
from huiyin.retention import copying

pytestmark = pytest.mark.django_db
WORDS = "三楼走廊的灯坏了很久，<b>夜里</b>看不见。"
PAPER = "维修记录：九月报修，十月没有人来。".encode()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as bag:
        assert bag.testzip() is None
        return {name: bag.read(name) for name in bag.namelist()}


def copied(concern: Concern) -> dict[str, bytes]:
    into = io.BytesIO()
    copying.write(Concern.objects.get(pk=concern.pk), into)
    return unpacked(into.getvalue())


def test_from_the_page_by_code_without_script(office):
    receipt = office.raised(text=WORDS)
    office.served(receipt)
    message = handling.say(concern=receipt.concern, text="附上维修记录。")
    attaching.attach(message=message, inspected=[files.inspect(SimpleUploadedFile("../维修 记录.txt", PAPER))])
    person = Client()
    assert person.post(reverse("retention:own_copy")).status_code == 302, "without a code to the page for it"
    person.post(reverse("cases:lookup"), {"code": show_code(receipt.code)})
    page = person.get(reverse("cases:status")).content.decode()
    assert f'action="{reverse("retention:own_copy")}"' in page
    answer = person.post(reverse("retention:own_copy"))
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    found = unpacked(b"".join(answer.streaming_content))
    html = found["index.html"].decode()
    assert "&lt;b&gt;夜里&lt;/b&gt;" in html
    assert "附上维修记录" in html
    assert "<script" not in html
    [name] = [name for name in found if name.startswith("files/")]
    assert ".." not in name
    assert found[name] == PAPER
    record = json.loads(found["matter.json"])
    assert record["raised"]["text"] == WORDS
    assert record["letters"], "the answer is in it"
    everything = b"".join(found.values()).decode(errors="replace")
    for secret in ("林秀英", "13800001111", "lin@example.test", receipt.code):
        assert secret not in everything, "who it is stays sealed"


def test_the_receipt_in_it_is_the_one_that_anybody_can_check(office):
    receipt = office.raised(text=WORDS)
    taken, shown = json.loads(copied(receipt.concern)["receipt.json"]), json.loads(receipt_of(receipt.concern))
    lasting = [name for name, value in shown.items() if isinstance(value, list | dict)]
    assert lasting
    assert {name: taken[name] for name in lasting} == {name: shown[name] for name in lasting}


def test_of_others_in_the_same_case_nothing(office):
    _case, (first, second, _third) = group(office)
    handling.say(concern=second, text=SECRET)
    assert SECRET in copied(second)["index.html"].decode()
    everything = b"".join(copied(first).values()).decode(errors="replace")
    assert SECRET not in everything
    assert "家长" not in everything.replace("五年级全体家长", "")


def test_a_file_that_is_lost_is_named_and_the_rest_goes(office, settings):
    receipt = office.raised(text=WORDS)
    office.served(receipt)
    message = handling.say(concern=receipt.concern, text="附上维修记录。")
    attaching.attach(message=message, inspected=[files.inspect(SimpleUploadedFile("维修.txt", PAPER))])
    digest = Attachment.objects.get().digest
    for path in Path(settings.MEDIA_ROOT).rglob(f"*{digest[4:]}*"):
        path.unlink()
    found = copied(receipt.concern)
    assert not [name for name in found if name.startswith("files/")]
    assert json.loads(found["matter.json"])["files"] == [
        {"name": "维修.txt", "path": "files/01-维修.txt", "missing": True}
    ]


def test_copies_are_limited_by_code(office):
    receipt = office.raised(text=WORDS)
    person = Client()
    person.post(reverse("cases:lookup"), {"code": show_code(receipt.code)})
    codes = []
    for _number in range(12):
        answer = person.post(reverse("retention:own_copy"))
        codes.append(answer.status_code)
        if answer.streaming:
            assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert codes[:10] == [200] * 10
    assert codes[11] == 503
