"""The file that a person takes home: what it proves, what it does not tell, and that nothing can be changed behind it."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.apps import apps

from huiyin.cases.models import Concern
from huiyin.cli import main
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.ledger import canonical, leaves, models, signing, triggers
from huiyin.kernel.ledger import queries as log
from huiyin.kernel.ledger.merkle import leaf_hash
from huiyin.receipts import reading, verifying
from huiyin.receipts.verifying import Fault

from .conftest import fetched, opened, written
from .test_log_pages import checkpoint

pytestmark = pytest.mark.django_db


def faults(content: bytes, **given) -> list[Fault]:
    return [one.fault for one in verifying.verify(reading.receipt(content), **given).faults]


def test_a_receipt_proves_words_moment_and_dates(office, publish, watcher):
    receipt = office.raised()
    client = opened(receipt.code)
    early = fetched(client)
    assert faults(early) == [Fault.NOT_YET], "words and dates hold already; the proof comes with the next checkpoint"
    publish()
    content = fetched(client)
    verdict = verifying.verify(reading.receipt(content), key=signing.key())
    assert verdict.holds
    concern = Concern.objects.get()
    assert verdict.registered["text"] == concern.text
    assert leaves.grouped(bytes.fromhex(verdict.fingerprint)) == log.fingerprint(concern)
    assert dt.datetime.fromisoformat(verdict.registered["received_at"]) == concern.received_at
    shown = {one.due_on.isoformat() for one in Clock.objects.filter(subject_id=concern.case.public_id)}
    assert {one.due_on for one in verdict.dates} == shown
    assert json.loads(early)["entries"][0]["leaf"] == json.loads(content)["entries"][0]["leaf"]


def test_a_receipt_tells_nothing_of_others_and_no_number_of_the_database(office, publish):
    """Two who hand in one after the other learn nothing from each other's file, nor how many there are."""
    first, second = office.raised(text="第一件事"), office.raised(text="第二件事")
    publish()
    mine, other = fetched(opened(first.code)).decode(), fetched(opened(second.code)).decode()
    assert "第二件事" not in mine
    hashes = re.compile(r"[0-9a-f]{32,}")
    assert not set(hashes.findall(mine)) & set(hashes.findall(other))
    for part in json.loads(mine)["entries"]:
        assert sorted(json.loads(part["leaf"])) == ["act", "at", "entry", "rows"]
        for row in part["rows"]:
            fields = json.loads(row["text"])
            for name in ("case", "told", "track", "owner"):
                assert len(fields.get(name, "0" * 32)) == 32, "keys of the database and posts are hidden"


def test_dates_of_the_office_are_in_it_when_it_has_set_them(office, publish):
    receipt = office.raised()
    office.accepted(receipt)
    publish()
    verdict = verifying.verify(reading.receipt(fetched(opened(receipt.code))))
    assert verdict.holds
    case = receipt.concern.case
    reply = next(one for one in Clock.objects.filter(subject_id=case.public_id) if one.ended_at is None)
    assert reply.due_on.isoformat() in {one.due_on for one in verdict.dates}
    acts = [part.act for part in reading.receipt(fetched(opened(receipt.code))).parts]
    assert all(one is None or "cases.raise" in one.text for one in acts), (
        "who set a date, and by which verb, is not told"
    )


def test_nobody_gets_it_without_the_code(office, client):
    office.raised()
    assert client.get("/status/receipt.json").status_code == 302


@pytest.mark.parametrize("what", ["text", "received_at", "due_on", "leaf", "salt", "proof", "checkpoint"])
def test_an_altered_file_does_not_hold(office, publish, what):
    receipt = office.raised()
    publish()
    content = fetched(opened(receipt.code)).decode()
    changed = {
        "text": content.replace("问了三次", "问了两次"),
        "received_at": content.replace('\\"received_at\\":\\"2', '\\"received_at\\":\\"1'),
        "due_on": content.replace('\\"due_on\\":\\"2', '\\"due_on\\":\\"3'),
        "leaf": content.replace('\\"entry\\":\\"', '\\"entry\\":\\"0'),
        "salt": re.sub('"salt": "(.)', lambda found: '"salt": "' + ("1" if found[1] != "1" else "2"), content),
        "proof": content.replace("index ", "index 1", 1),
        "checkpoint": re.sub(r"\\n(\d+)\\n", r"\\n9\1\\n", content),
    }[what]
    assert changed != content
    assert faults(changed.encode())


def _forge(receipt, publish, change) -> None:
    """Someone who is root and has the key writes another history: rows, entries, tree and signatures, all consistent."""
    triggers.lift_for_a_test()
    change()
    models.Checkpoint.objects.all().delete()
    models.Node.objects.all().delete()
    models.Leaf.objects.all().delete()
    for entry in models.Entry.objects.order_by("pk"):
        events = entry.events
        for event in events:
            opening = models.Opening.objects.filter(pk=event["row"], entry=entry).first()
            if opening is None:
                continue
            label, _, key = event["row"].partition(":")
            row = apps.get_model(label)._base_manager.get(pk=key)
            form = canonical.row_form(type(row), opening.field_set)
            salt = bytes(opening.salt)
            event["digest"] = canonical.commitment(salt, canonical.row_bytes(form, form.read(row), salt))
        entry.commitments = canonical.to_json(events)
        plain = canonical.entry_bytes(
            entry.public_id, entry.at, entry.verb, entry.actor, entry.about, entry.commitments
        )
        digests = [one["digest"] for one in events if "digest" in one]
        entry.leaf_hash, entry.mac = leaf_hash(leaves.content(entry, plain, digests)), signing.mac(plain)
        entry.save()
        models.Unsequenced.objects.get_or_create(entry=entry)
    triggers.install()
    publish()
    assert ledger.verify().ok, "the forged history fits together: only what was kept elsewhere tells"


