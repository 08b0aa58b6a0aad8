"""The figures, as far as the asker may see: sums of what the worker counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from huiyin.organisations.access import Actor, scope_filter

from .models import Counted
from .rules import Shown, guarded, single


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: `key` is the word's key and `shade` the class of its colour."""

    key: str
    shade: str
    number: Shown
    share: float  # of all that came in, in percent; 0 where the number is not shown
    start: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    title: str | dict[str, str]
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """`at`: when it was counted; None when nothing has been counted yet."""

    at: dt.datetime | None
    came_in: Shown
    bars: tuple[tuple[str, tuple[Part, ...]], ...]
    agreed: tuple[Shown, Shown]  # by the person's own word, by a signed slip that staff entered
    offices: tuple[Row, ...]
    steps: tuple[Row, ...]


def of_actor(actor: Actor) -> Figures:
    """Of the organisations whose figures the post may see."""
    return _figures(scope_filter(actor, "figures").organisation_ids)


def of_all() -> Figures:
    """Of the whole installation, for the public."""
    return _figures(None)


def _figures(organisations: Collection[int] | None) -> Figures:
    found = Counted.objects.select_related("organisation").order_by("organisation__path")
    rows = list(found if organisations is None else found.filter(organisation_id__in=organisations))
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.numbers)
    agreed = total["agreed_own_word"] + total["agreed_signed_slip"]
    answered = total["in_time"] + total["late"]
    splits = (
        ("came_in", (("came_in", "in", total["came_in"]),)),
        ("answered", (
            ("in_time", "yes", total["in_time"]), ("late", "late", total["late"]),
            ("before", "na", total["before"]),
            ("open", "na", max(0, total["came_in"] - answered - total["before"])),
        )),
        ("said", (
            ("agreed", "yes", agreed), ("not_settled", "no", total["not_settled"]),
            ("nothing_said", "na", max(0, answered - agreed - total["not_settled"])),
        )),
        ("checked", (
            ("kept", "yes", total["checked_kept"]), ("not_kept", "no", total["checked_not_kept"]),
        )),
    )  # fmt: skip
    own, slip = guarded([total["agreed_own_word"], total["agreed_signed_slip"]])
    return Figures(
        at=min((row.at for row in rows), default=None),
        came_in=single(total["came_in"]),
        bars=tuple((name, _parts(parts, total["came_in"])) for name, parts in splits),
        agreed=(own, slip),
        offices=_offices(rows),
        steps=_steps(rows),
    )


def _parts(parts: tuple[tuple[str, str, int], ...], whole: int) -> tuple[Part, ...]:
    shown, start = [], 0.0
    for (key, shade, _count), number in zip(parts, guarded([count for _, _, count in parts]), strict=True):
        share = 100 * number.value / whole if number.value and whole else 0.0
        shown.append(Part(key, shade, number, round(share, 2), round(start, 2)))
        start += share
    return tuple(shown)


def _offices(rows: list[Counted]) -> tuple[Row, ...]:
    """Columns: came in, in time, late, agreed, checked and kept; guarded down each column, for its sum is shown above."""
    columns = [
        [row.numbers["came_in"] for row in rows],
        [row.numbers["in_time"] for row in rows],
        [row.numbers["late"] for row in rows],
        [row.numbers["agreed_own_word"] + row.numbers["agreed_signed_slip"] for row in rows],
        [row.numbers["checked_kept"] for row in rows],
    ]
    cells = list(zip(*(guarded(column) for column in columns), strict=True)) if rows else []
    return tuple(Row(row.organisation.name, tuple(line)) for row, line in zip(rows, cells, strict=True))


def _steps(rows: list[Counted]) -> tuple[Row, ...]:
    """Each time limit of the office: kept, missed."""
    kept: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    titles: dict[str, dict[str, str]] = {}
    for row in rows:
        for step in row.steps:
            kept[step["name"]] += step["in_time"]
            missed[step["name"]] += step["late"]
            titles[step["name"]] = step["title"]
    return tuple(Row(titles[name], (single(kept[name]), single(missed[name]))) for name in sorted(titles))
