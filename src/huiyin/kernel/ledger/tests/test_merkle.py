"""The tree against the reference vectors of Certificate Transparency, and its proofs against themselves."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ledger import merkle, notes, signing

# certificate-transparency: merkletree/merkle_tree_test.cc
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(content) for content in INPUTS]
PATH_OF_FIRST_IN_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]


def over(leaves):
    return lambda start, end: merkle.root(leaves[start:end])


def test_roots_are_those_of_the_reference():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [merkle.root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


def test_an_audit_path_is_that_of_the_reference():
    assert [step.hex() for step in merkle.inclusion_proof(0, 8, over(LEAVES))] == PATH_OF_FIRST_IN_EIGHT


def leaves_of(size):
    return [hashlib.sha256(bytes([number & 255, number >> 8])).digest() for number in range(size)]


@given(st.data())
def test_inclusion_holds_for_the_leaf_at_its_place_alone(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    root = merkle.root(leaves)
    proof = merkle.inclusion_proof(index, size, over(leaves))
    assert merkle.inclusion_holds(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    assert merkle.inclusion_holds(leaves[index], other, size, proof, root) == (other == index)
    assert not merkle.inclusion_holds(merkle.leaf_hash(b"forged"), index, size, proof, root)
    assert not merkle.inclusion_holds(leaves[index], index, size, [*proof, root], root)
    if proof:
        assert not merkle.inclusion_holds(leaves[index], index, size, proof[:-1], root)


@given(st.data())
def test_consistency_holds_between_a_tree_and_its_beginning_alone(data):
    new = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, new))
    leaves = leaves_of(new)
    proof = merkle.consistency_proof(old, new, over(leaves))
    old_root, new_root = merkle.root(leaves[:old]), merkle.root(leaves)
    assert merkle.consistency_holds(old, new, old_root, new_root, proof)
    forged = merkle.root([merkle.leaf_hash(b"forged"), *leaves[1:old]])
    assert not merkle.consistency_holds(old, new, forged, new_root, proof)
    assert not merkle.consistency_holds(old, new, old_root, forged, proof)
    assert not merkle.consistency_holds(old, new, old_root, new_root, [*proof, old_root])


def test_proofs_of_what_is_not_there_are_refused():
    with pytest.raises(ValueError, match="leaf 8"):
        merkle.inclusion_proof(8, 8, over(LEAVES))
    with pytest.raises(ValueError, match="consistency"):
        merkle.consistency_proof(9, 8, over(LEAVES))
    assert not merkle.consistency_holds(0, 8, merkle.EMPTY_ROOT, merkle.root(LEAVES), [])


def test_key_numbers_are_those_of_the_signed_note_reference():
    key = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert notes.key_id("PeterNeumann", notes.LOG, key[1:]).hex() == "c74f20a3"


def test_a_note_is_read_back_and_a_changed_one_refused():
    note = signing.sign(48, merkle.root(LEAVES))
    assert signing.read(note) == signing.Tree(signing.origin(), 48, merkle.root(LEAVES))
    for position in range(len(note) - 1):
        changed = note[:position] + ("x" if note[position] != "x" else "y") + note[position + 1 :]
        with pytest.raises(signing.NoteError):
            signing.read(changed)
