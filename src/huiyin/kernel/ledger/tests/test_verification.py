"""Whoever edits the database behind Huiyin's back is found, and what was edited is named."""

from __future__ import annotations

import random

import pytest
from django.core import checks
from django.db import DatabaseError, connection, transaction

from huiyin.kernel import ledger, store, time
from huiyin.kernel.ledger import models, signing, tree, triggers
from huiyin.kernel.ledger.tests.conftest import act, full_row
from huiyin.kernel.ledger.tests.sample.models import Sample
from huiyin.kernel.tests.walks import WHOLE

SQLITE = connection.vendor == "sqlite"

EDITED = [
    *[
        (models.Entry, name)
        for name in ("id", "public_id", "at", "verb", "actor", "about", "commitments", "leaf_hash", "mac")
    ],
    *[(models.Leaf, name) for name in ("index", "hash", "entry_id")],
    *[(models.Checkpoint, name) for name in ("tree_size", "root", "note", "made_at", "mac")],
    *[(models.Opening, name) for name in ("row", "entry_id", "salt", "field_set")],
    *[(models.Unsequenced, name) for name in ("entry_id",)],
    *[
        (Sample, name)
        for name in ("id", *(field for field in Sample.committed_fields if field not in ("parent", "late")))
    ],
]


def sql(statement, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def defenceless(history):
    """The triggers are gone, as for whoever writes the file itself; constraints do not help either."""
    triggers.lift_for_a_test()
    if not SQLITE:
        sql("SET CONSTRAINTS ALL DEFERRED")
    return history


def report():
    triggers.install()
    return ledger.verify()


def name_of(model, key):
    """What the finding must hold to have named the edited row."""
    if model is models.Entry:
        return models.Entry.objects.values_list("public_id", flat=True).get(pk=key)
    return {models.Leaf: f"{key}", models.Checkpoint: f"{key}", Sample: f"ledger_sample.sample:{key}"}.get(
        model, f"{key}"
    )


def test_an_untouched_ledger_verifies(history):
    found = ledger.verify()
    assert found.ok, found.bad
    assert (found.entries, found.tree_size, found.waiting, found.rows, found.erased) == (5, 16, 2, 2, 1)
    assert found.root == tree.subtree(0, 16).hex()
    assert signing.read(models.Checkpoint.objects.get().note).root.hex() == found.root


MOST = 40 if WHOLE else 8  # places in one value


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL's columns are typed: test_a_change_on_any_engine_is_found")
@pytest.mark.parametrize(("model", "attribute"), EDITED, ids=lambda value: getattr(value, "__name__", value))
def test_one_edited_byte_is_found_and_named(defenceless, model, attribute):
    column = model._meta.get_field(attribute).column
    key, table = model._meta.pk.column, model._meta.db_table
    generator = random.Random(attribute)
    for pk in list(model.objects.values_list("pk", flat=True)):
        kind, raw = sql(f'SELECT typeof("{column}"), CAST("{column}" AS BLOB) FROM "{table}" WHERE "{key}" = %s', [pk])[
            0
        ]
        if kind == "null" or not raw:
            continue
        expected = name_of(model, pk)
        positions = range(len(raw)) if len(raw) < MOST else generator.sample(range(len(raw)), MOST)
        for position in positions:
            edited = bytearray(raw)
            edited[position] ^= 1 << generator.randrange(8)
            with store.write():
                put(table, column, key, pk, kind, bytes(edited))
                found = ledger.verify()
                transaction.set_rollback(True)
            what = f"{model.__name__} {pk} {attribute} {raw} -> {bytes(edited)}"
            assert not found.ok, what
            if kind != "integer" and attribute not in ("public_id", "row"):
                assert any(str(expected) in finding for finding in found.bad[:1]), (what, found.bad)
            assert not any("trigger" in finding for finding in found.bad[:1])


def put(table, column, key, pk, kind, edited):
    """Write bytes under the storage class that the column had; a number that is no number any more becomes another one."""
    sql("PRAGMA defer_foreign_keys = ON")
    sql("PRAGMA ignore_check_constraints = ON")
    if kind in ("integer", "real"):
        number = edited.decode("latin-1")
        value = float(number) if number.isascii() and number.replace(".", "", 1).isdigit() else 4242
        value += 100_000 if column in ("id", "index") else 0  # places that are taken are refused anyway
        sql(f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s', [value, pk])
    else:
        form = "CAST(%s AS TEXT)" if kind == "text" else "%s"
        sql(f'UPDATE "{table}" SET "{column}" = {form} WHERE "{key}" = %s', [edited, pk])
    sql("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE ledger_entry SET verb = 'samples.take' WHERE id = {first}", "{first_id}"),
        ("UPDATE ledger_entry SET actor = 'visitor' WHERE id = {last}", "{last_id}"),
        ("UPDATE ledger_entry SET at = '2026-01-01 00:00:00+00:00' WHERE id = {last}", "{last_id}"),
        ("UPDATE ledger_checkpoint SET made_at = '2026-01-01 00:00:00+00:00'", "16"),
        ("DELETE FROM ledger_leaf WHERE index = 15", "16"),
        ("DELETE FROM ledger_unsequenced WHERE entry_id = {last}", "{last_id}"),
        ("UPDATE ledger_sample_sample SET price = 12.51 WHERE count = 7", "ledger_sample.sample:"),
        ("UPDATE ledger_sample_sample SET late = 'x' WHERE count = 7", "ledger_sample.sample:"),
        ("UPDATE ledger_sample_sample SET parent_id = id WHERE count = 7", "ledger_sample.sample:"),
        ("DELETE FROM ledger_sample_sample WHERE word = 'bare'", "ledger_sample.sample:"),
        ("DELETE FROM ledger_opening WHERE entry_id = {first}", "ledger_sample.sample:"),
        ("INSERT INTO ledger_opening (row, entry_id, salt, field_set) VALUES ('x.y:1', 1, '00', 1)", "x.y:1"),
    ],
)
def test_a_change_on_any_engine_is_found(defenceless, statement, named):
    first, last = defenceless[0], defenceless[-1]
    names = {"first": first.pk, "last": last.pk, "first_id": first.public_id, "last_id": last.public_id}
    statement = statement.replace("index =", '"index" =').replace("(row,", '("row",')
    sql(statement.format(**names))
    found = report()
    assert not found.ok
    assert named.format(**names) in found.first_bad


