"""What strangers can get of the tree: tiles and proofs under published checkpoints, and leaves that open part by part."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import ledger, store
from huiyin.kernel.ledger import canonical, jobs, leaves, merkle, models, notes, queries, signing, tiles
from huiyin.kernel.ledger.tests.conftest import act, full_row
from huiyin.kernel.ledger.tests.test_merkle import LEAVES, over


def test_consistency_proofs_are_those_of_the_reference():
    """The tree of seven of RFC 6962, 2.1.3, and the tree of eight of certificate-transparency's merkle_tree_test.cc."""
    seven = LEAVES[:7]
    k, left, right = merkle.root(seven[:4]), merkle.root(seven[:2]), merkle.root(seven[4:])
    assert merkle.consistency_proof(3, 7, over(seven)) == [seven[2], seven[3], left, right]
    assert merkle.consistency_proof(4, 7, over(seven)) == [right]
    assert merkle.consistency_proof(6, 7, over(seven)) == [merkle.root(seven[4:6]), seven[6], k]
    assert [one.hex() for one in merkle.consistency_proof(1, 8, over(LEAVES))] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("0/000", tiles.Tile(0, 0, 256)),
        ("0/x001/x234/067", tiles.Tile(0, 1234067, 256)),
        ("1/x001/000.p/17", tiles.Tile(1, 1000, 17)),
        ("63/999.p/255", tiles.Tile(63, 999, 255)),
    ],
)
def test_a_tile_is_named_as_the_specification_says(path, tile):
    assert tiles.read_path(path) == tile
    assert tile.path == path


@pytest.mark.parametrize(
    "path",
    [
        "", "0", "0/", "0/0", "00/000", "64/000", "0/x000/001", "0/001/002", "0/x001", "0/000.p/0", "0/000.p/256",
        "0/000.p/01", "0/000.p/", "0/000/", "-1/000", "0/٠٠٠", "entries/000", "0/000\n", "0/" + "x001/" * 30 + "000",
    ],
)  # fmt: skip
def test_what_names_no_tile_is_none(path):
    assert tiles.read_path(path) is None


@given(st.integers(0, 63), st.integers(0, 10**15), st.integers(1, 256))
def test_every_tile_has_one_name(level, index, width):
    tile = tiles.Tile(level, index, width)
    assert tiles.read_path(tile.path) == tile


START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def grow(entries: int, now: dt.datetime) -> models.Checkpoint:
    """So many entries more, and the checkpoint over them."""
    with store.write():
        for _ in range(entries):
            act()
    while not jobs.run_once(now).checkpoint:
        pass
    found = queries.latest_checkpoint()
    assert found is not None
    return found


@pytest.fixture
def two_checkpoints(db):
    """Some 600 leaves under the second of two checkpoints, and some behind it."""
    found = [grow(250, START), grow(320, START + dt.timedelta(minutes=10))]
    with store.write():
        act()
    ledger.sequence_now()
    return found


