"""The triggers that keep SQLite's index beside the kept words: put back after every migration.

A migration that remakes the table takes its triggers away without a word, and the index would go stale. On PostgreSQL a
generated column does the same and stays.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable

TABLE, INDEX = "cases_searchtext", "cases_search"
_IN = f"INSERT INTO {INDEX}(rowid, scopes, words) VALUES (new.case_id, new.scopes, new.words);"  # noqa: S608  # names of our own
_OUT = f"INSERT INTO {INDEX}({INDEX}, rowid, scopes, words) VALUES ('delete', old.case_id, old.scopes, old.words);"  # noqa: S608
TRIGGERS = {
    f"{INDEX}_in": f"CREATE TRIGGER {INDEX}_in AFTER INSERT ON {TABLE} BEGIN {_IN} END",
    f"{INDEX}_out": f"CREATE TRIGGER {INDEX}_out AFTER DELETE ON {TABLE} BEGIN {_OUT} END",
    f"{INDEX}_new": f"CREATE TRIGGER {INDEX}_new AFTER UPDATE ON {TABLE} BEGIN {_OUT} {_IN} END",
}


def after_migrate(sender: object, using: str, **_options: Any) -> None:
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _put_back(using)
    else:
        _require_letters(using)


def _put_back(using: str) -> None:
    """Missing triggers are made, and the index is built anew from the kept words: nobody knows how long they were gone."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'table')")
        present = {row[0] for row in cursor.fetchall()}
        missing = [statement for name, statement in TRIGGERS.items() if name not in present]
        if not missing or INDEX not in present:
            return
        for statement in missing:
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608  # a name of our own


def _require_letters(using: str) -> None:
    """A database made with the locale "C" takes Chinese characters for signs and would index none of them."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_tsvector('simple', '路灯') <> ''::tsvector")
        if not cursor.fetchone()[0]:
            raise Unavailable(
                _(
                    "This PostgreSQL database does not know Chinese characters as letters; nothing could be found in it."
                ),
                _("Make it anew: CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0."),
            )