def test_what_is_not_committed_to_may_change(history):
    Sample.objects.update(remark="nothing that states a fact")
    assert ledger.verify().ok


def test_a_row_that_no_action_committed_to_is_found(history):
    row = Sample.objects.create(word="smuggled in")
    assert f"ledger_sample.sample:{row.pk}" in ledger.verify().first_bad


def test_a_row_put_back_to_an_older_state_with_its_old_salt_is_found(history):
    row = Sample.objects.get(count=7)
    kept = models.Opening.objects.get(pk=ledger.row_reference(row))
    with store.write():
        row.word = "corrected"
        row.save()
        act(commits=[row])
    assert ledger.verify().ok
    row.word = "诉求 concern"
    row.save()
    kept.save()
    assert f"ledger_sample.sample:{row.pk}" in ledger.verify().first_bad


def test_erasing_a_row_is_not_bad_and_leaves_nothing_that_opens_it(history):
    row = Sample.objects.get(count=7)
    reference = ledger.row_reference(row)
    with store.write():
        act(verb="samples.erase", erases=[row])
        row.delete()
    assert ledger.verify().ok
    assert not models.Opening.objects.filter(pk=reference).exists()


def test_a_row_kept_in_an_emptied_form_is_committed_to_again(history):
    row = Sample.objects.get(count=7)
    with store.write():
        row.text = ""
        row.save()
        act(verb="samples.erase", erases=[row], commits=[row])
    assert ledger.verify().ok
    Sample.objects.filter(pk=row.pk).update(text="put in afterwards")
    assert ledger.row_reference(row) in ledger.verify().first_bad


