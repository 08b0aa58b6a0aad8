"""A case begins: its tracks and first clocks are made ready outside of the write, and kept inside, each table at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.cases.models import Case, CaseScope, Track
from huiyin.cases.rules import scopes_of
from huiyin.cases.search import actions as search
from huiyin.kernel import inserting, ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.procedures import engine
from huiyin.procedures.engine import Step
from huiyin.procedures.schema import Pack

from . import clockwork
from .procedure import Doing, Line, Rows, facts_of, owe_and_open, place, record, settings_of, stand, tell


@dataclass(frozen=True, slots=True)
class Beginning:
    """One track of it, in no table yet."""

    pack: Pack
    step: Step
    track: Track
    clocks: list[Clock]


def plan(doing: Doing, packs: Iterable[tuple[Pack, bool]], since: dt.datetime | None = None) -> list[Beginning]:
    """What begins. Only reads, and needs no write; the case may be one that is in no table yet.

    `packs`: (pack, whether in the background). `since`: when the clocks begin, where it is not the receipt (what was
    raised before Huiyin is taken up).
    """
    case = doing.case
    planned: list[Beginning] = []
    for pack, background in packs:
        step = engine.begin(pack, facts_of(case), settings_of(case.organisation))
        track = Track(
            pack=pack.name,
            pack_version=str(pack.version),
            state=step.to_state,
            entered_at=doing.at,
            background=background,
        )
        # The office's own date that runs in front already is not promised a second time.
        in_front = {clock.name for one in planned for clock in one.clocks} if background else ()
        planned.append(Beginning(pack, step, track, clockwork.plan_first(case, step, doing.at, since, in_front)))
    return planned


def begin(doing: Doing, planned: Sequence[Beginning], line: Line, rows: Iterable[ledger.Committed]) -> None:
    """The receipt of a concern, for a case that is in its table: tracks, first clocks, timeline, ledger."""
    written: Rows = [doing.case, *rows, *_kept(doing, planned)]
    place(doing.case)
    record(doing, [*written, tell(doing, line)])


def prepare_case(case: Case, planned: Sequence[Beginning]) -> None:
    """Set on a new case, before it is kept, where it will stand in lists."""
    stand(case, planned[0].pack, planned[0].step.to_state)
    case.version = 1


def begin_new(
    doing: Doing, planned: Sequence[Beginning], line: Line, rows: Iterable[ledger.Committed], words: str
) -> None:
    """The same for a case that was made in this write after `prepare_case`. `words`: for the index, masked."""
    case = doing.case
    written: Rows = [case, *rows, *_kept(doing, planned)]
    scopes = scopes_of(case.organisation.path, case.organisation_id, case.unit_id)
    inserting.insert([CaseScope(scope=scope, case=case, bucket=case.bucket) for scope in scopes])
    search.index_new(case, words=words)
    record(doing, [*written, tell(doing, line)])


def _kept(doing: Doing, planned: Sequence[Beginning]) -> Rows:
    for one in planned:
        one.track.case = doing.case
    inserting.insert([one.track for one in planned])
    clockwork.keep((one.track, one.clocks) for one in planned)
    rows: Rows = [row for one in planned for row in (one.track, *one.clocks)]
    for one in planned:
        rows.extend(owe_and_open(doing, one.pack, one.step))
    return rows
