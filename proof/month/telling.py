"""What the product told to whom, held against what the oracle says had to be told: nothing less, and nothing that was not so."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from huiyin.kernel.outbox.models import Notice, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SLACK = dt.timedelta(minutes=3)  # the worker is asked by the minute here, and one clock may start another


def in_english(words: StrOrPromise) -> str:
    """A title as notices are compared here."""
    with translation.override("en"):
        return str(words)


@dataclass(frozen=True, slots=True)
class Must:
    """`title` (English) about a thing had to reach this post at this moment."""

    to: str
    about: str
    title: str
    at: dt.datetime


class Told:
    """Compares by titles that a room's oracle answers for. What was checked once is not asked again."""

    def __init__(self, titles: Collection[str]) -> None:
        self.titles = frozenset(titles)
        self.last = 0
        self.got: defaultdict[tuple[str, str, str], list[dt.datetime]] = defaultdict(list)
        self.checked_last = 0  # notices of the last check, which looks at the whole month

    def check(self, musts: Iterable[Must], now: dt.datetime, posts: Collection[str]) -> None:
        """`posts`: those about which the oracle says everything. AssertionError with the first thing that differs."""
        self._read()
        self.checked_last = 0
        owed: defaultdict[tuple[str, str, str], list[dt.datetime]] = defaultdict(list)
        for one in musts:
            if one.at <= now and one.to in posts:
                owed[one.to, one.about, one.title].append(one.at)
        for key in owed.keys() | {key for key in self.got if key[0] in posts}:
            wanted = sorted(owed.get(key, ()))
            had, settled = self.got.get(key, []), sum(at + SLACK <= now for at in wanted)
            late = [
                (want, got) for want, got in zip(wanted, had, strict=False) if not want - SLACK <= got <= want + SLACK
            ]
            assert settled <= len(had) <= len(wanted), _said(key, wanted, had)
            assert not late, _said(key, wanted, had)
            self.checked_last += len(wanted)

    def _read(self) -> None:
        rows = Notice.objects.filter(pk__gt=self.last, channel="in-app", state=State.DELIVERED).order_by("pk")
        for pk, to, about, context, at in rows.values_list("pk", "to", "about", "context", "owed_at"):
            self.last = pk
            title = context.get("title", {}).get("en", "")
            if title in self.titles:
                self.got[to, about, title].append(at)


def _said(key: tuple[str, str, str], wanted: list[dt.datetime], had: list[dt.datetime]) -> str:
    missing, extra = Counter(wanted), Counter(had)
    return (
        f"{key[0]} about {key[1]}, “{key[2]}”: had to be told at {[f'{at:%m-%d %H:%M}' for at in missing]}, "
        f"was told at {[f'{at:%m-%d %H:%M}' for at in extra]} (UTC)"
    )