def test_a_deletion_without_an_erasure_entry_is_found(history):
    row = Sample.objects.get(count=7)
    reference = ledger.row_reference(row)
    models.Opening.objects.filter(pk=reference).delete()
    row.delete()
    assert reference in ledger.verify().first_bad


def test_rows_committed_under_a_former_set_of_fields_still_verify(history):
    row = Sample.objects.get(count=7)
    reference = ledger.row_reference(row)
    from huiyin.kernel.ledger import canonical

    form = canonical.row_form(Sample, 1)
    content = canonical.row_bytes(form, form.read(row), b"s" * 16)
    models.Opening.objects.filter(pk=reference).delete()
    with store.write():
        entry = act(commits=[row])
    digest = canonical.commitment(b"s" * 16, content)
    # What a release before the fields were added would have written.
    triggers.lift_for_a_test()
    commitments = canonical.to_json([{"digest": digest, "row": reference}])
    old = canonical.entry_bytes(entry.public_id, entry.at, entry.verb, entry.actor, entry.about, commitments)
    from huiyin.kernel.ledger.merkle import leaf_hash

    models.Entry.objects.filter(pk=entry.pk).update(
        commitments=commitments, leaf_hash=leaf_hash(old), mac=signing.mac(old)
    )
    models.Opening.objects.filter(pk=reference).update(salt=b"s" * 16, field_set=1)
    assert report().ok
    Sample.objects.filter(pk=row.pk).update(text="edited")
    assert reference in report().first_bad


def test_a_cut_off_tail_shows_against_a_checkpoint_kept_elsewhere(defenceless):
    kept = signing.read(models.Checkpoint.objects.get().note)
    for table in ("unsequenced", "checkpoint", "leaf", "node", "opening", "entry"):
        sql(f"DELETE FROM ledger_{table}")
    sql("DELETE FROM ledger_sample_sample")
    assert report().ok
    cut = ledger.verify(against=kept)
    assert not cut.ok
    assert "16" in cut.first_bad


def test_a_history_written_anew_does_not_begin_with_the_kept_checkpoint(defenceless):
    kept = signing.read(models.Checkpoint.objects.get().note)
    for table in ("unsequenced", "checkpoint", "leaf", "node", "opening", "entry"):
        sql(f"DELETE FROM ledger_{table}")
    sql("DELETE FROM ledger_sample_sample")
    with store.write():
        act(commits=[full_row()])
    ledger.run_once(time.now())
    assert report().ok
    assert not ledger.verify(against=kept).ok


@pytest.mark.parametrize("table", ["entry", "leaf", "checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
def test_the_database_itself_refuses_changes(history, table, statement):
    if SQLITE and statement.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    if not SQLITE:
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse a TRUNCATE by itself
    column = {"entry": "verb", "leaf": "hash", "checkpoint": "note"}[table]
    with pytest.raises(DatabaseError, match=r"append-only"), store.write():
        sql(statement.format(t=f"ledger_{table}", c=column))
    if SQLITE and statement.startswith("DELETE"):
        with pytest.raises(DatabaseError, match="append-only"), store.write():
            sql(f"INSERT OR REPLACE INTO ledger_{table} SELECT * FROM ledger_{table}")


def test_a_lost_trigger_is_found_by_verify_and_at_boot(history):
    assert not checks.run_checks(databases=["default"], tags=["database"])
    on = "" if SQLITE else " ON ledger_leaf"
    name = "ledger_leaf_refuses_delete" if SQLITE else "ledger_leaf_refuses_change"
    sql(f"DROP TRIGGER {name}{on}")
    assert name in ledger.verify().first_bad
    assert [message.id for message in checks.run_checks(databases=["default"], tags=["database"])] == ["ledger.E002"]
    triggers.install()
    assert ledger.verify().ok


@pytest.mark.skipif(not SQLITE, reason="a trigger's text is kept as it was given by SQLite alone")
def test_a_trigger_that_was_made_harmless_is_found(history):
    sql("DROP TRIGGER ledger_entry_refuses_update")
    sql("CREATE TRIGGER ledger_entry_refuses_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END")
    assert not ledger.verify().ok
