"""What a corrected procedure would do to a running case: which clocks go on, move, end or start, and what forbids it.

Reads only. No lawful date may become later or fall away, no day may be taken from the person, and nobody may be left
without somebody who is responsible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.actions.procedure import facts_of, settings_of
from huiyin.cases.models import Case, Track
from huiyin.kernel import time
from huiyin.kernel.clocks import restating
from huiyin.kernel.clocks.facts import Facts as Counting
from huiyin.kernel.clocks.facts import Length
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.clocks.words import pick
from huiyin.kernel.errors import HuiyinError
from huiyin.procedures.engine import DeadlineSpec, holds
from huiyin.procedures.engine.clocks import lawful_length, specify
from huiyin.procedures.schema import Deadline, Pack


@dataclass(frozen=True, slots=True)
class Migration:
    """From one pack to another. `states`: every old one -> the new one; `deadlines`: only those that are renamed."""

    source: Pack
    target: Pack
    states: Mapping[str, str]
    deadlines: Mapping[str, str]

    def deadline(self, name: str) -> str:
        """What a clock is called by the corrected pack; of `supervise:close` both parts."""
        return ":".join(self.deadlines.get(part, part) for part in name.split(":"))

    @property
    def because(self) -> str:
        """The reference that the derivation of a moved date keeps."""
        return f"procedure:{self.target.name}@{self.target.version}"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One clock before and after. `clock` None: it starts, from `since`; `spec` None: it ends."""

    name: str
    title: str
    now: dt.date | None
    then: dt.date | None
    clock: Clock | None
    spec: DeadlineSpec | None
    wanted: Counting | None = None
    since: dt.datetime | None = None
    verb: str = ""
    late_at_once: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What would happen to one track of a case; with `refusals` it must not."""

    case: str
    case_id: int
    track_id: int
    from_state: str
    to_state: str
    clocks: tuple[ClockChange, ...]
    refusals: tuple[str, ...]


def change_of(case: Case, track: Track, migration: Migration) -> Change:
    """What the migration would do to one track."""
    state = migration.states[track.state]
    running = list(_clocks(case, track).filter(status__in=OPEN).order_by("id"))
    kept = [_followed(case, clock, state, migration) for clock in running]
    names = {change.name for change in kept if change.spec}
    started = list(_started(case, track, state, migration, names))
    refusals = [reason for change in kept for reason in _forbidden(change)]
    refusals += [_("“%s” runs on this case already.") % migration.target.name] if _taken(case, track, migration) else []
    if running and not names and not started and not migration.target.state(state).final:
        refusals.append(_("No clock would run any more: nobody would be responsible."))
    return Change(
        case.public_id, case.pk, track.pk, track.state, state, (*kept, *started), tuple(dict.fromkeys(refusals))
    )


def _taken(case: Case, track: Track, migration: Migration) -> bool:
    return case.tracks.filter(pack=migration.target.name).exclude(pk=track.pk).exists()


def _clocks(case: Case, track: Track) -> QuerySet[Clock]:
    return Clock.objects.filter(subject_kind="case", subject_id=case.public_id, track=str(track.pk))


def _followed(case: Case, clock: Clock, state: str, migration: Migration) -> ClockChange:
    """A running clock: as the corrected pack has it, or ended where that has none here."""
    name = migration.deadline(clock.name)
    after = _deadline(migration.target, name, state, case)
    if after is None:
        return ClockChange(clock.name, pick(clock.title), clock.due_on, None, clock, None)
    root = name.partition(":")[2]
    spec = specify(migration.target, after, settings_of(case.organisation), root=root)
    before = migration.source.deadline(clock.name)
    wanted = clock.facts if _same_count(migration, before, after) else _by_spec(clock, spec)
    then = clock.due_on
    if clock.missed_at is None:
        try:
            then = restating.expected(clock, wanted).due_on
        except HuiyinError:
            return ClockChange(clock.name, pick(clock.title), clock.due_on, None, clock, None)
    late = clock.missed_at is None and then < time.today(clock.zone) and clock.status == "running"
    return ClockChange(name, pick(clock.title), clock.due_on, then, clock, spec, wanted, late_at_once=late)


def _deadline(pack: Pack, name: str, state: str, case: Case) -> Deadline | None:
    """The deadline of that name where it runs in this state for this case. A superior's clock runs where its root does."""
    ids = {deadline.id for deadline in pack.deadlines}
    if not set(name.split(":")) <= ids:
        return None
    root = pack.deadline(name.rpartition(":")[2])
    runs = state in pack.runs_on(root) and holds(root.when, facts_of(case))
    return pack.deadline(name) if runs else None


