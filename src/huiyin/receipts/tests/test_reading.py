"""Whatever somebody gives as a receipt is read or refused; nothing breaks, and nothing that was changed holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ledger import merkle, signing
from huiyin.receipts import reading, verifying
from huiyin.receipts.verifying import Fault

from .conftest import b64, leaf_of

SALT = "00" * 16
ROW = '{"channel":"web","received_at":"2026-11-24T08:00:00+00:00","text":"早饭是凉的"}'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["format", "key", "entries", "leaf", "rows", "act", "proof", "salt", "text", "x"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def sound() -> dict:
    """A receipt made by hand as the format says, in a tree of eight."""
    digest = verifying.digest(reading.Opened(bytes.fromhex(SALT), ROW))
    leaf = json.dumps({"act": "00" * 32, "at": "2026-11-24T08:00:01+00:00", "entry": "11" * 32, "rows": [digest]})
    leaves = [leaf_of(str(number)) for number in range(7)]
    leaves.insert(5, leaf_of(leaf))
    path = merkle.inclusion_proof(5, 8, lambda start, end: merkle.root(leaves[start:end]))
    note = signing.sign(8, merkle.root(leaves))
    proof = f"{reading.PROOF}\nindex 5\n" + "".join(f"{b64(step)}\n" for step in path) + f"\n{note}"
    part = {"leaf": leaf, "rows": [{"salt": SALT, "text": ROW}], "proof": proof}
    return {"format": reading.FORMAT, "key": str(signing.key()), "entries": [part]}


def test_a_receipt_made_by_hand_holds(sound):
    verdict = verifying.verify(reading.receipt(json.dumps(sound).encode()), key=signing.key())
    assert verdict.holds
    assert verdict.registered["text"] == "早饭是凉的"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(reading.Unusable):
        reading.receipt(content)


@given(JSON)
def test_any_object_is_read_or_refused(value):
    given_back = {"format": reading.FORMAT, **value} if isinstance(value, dict) else value
    try:
        receipt = reading.receipt(json.dumps(given_back).encode())
        assert not verifying.verify(receipt).holds
    except reading.Unusable:
        return


@given(st.data())
def test_one_changed_sign_of_what_is_proved_does_not_hold(sound, data):
    """In the leaf, a row, its salt, the proof or the checkpoint; `extra` lines and lines of others do not count."""
    changed = json.loads(json.dumps(sound))
    part = changed["entries"][0]
    where, name = data.draw(
        st.sampled_from([(part, "leaf"), (part, "proof"), (part["rows"][0], "salt"), (part["rows"][0], "text")])
    )
    text = where[name]
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0a\n x") if name != "salt" else st.sampled_from("0123456789abcdef"))
    where[name] = text[:place] + sign + text[place + 1 :]
    if where[name] == text:
        return
    try:
        assert not verifying.verify(reading.receipt(json.dumps(changed).encode()), key=signing.key()).holds
    except reading.Unusable:
        return


def test_a_leaf_of_a_receipt_is_no_other_leaf(sound):
    """The words of somebody else do not open in it."""
    changed = json.loads(json.dumps(sound))
    changed["entries"][0]["rows"][0]["text"] = ROW.replace("凉", "热")
    faults = verifying.verify(reading.receipt(json.dumps(changed).encode())).faults
    assert [one.fault for one in faults] == [Fault.OPENING]
