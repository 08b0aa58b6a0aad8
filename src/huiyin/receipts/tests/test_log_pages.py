"""What anybody gets of the log: checkpoint, tiles, proofs, its page; and what nobody gets."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from huiyin.kernel import ledger, time
from huiyin.kernel.ledger import merkle, models, notes, signing, triggers, witnessing
from huiyin.kernel.ledger import queries as log

from .conftest import opened

RED = "这份日志自相矛盾"

pytestmark = pytest.mark.django_db


def checkpoint(client: Client) -> str:
    response = client.get("/log/checkpoint")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_a_monitor_rebuilds_the_signed_root_from_tiles_alone(office, publish):
    for number in range(6):
        office.raised(text=f"第{number}件")
    publish()
    client = Client()
    stated = notes.checkpoint(checkpoint(client), notes.read_key(client.get("/log/key").content.decode()))
    tile = client.get(f"/log/tile/0/000.p/{stated.size}")
    assert tile["Content-Type"] == "application/octet-stream"
    assert "max-age" in tile["Cache-Control"]
    assert not tile.cookies
    hashes = [tile.content[place : place + 32] for place in range(0, len(tile.content), 32)]
    assert merkle.root(hashes) == stated.root


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000", "tile/0/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/1/000.p/1", "tile/00/000", "tile/0/0",
        "tile/0/x999/x999/x999/x999/x999/x999/000", "tile/entries/000", "tile/entries/000.p/16", "consistency/0",
        "consistency/17", "consistency/99999999999999999999999", "inclusion/16/16", "inclusion/0/17", "inclusion/0/0",
        "inclusion/99999999999999999999/16", "tile/", "tile/0/000.p/16/", "entry/0",
    ],
)  # fmt: skip
def test_what_was_not_published_is_not_there(office, publish, path):
    publish()
    assert Client().get(f"/log/{path}").status_code == 404


def test_nothing_behind_the_newest_checkpoint_is_served(office, publish):
    publish()
    office.raised()
    ledger.sequence_now()
    size = models.Checkpoint.objects.get().tree_size
    assert models.Leaf.objects.count() > size
    assert Client().get(f"/log/tile/0/000.p/{size}").status_code == 200
    assert Client().get(f"/log/tile/0/000.p/{size + 1}").status_code == 404


def test_before_the_first_checkpoint_there_is_nothing_and_the_page_says_so(db):
    assert Client().get("/log/checkpoint").status_code == 404
    assert Client().get("/log/tile/0/000.p/1").status_code == 404
    assert Client().get("/log/").status_code == 200


def test_a_witness_follows_from_checkpoint_to_checkpoint(office, publish, watcher):
    """What it is asked with holds, what it signs is kept and served, and the page names it."""
    publish()
    witnessing.add_witness(key=str(watcher.key))
    asked = log.asked_of(watcher.key.name)
    assert asked is not None
    assert asked.startswith("old 0\n\n")
    client = Client()
    first = checkpoint(client)
    signed = watcher.sign(first, int(time.now().timestamp()))
    response = client.post("/log/handed-in", signed, content_type="text/plain")
    assert response.content.decode() == f"kept {watcher.key.name}\n"
    assert checkpoint(client) == signed
    assert client.post("/log/handed-in", signed, content_type="text/plain").content == b"nothing new\n"
    office.raised()
    publish()
    asked = log.asked_of(watcher.key.name)
    assert asked is not None
    head, _, note = asked.partition("\n\n")
    old, *hashes = head.split("\n")
    before, after = signing.read(first), signing.read(note)
    assert old == f"old {before.size}"
    proof = [base64.b64decode(one) for one in hashes]
    assert merkle.consistency_holds(before.size, after.size, before.root, after.root, proof)
    assert client.get(f"/log/consistency/{before.size}").content.decode() == asked
    assert watcher.key.name in client.get("/log/").content.decode()
    witnessing.remove_witness(name=watcher.key.name)
    assert watcher.key.name not in client.get("/log/").content.decode()


def test_lines_of_strangers_and_forged_ones_are_not_kept(office, publish, watcher):
    publish()
    client = Client()
    note = checkpoint(client)
    moment = int(time.now().timestamp())
    for handed in (watcher.sign(note, moment), note, watcher.sign(note, 2**40)):
        assert client.post("/log/handed-in", handed, content_type="text/plain").content == b"nothing new\n"
    witnessing.add_witness(key=str(watcher.key))
    far = watcher.sign(note, 2**40)
    assert client.post("/log/handed-in", far, content_type="text/plain").content == b"nothing new\n"
    for handed in (b"", b"\xff", b"x\n\ny\n", note.replace("— ", "- ").encode(), b"a" * 100_000):
        assert client.post("/log/handed-in", handed, content_type="text/plain").status_code == 422
    assert not models.Cosignature.objects.exists()
    assert client.get("/log/handed-in").status_code == 405


def test_a_log_that_was_rewritten_stands_in_red_for_everybody(office, publish):
    """A checkpoint that somebody kept is enough: the key signed it, and the tree does not go on from it."""
    office.raised()
    publish()
    client = Client()
    kept = checkpoint(client)
    assert RED not in client.get("/log/").content.decode()
    rewrite()
    publish()
    assert RED not in client.get("/log/").content.decode(), "by itself the new history fits together"
    assert client.post("/log/handed-in", kept, content_type="text/plain").content == b"contradiction\n"
    page = client.get("/log/").content.decode()
    assert RED in page
    assert kept.split("\n")[2].replace("+", "&#x2B;") in page or kept.split("\n")[2] in page
    assert client.post("/log/handed-in", kept, content_type="text/plain").content == b"contradiction\n"
    assert models.Contradiction.objects.count() == 1


def test_a_witness_line_that_is_kept_shows_a_rewritten_log_at_once(office, publish, watcher):
    office.raised()
    publish()
    witnessing.add_witness(key=str(watcher.key))
    witnessing.take(note=watcher.sign(checkpoint(Client()), int(time.now().timestamp())))
    rewrite()
    publish()
    assert RED in Client().get("/log/").content.decode()


def test_the_machine_finds_a_changed_leaf_by_itself(office, publish):
    office.raised()
    publish()
    assert witnessing.check_own() == 0
    triggers.lift_for_a_test()
    models.Leaf.objects.filter(index=0).update(hash=b"x" * 32)
    triggers.install()
    assert witnessing.check_own() == 1
    assert RED in Client().get("/log/").content.decode()


def test_the_status_page_says_honestly_when_the_proof_is_ready(office, publish):
    receipt = office.raised()
    client = opened(receipt.code)
    before = client.get("/status/").content.decode()
    assert "/status/receipt.json" in before
    publish()
    after = client.get("/status/").content.decode()
    assert before != after
    assert log.fingerprint(receipt.concern) in after


def rewrite() -> None:
    """Everything signed so far is thrown away; what follows is signed anew with the real key."""
    triggers.lift_for_a_test()
    models.Checkpoint.objects.all().delete()
    models.Node.objects.all().delete()
    leaves = list(models.Leaf.objects.exclude(entry=None).values_list("entry_id", flat=True))
    models.Leaf.objects.all().delete()
    models.Unsequenced.objects.bulk_create([models.Unsequenced(entry_id=one) for one in reversed(leaves)])
    triggers.install()


def test_what_caches_may_keep_is_nobodys(office, publish, as_):
    """A tile is the same for everybody; it must not carry somebody's cookie into a shared cache."""
    publish()
    client = as_("jiang")
    size = models.Checkpoint.objects.get().tree_size
    for path in (f"tile/0/000.p/{size}", "checkpoint", "key", "check.html", f"inclusion/0/{size}"):
        response = client.get(f"/log/{path}")
        assert response["Cache-Control"].startswith("public"), path
        assert not response.cookies, path
