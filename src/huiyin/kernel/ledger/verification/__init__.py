"""Recomputes everything that the ledger says, from the bytes in the database, and names what does not fit.

It changes nothing, keeps nobody waiting, and needs the same little memory for any size: what it must remember lies in a
scratch file that vanishes with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from huiyin.kernel.ledger import history, signing, triggers
from huiyin.kernel.ledger.merkle import EMPTY_ROOT
from huiyin.kernel.ledger.verification import entries, rows, trees
from huiyin.kernel.ledger.verification.findings import Findings
from huiyin.kernel.ledger.verification.scratch import Scratch
from huiyin.kernel.ledger.verification.stored import UNREADABLE


@dataclass(frozen=True, slots=True)
class Report:
    """`first_bad` says in words which entry, leaf, checkpoint or row does not fit and why; None when all is well.

    `root` is the hex of the recomputed Merkle root over `tree_size` leaves. `bad` holds the first hundred findings.
    """

    ok: bool
    entries: int
    tree_size: int
    root: str
    first_bad: str | None
    bad: tuple[str, ...] = ()
    waiting: int = 0
    rows: int = 0
    erased: int = 0
    checkpoints: int = 0


def verify(*, against: signing.Tree | None = None) -> Report:
    """Verify the whole ledger, and that it still begins with the tree of a checkpoint that was kept elsewhere."""
    findings = Findings()
    with snapshot(), Scratch() as scratch:
        waiting = committed = erased = 0
        tree = trees.Outcome(0, EMPTY_ROOT, 0)
        try:
            entries.check(findings, scratch)
            tree = trees.check(findings, scratch, against)
            waiting = entries.check_places(findings, scratch)
            committed, erased = rows.check(findings, scratch)
            history.check(findings)
            _check_triggers(findings)
            _check_file(findings)
        except (*UNREADABLE, sqlite3.Error) as error:
            findings.add(_("The database can't be read: %(error)s") % {"error": error})
        return Report(
            ok=not findings.all,
            entries=scratch.count("entry"),
            tree_size=tree.size,
            root=tree.root.hex(),
            first_bad=findings.first,
            bad=tuple(findings.all),
            waiting=waiting,
            rows=committed,
            erased=erased,
            checkpoints=tree.checkpoints,
        )


def snapshot() -> AbstractContextManager[None]:
    """All that is read inside is of one moment of the database, while others go on writing."""
    connection = connections[DEFAULT_DB_ALIAS]
    return nullcontext() if connection.in_atomic_block else _own_transaction()


@contextmanager
def _own_transaction() -> Iterator[None]:
    connection = connections[DEFAULT_DB_ALIAS]
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # Not atomic(): on SQLite that takes the write lock.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _check_triggers(findings: Findings) -> None:
    for name in triggers.missing():
        findings.add(_("The database no longer refuses changes: trigger %(name)s is missing.") % {"name": name})


def _check_file(findings: Findings) -> None:
    """SQLite: indexes agree with their tables, pages are whole."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or findings.all:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        answer = cursor.fetchone()[0]
    if answer != "ok":
        findings.add(_("The database file is damaged: %(answer)s") % {"answer": answer})
