"""What the staff pages share: the line of a case in a list, its actions, its address."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.dates_for_staff import for_staff
from huiyin.cases.models import Case
from huiyin.cases.presenting import derivation_rows
from huiyin.cases.queries.case_page_acts import Act
from huiyin.cases.queries.lists import CaseRow
from huiyin.cases.wording import BUCKETS, CHANNELS, KINDS
from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import clock_chips
from huiyin.web.components import DeadlineChip, Item, Link, Tag


def case_url(public_id: str, anchor: str = "") -> str:
    """The page of a case."""
    return reverse("cases:case", args=[public_id]) + (f"#{anchor}" if anchor else "")


def verb_url(public_id: str, verb: str) -> str:
    """The page of a verb; the draft stands on the page of the case."""
    if verb in ("draft_reply", "submit_for_approval"):
        return case_url(public_id, "draft")
    return reverse("cases:verb", args=[public_id, verb])


def act_link(public_id: str, act: Act | None, *, title: str = "", key: str = "") -> Link | None:
    """A verb as a link. `title`: of the case, said to those who can't see the row."""
    if act is None:
        return None
    return Link(verb_url(public_id, act.verb), act.title, note=title, key=key)


def titled_chip(clock: ClockView | None) -> DeadlineChip | None:
    """The chip of a list: what is left, and what for."""
    if clock is None:
        return None
    clock = for_staff(clock)
    return clock_chips.titled_chip(clock, derivation_rows(clock.derivation))


def item_of_row(row: CaseRow) -> Item:
    """A line of the list of cases."""
    facts: list[object] = [CHANNELS[row.channel], BUCKETS[row.bucket]]
    facts += [text for text in (row.handler or row.unit, row.organisation) if text]
    if row.kind != "unsorted":
        facts.insert(1, KINDS[row.kind])
    if row.unsettled:
        facts.append(Tag(_("answered, not settled"), "soon"))
    return Item(
        row.title, case_url(row.public_id), row.public_id, sentence(row.title, row.summary), tuple(facts), titled_chip(row.clock)  # type: ignore[arg-type]
    )  # fmt: skip


def sentence(title: str, summary: str) -> str:
    """The person's own sentence, where it is not the title itself."""
    return "" if not summary or summary.rstrip("。；;") == title else summary


def joined(facts: Iterable[object]) -> tuple[str, ...]:
    """Facts that are there, as text."""
    return tuple(str(fact) for fact in facts if fact)


def facts_of(case: Case) -> list[object]:
    """How it came, what kind it is."""
    facts: list[object] = [CHANNELS[case.channel]]
    if case.kind != "unsorted":
        facts.append(KINDS[case.kind])
    return facts
