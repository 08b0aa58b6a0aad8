"""Hand-over lists: which wait for a post or for who leaves it, and one list with its cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.lists import FETCHED, next_clock
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView, of_subject, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.leaders.actions.handing_over import SUBJECT, side_of
from huiyin.leaders.models import Handover, Lead
from huiyin.organisations.access import Actor, may

from .holders import holds

LIMIT = 20
WITH = ("post__unit__organisation", "to_post__unit__organisation", "leaving__account")


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case of the list as it stands now; only the number where the reader may not read it (any more)."""

    number: str
    case: Case | None
    leads: str
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """`side`: what the reader is to the list. `can_go_back`: the post is held again, and something could."""

    row: Handover
    side: str
    to_sign: bool
    can_go_back: bool
    cases: tuple[ListedCase, ...]
    clock: ClockView | None


def waiting_lists(actor: Actor) -> list[Handover]:
    """Lists that this post or this account has not signed. At most a page."""
    [unsigned] = _unsigned(actor)
    return list(unsigned.select_related(*WITH).order_by("id")[:LIMIT])


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_unsigned, (actor,))


def _unsigned(actor: Actor) -> list[QuerySet[Handover]]:
    gives = Q(leaving__account_id=actor.account_id, gave_at=None)
    takes = Q(to_post_id=actor.post_id, took_at=None) & ~Q(leaving__account_id=actor.account_id)
    return [Handover.objects.filter(gives | takes, ended_at=None)]


def list_page(actor: Actor, public_id: str) -> ListPage:
    """For who gives, who takes, and the head of the office; `Refused` for everybody else."""
    row = next(iter(seen(actor, [public_id])), None)
    if row is None:
        raise Refused
    side = side_of(actor, row)
    home = row.post.unit.organisation
    signed = {"gives": row.gave_at, "takes": row.took_at}.get(side, row.made_at)
    cases = _cases(actor, row)
    back = side == "takes" and row.to_post_id != row.post_id and holds(row.post, time.today(home.zone))
    leads = any(one.leads == row.to_post.title for one in cases)
    clock = next_clock(of_subject(SUBJECT, row.public_id, only_open=True))
    return ListPage(row, side, signed is None and row.ended_at is None, back and leads, cases, clock)


def seen(actor: Actor, public_ids: Collection[str]) -> list[Handover]:
    """Those of some lists that the post may open."""
    rows = Handover.objects.select_related(*WITH).filter(public_id__in=public_ids)
    heads = may(actor, "read_boards")
    return [
        row for row in rows if side_of(actor, row) or (heads and row.post.unit.organisation_id == actor.organisation_id)
    ]


def _cases(actor: Actor, row: Handover) -> tuple[ListedCase, ...]:
    found = (
        Case.objects.filter(public_id__in=row.cases)
        .select_related(*FETCHED)
        .prefetch_related("exclusions", "involvements")
    )
    known = {case.public_id: case for case in found}
    running = Lead.objects.filter(case__in=list(known.values()), until=None).values_list("case_id", "post__title")
    leads = dict(running)
    owed = of_subjects("case", row.cases)
    lines = []
    for number in row.cases:
        case = known.get(number)
        readable = case is not None and case.kind != Kind.MISCONDUCT and may(actor, "read", case)
        if case is None or not readable:
            lines.append(ListedCase(number, None, "", None))
            continue
        office = [clock for clock in owed.get(number, ()) if clock.waits_on == "office"]
        lines.append(ListedCase(number, case, leads.get(case.pk, ""), next_clock(office)))
    return tuple(lines)
