"""Rows made and written on the short way are what the ORM would have made and written."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from django.db import DataError, connection

from huiyin.kernel import columns, inserting, reading, statements, store, updating
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.ledger.models import Opening
from huiyin.kernel.outbox.models import Channel, Notice

AT = dt.datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=dt.UTC)
NOTICE = {
    "public_id": "abc", "to": "post:x", "channel": Channel.IN_APP, "template": "cases/staff", "about": "case:1",
    "context": {"title": {"zh-hans": "收到"}}, "owed_at": AT, "next_attempt_at": AT.astimezone(dt.timezone(dt.timedelta(hours=8))),
}  # fmt: skip


def held(row) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_new_row_holds_what_the_models_own_would():
    assert held(inserting.new(Notice, key="1", **NOTICE)) == held(Notice(key="1", **NOTICE))
    made, drawn = inserting.new(Clock, name="close"), inserting.new(Clock, name="close")
    assert made.public_id != drawn.public_id
    assert made.pauses is not drawn.pauses
    assert held(made).keys() == held(Clock(name="close")).keys()


def test_what_the_model_does_not_have_is_refused():
    with pytest.raises(TypeError):
        inserting.new(Notice, colour="red")


@pytest.mark.django_db
def test_what_is_written_reads_back_as_what_the_orm_writes():
    with store.write():
        Notice(key="orm", **NOTICE).save()
        short = inserting.new(Notice, key="short", **NOTICE | {"public_id": "def"})
        inserting.insert([short])
    first, second = (held(Notice.objects.get(key=key)) for key in ("orm", "short"))
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"id", "public_id", "key"}
    assert short.pk == second["id"]
    assert reading.first(Notice, key="short").context == NOTICE["context"]


@pytest.mark.django_db
def test_rows_that_go_in_together_get_the_keys_that_the_table_holds():
    Notice(key="before", **NOTICE).save()
    notices = [inserting.new(Notice, key=str(number), **NOTICE | {"public_id": str(number)}) for number in range(45)]
    with store.write():
        inserting.insert(notices)
    assert {row.key: row.pk for row in notices} == dict(Notice.objects.exclude(key="before").values_list("key", "pk"))


HARD = ["", "NULL", "null", '"', "\\", '\\"', "a,b", "{a}", "a\nb", "'", "%s", "张小芳 🐟", "\x01", "\t "]


@pytest.mark.django_db
def test_many_rows_read_back_as_what_the_orm_writes_whatever_stands_in_them():
    made = [
        {**NOTICE, "about": hard, "context": {hard: [hard, None, 1]}, "ways": [hard] * number, "alarm": bool(number % 2),
         "attempts": number, "read_at": AT + dt.timedelta(days=number) if number % 3 else None}
        for number, hard in enumerate(HARD)
    ]  # fmt: skip
    with store.write():
        inserting.insert(
            [inserting.new(Notice, **row | {"key": f"s{n}", "public_id": f"s{n}"}) for n, row in enumerate(made)]
        )
        for n, row in enumerate(made):
            Notice(**row | {"key": f"o{n}", "public_id": f"o{n}"}).save()
    for n in range(len(made)):
        first, second = (held(Notice.objects.get(key=f"{way}{n}")) for way in "so")
        assert {name for name in first if first[name] != second[name]} == {"id", "public_id", "key"}


@pytest.mark.django_db
def test_many_rows_with_bytes_read_back():
    salts = [bytes([number]) * 16 for number in (0, 34, 44, 92, 255)]
    with store.write():
        inserting.insert([Opening(row=f"a.b:{salt[0]}", entry_id=1, salt=salt, field_set=1) for salt in salts])
    assert [bytes(one) for one in Opening.objects.order_by("salt").values_list("salt", flat=True)] == salts


@pytest.mark.django_db
@pytest.mark.parametrize("about", ["x" * 81, "a\0b"])
def test_what_does_not_fit_its_column_is_refused_and_not_cut_off(about):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite takes any text")
    rows = [inserting.new(Notice, key=str(n), **NOTICE | {"public_id": str(n), "about": about}) for n in range(9)]
    with pytest.raises((DataError, ValueError)), store.write():
        inserting.insert(rows)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_keys_are_found_among_many():
    keys = [Notice.objects.create(key=str(n), **NOTICE | {"public_id": str(n)}).pk for n in range(5)]
    for asked in ([], keys[:1], keys[1:4]):
        among, listed = columns.among(asked)
        found = statements.run(f'SELECT id FROM "{Notice._meta.db_table}" WHERE id {among} ORDER BY id', [listed])
        assert [key for (key,) in found] == asked


@pytest.mark.django_db
def test_rows_are_found_by_any_of_many_texts():
    texts = ["a", 'with "quotes"', "back\\slash", "comma, {brace}", "中文"]
    for number, key in enumerate(texts):
        Notice.objects.create(key=key, **NOTICE | {"public_id": str(number)})
    for asked in ([], texts[:1], texts[1:]):
        among, listed = columns.among(asked, columns.TEXT)
        found = statements.run(f'SELECT key FROM "{Notice._meta.db_table}" WHERE key {among} ORDER BY id', [listed])
        assert [key for (key,) in found] == asked


@pytest.mark.django_db
def test_what_many_rows_share_is_written_alike_and_can_not_be_changed():
    pattern = inserting.pattern_of(Notice(key="1", **NOTICE))
    with store.write():
        inserting.insert([inserting.like(pattern, key=key, public_id=key) for key in ("1", "2")])
    assert [row.context for row in Notice.objects.all()] == [NOTICE["context"]] * 2
    with pytest.raises(TypeError):
        pattern.context["title"] = "anders"
    own = copy.deepcopy(pattern.context)
    own["title"] = "anders"
    assert pattern.context == NOTICE["context"]


@pytest.mark.django_db
def test_an_unchanged_answer_is_the_same_object_and_a_changed_one_is_not():
    Notice(key="kept", **NOTICE).save()
    first = reading.unchanged(Notice, to="post:x")
    assert reading.unchanged(Notice, to="post:x") is first
    mine = reading.own(first[0])
    mine.to = "post:y"
    assert first[0].to == "post:x"
    mine.save()
    assert reading.unchanged(Notice, to="post:x") == ()


@pytest.mark.django_db
def test_a_row_that_is_known_already_is_passed_over():
    with store.write():
        for text in ("one", "two"):
            inserting.insert([inserting.new(Notice, key="same", **NOTICE | {"public_id": text})], unless_known=True)
    assert Notice.objects.get(key="same").public_id == "one"


@pytest.mark.django_db
def test_what_is_changed_reads_back_as_what_the_orm_changes():
    with store.write():
        rows = [Notice.objects.create(key=key, **NOTICE | {"public_id": key}) for key in ("orm", "short", "part")]
        for row in rows:
            row.context, row.about, row.read_at = {"title": {"zh-hans": "已送达"}}, "case:2", AT
        rows[0].save()
        updating.update(rows[1])
        updating.update(rows[2], "about")
    first, second, third = (held(Notice.objects.get(key=row.key)) for row in rows)
    assert {name for name in first if first[name] != second[name]} == {"id", "public_id", "key"}
    assert (third["about"], third["read_at"], third["context"]) == ("case:2", None, NOTICE["context"])


@pytest.mark.django_db
def test_a_row_that_is_gone_is_not_changed_in_silence():
    row = Notice.objects.create(key="gone", **NOTICE)
    Notice.objects.filter(key="gone").delete()
    row.pk = 1
    with store.write(), pytest.raises(LookupError):
        updating.update(row)
    with store.write(), pytest.raises(TypeError):
        updating.update(row, "colour")
