"""Every act on a case keeps its lead in step: who leads, on which part of the board it stands, what is owed next.

And it lets the clock for naming a leader run while a criterion of the procedure is met and nobody is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from huiyin.cases.actions import clockwork
from huiyin.cases.actions.procedure import Doing, facts_of, pack_of, settings_of
from huiyin.cases.models import Case, Category, Track
from huiyin.cases.models.case import Bucket, Kind
from huiyin.kernel import clocks, reading
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.ledger import Committed
from huiyin.procedures import engine
from huiyin.procedures.schema import LeaderRequired, Pack

from .models import NO_DATE, Lead
from .rules import stage_of

STEP = "next_step"
SUBJECT = "lead"


def follow(doing: Doing) -> Iterator[Committed]:
    """For `cases.following.in_step`. A concern that was just handed in has no leader yet and passes untouched."""
    case = doing.case
    if case.version <= 1 and case.leader_id is None:
        return
    lead = next(iter(reading.locked(Lead, case=case.pk, until=None)), None)
    stage = stage_of_case(case)
    wanted = case.leader if stage else None
    if lead is not None and (wanted is None or lead.post_id != wanted.pk):
        yield from _end(lead, doing, goes_on=wanted is not None)
        planned, lead = lead, None
    else:
        planned = None
    if lead is None and wanted is not None:
        lead = Lead(case=case, post=wanted, since=doing.at, named_by=doing.actor)
        if planned is not None:
            lead.next_step, lead.next_on = planned.next_step, planned.next_on
            yield from (clocks.hand_over(clock, owner=wanted.reference) for clock in step_clocks(case))
        yield lead
        yield from _meet_naming(case, doing.at)
    if lead is not None:
        _place(lead, stage)
    elif case.leader_id is None:
        yield from _start_naming(doing)


def step_clocks(case: Case) -> list[Clock]:
    """The running date of the leader's next step. It belongs to the case, so that it goes along with it."""
    return clocks.queries.open_rows(SUBJECT, case.public_id)


def stage_of_case(case: Case) -> str:
    """On which part of the board it belongs; empty: on none."""
    return stage_of(
        sealed=case.kind == Kind.MISCONDUCT,
        handled=case.handled_at is not None,
        final=case.bucket == Bucket.DONE,
        outcome=str(case.facts.get("outcome", "")),
        agreed=bool(case.facts.get("agreed", False)),
        checked=case.checked_result,
    )


def why_led(case: Case) -> tuple[LeaderRequired, ...]:
    """The criteria that the case meets, for its page."""
    found = _criteria(case)
    return found[2] if found else ()


def _end(lead: Lead, doing: Doing, *, goes_on: bool) -> Iterator[Committed]:
    """Nobody leads by this row any more. Without a next leader the date of the next step has lost its object."""
    lead.until = doing.at
    lead.save()
    yield lead
    if not goes_on:
        yield from (clocks.stop(clock, at=doing.at, because=f"cases.{doing.verb}") for clock in step_clocks(doing.case))


def _place(lead: Lead, stage: str) -> None:
    owed = Clock.objects.filter(
        subject_kind=clockwork.SUBJECT, subject_id=lead.case.public_id, ended_at=None, waits_on="office"
    )
    due = owed.order_by("due_at").values_list("due_at", flat=True).first()
    lead.stage, lead.due_at = stage, due or NO_DATE
    lead.save()


def _criteria(case: Case) -> tuple[Track, Pack, tuple[LeaderRequired, ...]] | None:
    """Of the first procedure of the case that has criteria."""
    for track in case.tracks.all():
        pack = pack_of(track)
        if pack.leader_required:
            return track, pack, engine.leader_criteria(pack, facts_of(case), _categories(case.category_id))
    return None


def _categories(key: int | None) -> frozenset[str]:
    if key is None:
        return frozenset()
    category: Category | None = Category.objects.select_related("parent__parent").get(pk=key)
    names = set()
    while category is not None:
        names.add(str(category.title["zh-hans"]))
        category = category.parent
    return frozenset(names)


def _start_naming(doing: Doing) -> Iterator[Committed]:
    found = _criteria(doing.case)
    if found is None or not found[2] or found[1].state(found[0].state).final:
        return
    track, pack, criteria = found
    specs = engine.naming_clocks(pack, criteria, settings_of(doing.case.organisation))
    running = {clock.name for clock in _naming_clocks(doing.case, pack)}
    for spec in specs:
        if spec.id not in running:
            yield clockwork.start(doing.case, track, spec, doing.at, doing.verb)


def _meet_naming(case: Case, at: dt.datetime) -> Iterator[Committed]:
    found = _criteria(case)
    for clock in _naming_clocks(case, found[1]) if found else ():
        yield clocks.meet(clock, at=at, because="cases.appoint-leader")


def _naming_clocks(case: Case, pack: Pack) -> list[Clock]:
    """Open ones, with the clocks that superiors have after a miss."""
    names = {one.clock for one in pack.leader_required}
    follow_ups = {f"{d.id}:{name}" for d in pack.deadlines if d.follow_up for name in names}
    return clocks.queries.open_rows(clockwork.SUBJECT, case.public_id, names=names | follow_ups)
