"""The database itself refuses to change or remove what the ledger holds.

SQLite drops a table's triggers silently when a migration remakes it, therefore they are installed again after every
migrate, and looked for at boot and by `verify`. A room whose rows must not change once they were decided registers them
with `freeze`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from huiyin.kernel.ledger.models import (
    Carried,
    CarriedEntry,
    Checkpoint,
    Contradiction,
    Cosignature,
    Entry,
    Leaf,
    Node,
)

PROTECTED = (Entry, Leaf, Node, Checkpoint, Cosignature, Contradiction, Carried, CarriedEntry)
REFUSAL = "the ledger is append-only"


@dataclass(frozen=True, slots=True)
class Frozen:
    """Rows of `model` keep `columns`, and are not removed, once `since` is filled. `refusal`: what the database answers."""

    model: type[Model]
    since: str
    columns: tuple[str, ...]
    refusal: str


_frozen: list[Frozen] = []


def freeze(frozen: Frozen) -> None:
    """From a room's `apps.ready`; installed with the ledger's own triggers. Column names, as in `plan_id`."""
    if frozen not in _frozen:
        _frozen.append(frozen)


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create each trigger that is missing. Tables that do not exist yet are left out."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _preparation(connection):
            cursor.execute(statement)
        present = _present(connection)
        for name, (table, statement) in _triggers(connection).items():
            if table in tables and name not in present:
                cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of triggers that should be there and are not, or that say something else than they should."""
    connection = connections[using]
    present = _present(connection)
    return [
        name
        for name, (_, statement) in _triggers(connection).items()
        if name not in present or present[name] not in ("", statement)
    ]


def lift_for_a_test(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop the triggers for a test that tampers; they are put back when its database is emptied."""
    if not getattr(settings, "MOCKED_TIME_ALLOWED", False):
        raise RuntimeError("the ledger's triggers are lifted under settings test alone")
    connection = connections[using]
    on_table = connection.vendor == "postgresql"
    present = _present(connection)
    with connection.cursor() as cursor:
        for name, (table, _) in _triggers(connection).items():
            if name in present:
                cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if on_table else ""))


def after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Name -> (table, statement)."""
    make = _postgresql_triggers if connection.vendor == "postgresql" else _sqlite_triggers
    own = {name: (table, sql) for model in PROTECTED for table in [model._meta.db_table] for name, sql in make(table)}
    frozen = {
        name: (one.model._meta.db_table, sql) for one in _frozen for name, sql in _frozen_triggers(one, connection)
    }
    return own | frozen


def _frozen_triggers(frozen: Frozen, connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    table, postgresql = frozen.model._meta.db_table, connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    changed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in (frozen.since, *frozen.columns))
    decided = f'OLD."{frozen.since}" IS NOT NULL'
    found = []
    for act, when in (("update", f"{decided} AND ({changed})"), ("delete", decided)):
        name = f"{table}_frozen_{act}"
        body = (
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION huiyin_ledger_refuse('{frozen.refusal}')"
            if postgresql
            else f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{frozen.refusal}'); END"
        )
        found.append((name, f'CREATE TRIGGER "{name}" BEFORE {act.upper()} ON "{table}" {body}'))
    return found


def _sqlite_triggers(table: str) -> list[tuple[str, str]]:
    return [
        (
            f"{table}_refuses_{act}",
            f'CREATE TRIGGER "{table}_refuses_{act}" BEFORE {act.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        )
        for act in ("update", "delete")
    ]


def _postgresql_triggers(table: str) -> list[tuple[str, str]]:
    change, empty = f"{table}_refuses_change", f"{table}_refuses_truncate"
    return [
        (
            change,
            f'CREATE TRIGGER "{change}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION huiyin_ledger_refuse()',
        ),
        (
            empty,
            f'CREATE TRIGGER "{empty}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION huiyin_ledger_refuse()',
        ),
    ]


def _preparation(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor != "postgresql":
        return []
    return [
        "CREATE OR REPLACE FUNCTION huiyin_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%', coalesce(TG_ARGV[0], '{REFUSAL}'); END $$"
    ]


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> statement as the database keeps it (SQLite), or "" where it keeps another form (PostgreSQL)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())
