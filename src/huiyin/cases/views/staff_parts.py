"""What the staff pages share: the line of a case in a list, its actions, its address."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.dates_for_staff import for_staff
from huiyin.cases.models import Case
from huiyin.cases.presenting import SOON_DAYS, chip, pick
from huiyin.cases.queries.case_page_acts import Act
from huiyin.cases.queries.lists import CaseRow
from huiyin.cases.wording import BUCKETS, CHANNELS, KINDS
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import dates
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
    drawn = chip(clock)
    text = drawn.text if drawn.tone == "late" or clock.status != "running" else _left(clock)
    return DeadlineChip(f"{text} · {pick(clock.title)}", drawn.tone, drawn.why, provisional=drawn.provisional)


def _left(clock: ClockView) -> str:
    """Short enough for a list: the day, or how many are left where few are."""
    zone = clock.derivation.zone
    days = (clock.due_on - time.today(zone)).days
    if clock.derivation.length.unit in ("hours", "minutes"):
        return dates.moment_text(clock.due_at, zone)
    if days <= 0:
        return _("Today")
    if days <= SOON_DAYS:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return dates.short_day_text(clock.due_on, zone)


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