CHANGES = {
    "the words": lambda: Concern.objects.update(text="都很好。"),
    "the day of registration": lambda: Concern.objects.update(
        received_at=Concern.objects.get().received_at + dt.timedelta(days=3)
    ),
    "a date": lambda: [
        Clock.objects.filter(pk=one.pk).update(due_on=one.due_on + dt.timedelta(days=9)) for one in Clock.objects.all()
    ],
    "an entry of somebody else": lambda: models.Entry.objects.filter(verb="cases.raise").update(
        actor="post:2k4x9m7p3vwt"
    ),
}


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_what_the_office_rewrites_with_the_real_key_an_old_receipt_catches(office, publish, what, tmp_path, capsys):
    receipt = office.raised()
    publish()
    client = opened(receipt.code)
    old = fetched(client)
    size = models.Checkpoint.objects.get().tree_size
    _forge(receipt, publish, CHANGES[what])
    file = written(tmp_path / "old.json", old)
    newest = written(tmp_path / "newest.txt", checkpoint(client))
    answer = client.get(f"/log/consistency/{size}")
    text = answer.content.decode() if answer.status_code == 200 else log.consistency_text(size, log.latest_checkpoint())
    link = written(tmp_path / "link.txt", text)
    assert main(["receipt", "verify", file, "--json"]) == 0, "what was signed stays signed"
    assert main(["receipt", "verify", file, "--checkpoint", newest, "--checkpoint", link, "--json"]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["fault"] for one in answers[-1]["bad"]} == {"forked"}


def test_a_row_that_is_edited_behind_the_ledger_shows_in_the_next_file(office, publish):
    receipt = office.raised()
    publish()
    Concern.objects.update(text="都很好。")
    assert Fault.OPENING in faults(fetched(opened(receipt.code)))


def test_the_log_goes_on_and_an_old_receipt_holds_against_it(office, publish, tmp_path, capsys, watcher):
    receipt = office.raised()
    publish()
    client = opened(receipt.code)
    old = fetched(client)
    size = models.Checkpoint.objects.get().tree_size
    office.raised(text="另一件")
    publish()
    file = written(tmp_path / "old.json", old)
    link = written(tmp_path / "link.txt", client.get(f"/log/consistency/{size}").content)
    bare = written(tmp_path / "bare.txt", checkpoint(client))
    key = str(signing.key())
    assert main(["receipt", "verify", file, "--checkpoint", link, "--key", key]) == 0
    assert main(["receipt", "verify", file, "--checkpoint", bare]) == 2, "nothing joins the two sizes"
    assert f"/log/consistency/{size}" in capsys.readouterr().err
    assert main(["receipt", "verify", file, "--witness", str(watcher.key)]) == 1
    assert main(["receipt", "verify", file, "--key", str(watcher.key)]) == 1
    assert main(["receipt", "verify", file, "--key", "nonsense"]) == 2
    assert main(["receipt", "verify", str(tmp_path / "nothing.json")]) == 2
    for content in (
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"format": "huiyin-receipt/1", "key": "x", "entries": [{}]}',
        b"\xff\xfe",
    ):
        assert main(["receipt", "verify", written(tmp_path / "bad.json", content)]) == 2


def test_a_person_who_writes_meanwhile_still_gets_a_file_that_agrees(office, publish):
    receipt = office.raised()
    with store.write():
        Concern.objects.update(wish="改成公开账目")
        receipt.concern.refresh_from_db()
        ledger.record(verb="cases.edit", actor="petitioner", about="case:x", at=time.now(), commits=[receipt.concern])
    publish()
    verdict = verifying.verify(reading.receipt(fetched(opened(receipt.code))))
    assert verdict.holds
    assert verdict.registered["wish"] == "改成公开账目"


def test_an_entry_of_a_former_release_is_not_shown(office, publish):
    """Its leaf was its plain bytes, with numbers of the database in it. It verifies as ever."""
    receipt = office.raised()
    triggers.lift_for_a_test()
    for entry in models.Entry.objects.all():
        plain = canonical.entry_bytes(
            entry.public_id, entry.at, entry.verb, entry.actor, entry.about, entry.commitments
        )
        models.Entry.objects.filter(pk=entry.pk).update(leaf_hash=leaf_hash(plain))
    triggers.install()
    publish()
    assert ledger.verify().ok
    client = opened(receipt.code)
    assert "/status/receipt.json" not in client.get("/status/").content.decode()
    assert client.get("/status/receipt.json").status_code == 404
    assert log.fingerprint(receipt.concern) == ""
