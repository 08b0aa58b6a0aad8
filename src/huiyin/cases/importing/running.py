"""An import from beginning to end: read, tell apart, bring in, write out what was rejected."""

from __future__ import annotations

import time as stopwatch
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from huiyin.cases.actions import bringing_in
from huiyin.cases.actions.bringing_in import Prepared
from huiyin.cases.models import Category
from huiyin.kernel import time
from huiyin.kernel.vault import keys
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation

from . import reading, rejects
from .rows import Message, Reject, read_row, same_source, source_key

LONGEST_WRITE = 0.03  # seconds: others write meanwhile
FIRST_BATCH, LARGEST_BATCH = 8, 64  # rows in one write; the number follows what a write of this machine takes
LOOKED_UP = 400  # keys in one question

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the rows: read = imported + already + rejected. `unknown` are headings that nothing was made of."""

    read: int
    imported: int
    already: int
    rejected: tuple[Reject, ...]
    rejects_file: Path | None
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Import:
    """One file into one office."""

    actor: Actor
    organisation: Organisation
    path: Path
    table: reading.Table
    day_order: str = ""
    rejects_file: Path | None = None
    progress: Progress = lambda done, of: None

    def run(self) -> Result:
        """A run that was broken off is finished by running it again."""
        table = self.table
        messages, wrong = self._told_apart(table)
        keyed = self._keyed(messages, table.digest)
        imported, done = 0, len(wrong)
        for batch in self._new(keyed):
            imported += bringing_in.bring_in(actor=self.actor, organisation=self.organisation, rows=batch)
            done += len(batch)
            self.progress(done, len(table.rows))
        self.progress(len(table.rows), len(table.rows))
        place = self._write_out(table, wrong)
        already = len(messages) - imported
        return Result(
            len(table.rows), imported, already, tuple(reject for _, reject in wrong), place, table.columns.unknown
        )

    def _told_apart(self, table: reading.Table) -> tuple[list[Message], list[tuple[reading.Row, Reject]]]:
        zone, now = time.zone_of(self.organisation.zone), time.now()
        messages: list[Message] = []
        wrong: list[tuple[reading.Row, Reject]] = []
        for row in table.rows:
            if row.broken:
                wrong.append((row, Reject(row.number, "", row.broken)))
                continue
            found = read_row(row.number, row.cells, table.columns, zone=zone, now=now, day_order=self.day_order)
            if isinstance(found, Reject):
                wrong.append((row, found))
            else:
                messages.append(found)
        return messages, wrong

    def _keyed(self, messages: Sequence[Message], digest: bytes) -> list[tuple[bytes, Message]]:
        installation_key = keys.current().derive("imported-rows")
        seen: Counter[str] = Counter()
        keyed = []
        for message in messages:
            source = same_source(message)
            seen[source] += 1
            key = source_key(
                message,
                file_digest=digest,
                organisation=self.organisation.public_id,
                occurrence=seen[source],
                installation_key=installation_key,
            )
            keyed.append((key, message))
        return keyed

    def _new(self, keyed: list[tuple[bytes, Message]]) -> Iterator[list[Prepared]]:
        """Batches of what is not there yet, oldest first, as large as one short write takes."""
        there = self._there([key for key, _ in keyed])
        fresh = [pair for pair in keyed if pair[0] not in there]
        now = time.now()
        fresh.sort(key=lambda pair: pair[1].received or now)
        size, place = FIRST_BATCH, 0
        while place < len(fresh):
            batch = [self._prepared(key, message) for key, message in fresh[place : place + size]]
            place += size
            began = stopwatch.perf_counter()
            yield batch
            taken = max(stopwatch.perf_counter() - began, 0.001)
            size = max(1, min(LARGEST_BATCH, int(len(batch) * LONGEST_WRITE / taken), size * 2))

    def _there(self, all_keys: list[bytes]) -> set[bytes]:
        there: set[bytes] = set()
        for start in range(0, len(all_keys), LOOKED_UP):
            there |= bringing_in.known(all_keys[start : start + LOOKED_UP])
        return there

    def _prepared(self, key: bytes, message: Message) -> Prepared:
        return bringing_in.prepare(message, key, self._categories.get(message.category))

    @cached_property
    def _categories(self) -> dict[str, Category]:
        """By title in any language, the upper level first where a title occurs at several."""
        found: dict[str, Category] = {}
        for category in Category.objects.filter(retired=False).order_by("level", "code"):
            for title in category.title.values():
                found.setdefault(title, category)
        return found

    def _write_out(self, table: reading.Table, wrong: Sequence[tuple[reading.Row, Reject]]) -> Path | None:
        if not wrong:
            return None
        place = rejects.place_for(self.path, table, self.rejects_file)
        return rejects.write(place, table, wrong)
