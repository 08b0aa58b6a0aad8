"""The sequencer: fixed schedule, padding, one tree however many sequencers run and whenever one dies."""

from __future__ import annotations

import datetime as dt
import itertools
import threading

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kernel import ledger, store, time
from huiyin.kernel.ledger import jobs, models, queries, signing, tree
from huiyin.kernel.ledger.tests.conftest import act
from huiyin.kernel.ledger.tests.sample.models import Sample

MINUTE = dt.timedelta(minutes=1)
TICKS = itertools.count(1)
START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def write(number=1):
    with store.write():
        return [act() for _ in range(number)]


def sizes():
    return list(models.Checkpoint.objects.order_by("tree_size").values_list("tree_size", flat=True))


@pytest.mark.django_db
def test_the_public_log_grows_by_the_same_steps_whether_something_happened_or_not():
    jobs.run_once(START)
    for minute in range(10, 60, 10):
        if minute in (20, 40):
            write(3)
        assert jobs.run_once(START + minute * MINUTE - dt.timedelta(seconds=1)) == jobs.Sequenced()
        assert jobs.run_once(START + minute * MINUTE + dt.timedelta(seconds=7)).checkpoint
        assert jobs.run_once(START + minute * MINUTE + dt.timedelta(seconds=9)) == jobs.Sequenced()
    assert sizes() == [16, 32, 48, 64, 80, 96]
    assert ledger.verify().ok


@pytest.mark.django_db
def test_a_writing_command_sequences_all_without_a_checkpoint_out_of_turn():
    ledger.run_once(time.now())
    write(jobs.BATCH * 2 + 3)
    done = ledger.sequence_now()
    assert (done.entries, done.padding) == (jobs.BATCH * 2 + 3, 13)
    assert not models.Unsequenced.objects.exists()
    assert tree.size() % jobs.PADDED_TO == 0
    assert ledger.sequence_now() == jobs.Sequenced()
    assert ledger.verify().ok


@pytest.mark.django_db
def test_a_backlog_is_taken_before_the_checkpoint_is_signed():
    write(jobs.BATCH + 1)
    assert not jobs.run_once(START).checkpoint
    assert jobs.run_once(START).checkpoint
    assert sizes() == [jobs.BATCH + 16]


@pytest.mark.django_db
def test_an_entry_that_became_visible_late_is_not_skipped():
    """On PostgreSQL an entry with a smaller number may commit after a larger one was sequenced."""
    early, late = write(2)
    models.Unsequenced.objects.filter(pk=early.pk).delete()
    ledger.sequence_now()
    models.Unsequenced.objects.create(pk=early.pk)
    ledger.sequence_now()
    assert models.Leaf.objects.get(entry=late).index < models.Leaf.objects.get(entry=early).index
    assert ledger.verify().ok


@pytest.mark.django_db
def test_proofs_lead_from_an_entry_to_a_checkpoint_and_from_checkpoint_to_checkpoint():
    entries = write(40)
    jobs.run_once(START)
    first = signing.read(models.Checkpoint.objects.get().note)
    with store.write():
        entries += [act() for _ in range(700)]
    while not jobs.run_once(START + 11 * MINUTE).checkpoint:
        pass
    last = signing.read(models.Checkpoint.objects.order_by("-tree_size")[0].note)
    assert models.Node.objects.filter(level=1).count() == last.size // 256
    for entry in entries[:: len(entries) // 20]:
        proof = queries.inclusion(entry)
        assert proof.checkpoint == models.Checkpoint.objects.order_by("-tree_size")[0].note
        assert proof.holds()
    assert queries.consistency_holds(first, last)
    assert not queries.consistency_holds(signing.Tree(first.origin, first.size, last.root), last)
    assert queries.inclusion(write()[0]) is None


@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_at_once_make_one_consistent_tree():
    failures = []

    def guarded(work):
        try:
            for _ in range(25):
                work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    def write_one():
        with store.write():
            act(commits=[Sample.objects.create(word="at once")])

    works = [write_one, write_one, ledger.sequence_now, ledger.sequence_now, lambda: ledger.run_once(time.now())]
    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    ledger.sequence_now()
    found = ledger.verify()
    assert found.ok, found.bad
    assert (found.entries, found.waiting, found.rows) == (50, 0, 50)
    assert models.Leaf.objects.filter(entry__isnull=False).count() == 50


STEP = st.sampled_from(["make", "change", "erase", "sequence", "tick", "die"])
STEPS = st.lists(st.tuples(STEP, st.integers(1, 4)), max_size=25)  # with how many rows, drawn before anything is read


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_history_verifies_also_when_sequencing_dies_in_between(steps):
    for step, number in steps:
        now = START + next(TICKS) * 4 * MINUTE
        if step == "sequence":
            ledger.sequence_now()
        elif step == "tick":
            jobs.run_once(now)
        elif step == "die":
            die_while_sequencing()
        else:
            change_rows(step, number)
    found = ledger.verify()
    assert found.ok, found.bad
    assert found.tree_size % jobs.PADDED_TO == 0


def change_rows(step, new):
    rows = list(Sample.objects.all()[:5])
    with store.write():
        if step == "make" or not rows:
            act(commits=[Sample.objects.create(word=f"word {number}") for number in range(new)])
        elif step == "change":
            for row in rows:
                row.text += "更正"
                row.save()
            act(verb="samples.change", commits=rows)
        else:
            act(verb="samples.erase", erases=rows[:2])
            for row in rows[:2]:
                row.delete()


def die_while_sequencing():
    """The database gives up after the leaves were written and before the queue is emptied."""
    if not models.Unsequenced.objects.exists():
        return
    refuse("CREATE", "BEFORE DELETE ON ledger_unsequenced")
    with pytest.raises(DatabaseError):
        ledger.sequence_now()
    refuse("DROP", "")


def refuse(act_on_trigger, when):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            body = "BEGIN SELECT RAISE(ABORT, 'power cut'); END" if when else ""
            cursor.execute(f"{act_on_trigger} TRIGGER power_cut {when} {body}")
        elif when:
            cursor.execute(f"CREATE TRIGGER power_cut {when} FOR EACH ROW EXECUTE FUNCTION huiyin_ledger_refuse()")
        else:
            cursor.execute("DROP TRIGGER power_cut ON ledger_unsequenced")
