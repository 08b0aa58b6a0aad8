"""A great many cases, quickly: rows of one real submission with other numbers, words and dates, straight into the tables.

The words are drawn from a made vocabulary; a common word stands in about every third case.
"""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.raw import ALPHABET

COMMON = "学校"
SHARE_OF_COMMON = 0.35
WORDS_A_CASE = 24
_PART = 20_000


@dataclass
class Office:
    """Cases of an organisation; `every`: one case in so many is its own."""

    organisation: int
    scopes: Sequence[str]
    every: int = 1


@dataclass
class Seeder:
    """Adds cases and clocks to a database that holds one real submission, its `first` case."""

    connection: sqlite3.Connection
    offices: Sequence[Office]  # the last one takes what the others leave
    first: int
    done: int = 0
    chosen: random.Random = field(default_factory=lambda: random.Random(3))

    def __post_init__(self) -> None:
        letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
        self.vocabulary = ["".join(self.chosen.sample(letters, 2)) for _ in range(20_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(self.vocabulary))))
        cursor = self.connection.execute("SELECT * FROM cases_case WHERE id = ?", [self.first])
        self.case_columns = [column[0] for column in cursor.description]
        self.case = list(cursor.fetchone())
        public_id = self.case[self.case_columns.index("public_id")]
        cursor = self.connection.execute("SELECT * FROM clocks_clock WHERE subject_id = ? LIMIT 1", [public_id])
        self.clock_columns = [column[0] for column in cursor.description]
        self.clock = list(cursor.fetchone())

    def grow_to(self, cases: int, when: Callable[[int], tuple[str, str, str]]) -> None:
        """`when(number)`: (day due, moment due, moment to wake) of the case's one clock, as the table writes them."""
        self.connection.execute("DROP TRIGGER IF EXISTS cases_search_in")
        while self.done < cases:
            part = range(self.done, min(self.done + _PART, cases))
            self._add(part, when)
            self.done = part.stop
        self.connection.execute("INSERT INTO cases_search(cases_search) VALUES ('rebuild')")
        self._put_trigger_back()
        self.connection.execute("ANALYZE")

    def _add(self, numbers: range, when: Callable[[int], tuple[str, str, str]]) -> None:
        base = self.first + 1_000
        ids = {number: "".join(self.chosen.choices(ALPHABET, k=12)) for number in numbers}
        self.connection.execute("BEGIN IMMEDIATE")
        self._insert("cases_case", (self._case(base + number, ids[number], self._office(number)) for number in numbers))
        self._insert(
            "cases_casescope",
            ((None, scope, base + n, "new") for n in numbers for scope in self._office(n).scopes),
            columns="id, scope, case_id, bucket",
        )
        self._insert(
            "cases_searchtext",
            ((base + n, " ".join(self._office(n).scopes), self._words()) for n in numbers),
            columns="case_id, scopes, words",
        )
        self._insert("clocks_clock", (self._clock(base + n, ids[n], *when(n)) for n in numbers))
        self.connection.execute("COMMIT")

    def _insert(self, table: str, rows: Iterator[Sequence[object]], columns: str = "") -> None:
        first = next(rows)
        places = ", ".join("?" * len(first))
        into = f'"{table}" ({columns})' if columns else f'"{table}"'
        self.connection.executemany(f"INSERT INTO {into} VALUES ({places})", itertools.chain([first], rows))

    def _office(self, number: int) -> Office:
        return next((office for office in self.offices[:-1] if number % office.every == 0), self.offices[-1])

    def _case(self, key: int, public_id: str, office: Office) -> list[object]:
        return self._with(
            self.case, self.case_columns, id=key, public_id=public_id, organisation_id=office.organisation
        )

    def _clock(self, key: int, subject: str, due_on: str, due_at: str, wake_at: str) -> list[object]:
        own = f"{key:012d}"
        return self._with(
            self.clock, self.clock_columns, id=key + 10_000_000, public_id=own, subject_id=subject,
            due_on=due_on, due_at=due_at, wake_at=wake_at, reminders=json.dumps([]),
        )  # fmt: skip

    @staticmethod
    def _with(row: list[object], columns: list[str], **changes: object) -> list[object]:
        return [changes.get(name, cell) for name, cell in zip(columns, row, strict=True)]

    def _words(self) -> str:
        words = self.chosen.choices(self.vocabulary, cum_weights=self.weights, k=WORDS_A_CASE)
        if self.chosen.random() < SHARE_OF_COMMON:
            words[0] = COMMON
        tokens = [token for word in words for token in (word, word[1])]
        return " ".join(tokens)

    def _put_trigger_back(self) -> None:
        from huiyin.cases.search.triggers import TRIGGERS

        self.connection.execute(TRIGGERS["cases_search_in"])