def test_tiles_hold_the_tree_of_the_newest_checkpoint_and_nothing_behind_it(two_checkpoints):
    size = two_checkpoints[-1].tree_size
    stored = [bytes(one) for one in models.Leaf.objects.order_by("index").values_list("hash", flat=True)]
    assert len(stored) > size, "some leaves are not published yet"
    served: list[bytes] = []
    for index in range(size // 256):
        full = tiles.hashes(tiles.Tile(0, index, 256), size)
        assert full is not None
        served += [full[place : place + 32] for place in range(0, 256 * 32, 32)]
    rest = tiles.hashes(tiles.Tile(0, size // 256, size % 256), size)
    assert rest is not None
    served += [rest[place : place + 32] for place in range(0, len(rest), 32)]
    assert served == stored[:size]
    assert merkle.root(served) == bytes(two_checkpoints[-1].root)
    assert tiles.hashes(tiles.Tile(0, size // 256, size % 256 + 1), size) is None
    assert tiles.hashes(tiles.Tile(0, size // 256, 256), size) is None
    above = tiles.hashes(tiles.Tile(1, 0, size // 256), size)
    assert above == b"".join(merkle.root(stored[place : place + 256]) for place in range(0, size - size % 256, 256))
    assert tiles.hashes(tiles.Tile(2, 0, 1), size) is None


def test_proofs_are_given_between_published_checkpoints_alone(two_checkpoints):
    first, last = two_checkpoints
    text = queries.consistency(first.tree_size, last)
    assert text is not None
    head, _, checkpoint = text.partition("\n\n")
    old, *hashes = head.split("\n")
    assert (old, checkpoint) == (f"old {first.tree_size}", last.note)
    proof = [base64.b64decode(one) for one in hashes]
    assert merkle.consistency_holds(first.tree_size, last.tree_size, bytes(first.root), bytes(last.root), proof)
    assert queries.consistency(first.tree_size + 1, last) is None
    assert queries.consistency(last.tree_size, first) is None
    assert queries.inclusion_at(3, first.tree_size + 16) is None
    assert queries.inclusion_at(last.tree_size, last.tree_size) is None
    found = queries.inclusion_at(3, first.tree_size)
    assert found is not None
    assert found.checkpoint == first.note
    assert found.holds()


@pytest.mark.django_db
def test_a_leaf_opens_part_by_part_and_says_nothing_else():
    """What stands in a receipt: the rows of others, their number, and who did what are not in it."""
    with store.write():
        row = full_row()
        entry = act(commits=[row, full_row()])
    written = leaves.content_of(entry)
    assert merkle.leaf_hash(written) == bytes(entry.leaf_hash)
    leaf = json.loads(written)
    assert sorted(leaf) == ["act", "at", "entry", "rows"]
    assert len(leaf["rows"]) == 16
    assert leaf["rows"] == sorted(leaf["rows"])
    opening = models.Opening.objects.get(pk=ledger.row_reference(row))
    form = canonical.row_form(type(row), opening.field_set)
    opened = canonical.row_bytes(form, form.read(row), bytes(opening.salt))
    assert hashlib.sha256(bytes(opening.salt) + opened).hexdigest() in leaf["rows"]
    assert leaf["act"] == hashlib.sha256(leaves.act_salt(entry) + leaves.act_bytes(entry)).hexdigest()
    assert "ledger_sample" not in written.decode()


@pytest.mark.django_db
def test_the_places_of_entries_do_not_tell_how_many_there_were():
    """Of one entry in a batch of sixteen, thirty times: not always the first place."""
    places = set()
    for number in range(30):
        grow(1, START + number * dt.timedelta(minutes=10))
    for leaf in models.Leaf.objects.exclude(entry=None):
        places.add(leaf.index % 16)
    assert len(places) > 4
    assert ledger.verify().ok


def witness(name: str = "witness.example/w1") -> tuple[notes.Key, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.generate()
    return notes.Key(name, notes.WITNESS, private.public_key().public_bytes_raw()), private


def cosigned(note: str, key: notes.Key, private: Ed25519PrivateKey, moment: int) -> str:
    """The checkpoint with a witness's line below."""
    text = notes.read(note).text
    blob = moment.to_bytes(8, "big") + private.sign(notes.cosigned_bytes(moment, text))
    return note + notes.Signature(key.name, key.id, blob).line()


def test_a_witness_signs_a_checkpoint_with_its_moment():
    key, private = witness()
    note = cosigned(signing.sign(48, merkle.root(LEAVES)), key, private, 1679315147)
    assert notes.read_key(str(key)) == key
    assert notes.cosigned_at(notes.read(note), key) == 1679315147
    assert signing.read(note).size == 48, "a line of somebody else does not spoil a checkpoint"
    later = note.replace("\n48\n", "\n49\n")
    assert notes.cosigned_at(notes.read(later), key) is None
    assert notes.cosigned_at(notes.read(note), witness()[0]) is None


@pytest.mark.parametrize(
    "written", ["", "a+b", "name+00000000+AQ==", "wit ness+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_what_is_no_key_is_refused(written):
    with pytest.raises(notes.NoteError):
        notes.read_key(written)


def test_the_key_of_the_signed_note_reference_is_read():
    key = notes.read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = notes.read(
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert notes.signed(note, key)
    assert not notes.signed(notes.Note(note.text + "\n", note.signatures), key)


@given(st.text(max_size=200))
def test_any_text_is_a_note_or_refused(written):
    try:
        notes.tree_of(notes.read(written).text)
    except notes.NoteError:
        return
    raise AssertionError("nothing random is a checkpoint")
