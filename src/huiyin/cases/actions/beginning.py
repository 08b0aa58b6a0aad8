"""A case begins: its tracks and first clocks are made ready outside of the write, and kept inside, each table at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from huiyin.cases.models import Case, CaseScope, Track
from huiyin.cases.rules import scopes_of
from huiyin.cases.search import actions as search
from huiyin.cases.standing import Standing
from huiyin.kernel import inserting, ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.patterns import Pattern
from huiyin.procedures import engine, loading
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


@dataclass(frozen=True, slots=True)
class Plan:
    """What begins with every concern of a kind that an office gets on one day: reckoned for the first one."""

    tracks: tuple[tuple[Beginning, tuple[Pattern, ...]], ...]

    @classmethod
    def of(cls, planned: Sequence[Beginning]) -> Plan:
        return cls(tuple((one, tuple(Pattern.of(clock) for clock in one.clocks)) for one in planned))

    def rests_on(self, standing: Standing) -> bool:
        """Whether nothing outside of the office went into it: the office above may change unseen."""
        owners = {pattern.clock.owner for _one, patterns in self.tracks for pattern in patterns}
        return all(owner == "petitioner" or standing.has(owner) for owner in owners)

    def again(self, doing: Doing) -> list[Beginning]:
        """The same for another case."""
        case = doing.case
        return [
            Beginning(
                one.pack,
                one.step,
                inserting.like(one.track, entered_at=doing.at),
                [pattern.again(subject_id=case.public_id, started_at=case.received_at) for pattern in patterns],
            )
            for one, patterns in self.tracks
        ]


def plan_new(doing: Doing, standing: Standing, packs: Callable[[], Iterable[tuple[Pack, bool]]]) -> Sequence[Beginning]:
    """`plan` for a case that nobody has touched yet. Neighbours of a day are planned once, while the office stands as it does."""
    case = doing.case
    day = case.received_at.astimezone(time.zone_of(case.organisation.zone)).date()
    key = (day, loading.edition(), tuple(sorted(case.facts.items())))
    known = standing.plans.get(key)
    if known is not None:
        return known.again(doing)
    planned = plan(doing, packs())
    found = Plan.of(planned)
    if found.rests_on(standing):
        standing.keep(key, found)
        return found.again(doing)  # what is kept is nobody's
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
    pattern = inserting.new(CaseScope, case=case, bucket=case.bucket)
    inserting.insert([inserting.like(pattern, scope=scope) for scope in scopes])
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