def _same_count(migration: Migration, before: Deadline, after: Deadline) -> bool:
    """Whether both packs count alike: then the clock keeps what it began with, the office's number of that day too."""
    return (before.own_rule, before.length, before.counted_in, lawful_length(migration.source, before)) == (
        after.own_rule,
        after.length,
        after.counted_in,
        lawful_length(migration.target, after),
    )


def _by_spec(clock: Clock, spec: DeadlineSpec) -> Counting:
    ceiling = Length(spec.ceiling.length, spec.ceiling.unit) if spec.ceiling and spec.ceiling.length else None
    return replace(clock.facts, length=spec.length, unit=spec.unit, ceiling=ceiling)


def _forbidden(change: ClockChange) -> Iterable[str]:
    clock = change.clock
    if clock is None:
        return
    of_the_person = clock.waits_on == "petitioner"
    if change.then is None:
        if of_the_person or not clock.own_rule:
            yield _("“%s” would fall away: a lawful date must stay.") % change.title
    elif of_the_person and change.now is not None and change.then < change.now:
        yield _("“%s” would take days from the person.") % change.title
    elif not of_the_person and not clock.own_rule and change.now is not None and change.then > change.now:
        words = _("“%(title)s” would become later: %(then)s instead of %(now)s.")
        yield words % {"title": change.title, "then": change.then, "now": change.now}


def _started(case: Case, track: Track, state: str, migration: Migration, running: set[str]) -> Iterable[ClockChange]:
    """Clocks that the corrected pack has here and that do not run: from the fact that starts them, as the timeline has it."""
    pack, settings = migration.target, settings_of(case.organisation)
    over = {
        migration.deadline(name)
        for name in _clocks(case, track).filter(missed_at__isnull=False).values_list("name", flat=True)
    }
    happened = [("begin", case.received_at), *case.events.order_by("id").values_list("verb", "at")]
    for deadline in pack.deadlines:
        if deadline.id in running or deadline.id in over or deadline.follow_up or state not in pack.runs_on(deadline):
            continue
        off = deadline.off_by_default and f"{pack.name}:{deadline.id}" not in settings.switched_on
        if off or not holds(deadline.when, facts_of(case)) or _kept_in_front(case, track, deadline):
            continue
        began = _began(deadline, state, happened)
        if began is not None:
            yield _new(case, specify(pack, deadline, settings), *began, paused=state in deadline.pauses)


def _kept_in_front(case: Case, track: Track, deadline: Deadline) -> bool:
    """Whether the procedure in front keeps this own date already, as when a case begins: one promise is not shown as two."""
    if not track.background or not deadline.own_rule:
        return False
    others = Clock.objects.filter(subject_kind="case", subject_id=case.public_id, status__in=OPEN)
    return others.filter(name=deadline.id).exclude(track=str(track.pk)).exists()


def _began(
    deadline: Deadline, state: str, happened: Iterable[tuple[str, dt.datetime]]
) -> tuple[str, dt.datetime] | None:
    """The last fact that starts it, unless it was met or ended since."""
    if deadline.starts_into and state not in deadline.starts_into:
        return None
    began: tuple[str, dt.datetime] | None = None
    for verb, at in happened:
        if verb in deadline.starts:
            began = (verb, at)
        elif verb in deadline.meets or verb in deadline.stops:
            began = None
    return began


def _new(case: Case, spec: DeadlineSpec, verb: str, since: dt.datetime, *, paused: bool) -> ClockChange:
    home = case.organisation
    ceiling = Length(spec.ceiling.length, spec.ceiling.unit) if spec.ceiling and spec.ceiling.length else None
    counting = Counting(since, spec.length, spec.unit, home.zone, spec.roll, ceiling=ceiling)
    due = restating.expected(Clock(region=home.region), counting).due_on
    title = pick({"en": spec.title.en, "zh-hans": spec.title.zh_hans, "zh-hant": spec.title.zh_hant})
    late = due < time.today(home.zone)
    return ClockChange(spec.id, title, None, due, None, spec, None, since, verb, late_at_once=late, paused=paused)
