"""History from elsewhere proves itself without the key that made it: entries of this release and of former ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.kernel import ledger, store, time
from huiyin.kernel.ledger import history as carrying
from huiyin.kernel.ledger import leaves, models, notes, signing, triggers
from huiyin.kernel.ledger.merkle import leaf_hash
from huiyin.kernel.ledger.tests.conftest import act, full_row


@pytest.fixture
def source(history):
    """Entries with one row, with many, with none and of a former release, written out with their checkpoint."""
    with store.write():
        many = act(commits=[full_row() for _number in range(17)])
        former = act(commits=[full_row()])
    triggers.lift_for_a_test()
    models.Entry.objects.filter(pk=former.pk).update(leaf_hash=leaf_hash(leaves.plain_of(former)))
    triggers.install()
    ledger.sequence_now()
    note = carrying.signed_now()
    entries = list(
        models.Entry.objects.filter(pk__in=[history[0].pk, history[4].pk, many.pk, former.pk]).order_by("pk")
    )
    proved = list(carrying.proved(entries, signing.read(note).size))
    assert [bool(one.filling) for one in proved] == [True, True, True, False]
    assert all(one.path for one in proved)
    return str(signing.key()), note, proved


@pytest.fixture
def elsewhere(source, settings, tmp_path):
    """From here on the key is another one."""
    settings.HUIYIN_KEY_FILE = tmp_path / "another-key"
    assert str(signing.key()) != source[0]
    return source


def test_entries_of_both_forms_of_leaf_prove_themselves_under_another_key(elsewhere):
    key, note, proved = elsewhere
    stated = carrying.stated_by(key, note)
    assert all(one.holds(stated) for one in proved)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, verb="samples.other"),
        lambda one: replace(one, commitments='[{"digest":"00","row":"x:1"}]'),
        lambda one: replace(one, commitments="no JSON"),
        lambda one: replace(one, filling=("00" if one.filling[:2] != "00" else "11") + one.filling[2:]),
        lambda one: replace(one, filling="no hex"),
        lambda one: replace(one, filling="" if one.filling else "00" * 64),
        lambda one: replace(one, index=one.index + 1),
    ],
    ids=["verb", "commitments", "no-json", "filling", "no-hex", "form", "place"],
)
def test_an_entry_that_was_changed_on_the_way_proves_nothing(elsewhere, change):
    key, note, proved = elsewhere
    stated = carrying.stated_by(key, note)
    assert not [one for one in map(change, proved) if one.holds(stated)]


def test_a_checkpoint_of_another_key_is_refused(elsewhere):
    _key, note, _proved = elsewhere
    with pytest.raises(notes.NoteError):
        carrying.stated_by(str(signing.key()), note)


def test_what_was_taken_in_verifies_and_a_change_of_it_is_named(source):
    key, note, proved = source
    with store.write():
        carried = carrying.carry(proved, verifier_key=key, checkpoint=note, at=time.now())
        act(commits=[carried])
    assert ledger.verify().ok
    triggers.lift_for_a_test()
    models.CarriedEntry.objects.filter(public_id=proved[2].public_id).update(filling="00" * 64)
    triggers.install()
    report = ledger.verify()
    assert not report.ok
    assert carried.public_id in report.first_bad
    assert proved[2].public_id in report.first_bad
