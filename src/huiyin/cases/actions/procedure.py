"""The private part of every casework action: move the case's tracks, its clocks, its notices and its timeline as one.

Every verb goes through `advance`; so no verb can forget a clock, a notice, the timeline or the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases import following
from huiyin.cases.models import Case, CaseEvent, CaseScope, Track
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.rules import changed_scopes
from huiyin.cases.scoping import scopes
from huiyin.cases.search import actions as search
from huiyin.kernel import inserting, ledger, reading, store, updating
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation
from huiyin.procedures import engine, loading
from huiyin.procedures.engine import Facts, NotPossible, Settings, Step
from huiyin.procedures.schema import Pack

from . import clockwork, notices

Rows = list[ledger.Committed]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does what to which case, when: the same for all rows that one action writes."""

    case: Case
    verb: str
    actor: str
    title: str
    at: dt.datetime
    concern: str = ""
    """Public id of the one concern that it is about; where several people share a case it is shown to nobody else."""

    @classmethod
    def by_staff(cls, case: Case, verb: str, actor: Actor, at: dt.datetime) -> Doing:
        return cls(case, verb, actor.reference, actor.post_title, at)

    @classmethod
    def by_petitioner(cls, case: Case, verb: str, at: dt.datetime, concern: str = "") -> Doing:
        return cls(case, verb, "petitioner", "", at, concern)

    def about(self, concern: str) -> Doing:
        """The same act, about one concern."""
        return replace(self, concern=concern)


@dataclass(frozen=True, slots=True)
class Line:
    """What the timeline says of it. `public` lines stand on the petitioner's page too."""

    note: str = ""
    public: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)


def locked(case_id: int, *, version: int | None = None) -> Case:
    """The case for writing. With `version`: `Conflict` when somebody else has done something since the form was shown."""
    store.require_write()
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related(
            "organisation__parent",
            "organisation__head_post",
            "worked_by__head_post",
            "unit",
            "handler",
            "leader",
            "category",
        )
        .get(pk=case_id)
    )
    if version is not None and version != case.version:
        raise Conflict(
            _("Somebody else has worked on this case since you opened the page."),
            _("Look at what changed below; what you typed is still in the form."),
        )
    return case


def advance(
    doing: Doing,
    *,
    given: Iterable[str] = (),
    line: Line | None = None,
    rows: Iterable[ledger.Committed] = (),
    since: dt.datetime | None = None,
    only: str = "",
    then: Callable[[], Iterable[ledger.Committed]] = tuple,
    days: Mapping[str, dt.date] | None = None,
) -> list[Step]:
    """Do a verb on every track that knows it at this point. `NotPossible` when none does, or when one lacks something.

    `since`: when the fact happened, where it is recorded later (a service). `only`: the one procedure that is meant,
    where a person chose between two. `then`: rows that tell what the step brought about, such as a letter with its date.
    `days`: of clocks that begin with it, the day that whoever does it has set.
    """
    facts = facts_of(doing.case, given)
    written: Rows = [doing.case, *rows]
    steps: list[Step] = []
    for track in doing.case.tracks.all():
        if only and track.pack != only:
            continue
        pack = pack_of(track)
        step = _try(pack, track, doing.verb, facts, settings_of(doing.case.organisation))
        if step is None:
            continue
        steps.append(step)
        written.extend(_move(doing, track, pack, step, since, days))
    if not steps:
        raise NotPossible(_("This can't be done at this point of the procedure."))
    written.extend(_open_beside(doing))
    written.extend(then())
    place(doing.case)
    written.append(tell(doing, line or Line()))
    record(doing, written)
    return steps


def advance_or_note(
    doing: Doing, *, given: Iterable[str] = (), line: Line | None = None, rows: Iterable[ledger.Committed] = ()
) -> None:
    """A fact that moves the tracks that know it, and is noted where none does: a second assignment, a late answer."""
    try:
        advance(doing, given=given, line=line, rows=rows)
    except NotPossible as error:
        if error.offer is not None:
            raise
        note_only(doing, line=line or Line(), rows=rows)


def note_only(doing: Doing, *, line: Line, rows: Iterable[ledger.Committed] = ()) -> None:
    """A fact that moves no track (though it may open one): timeline and ledger."""
    beside = _open_beside(doing)
    place(doing.case)
    record(doing, [doing.case, *rows, *beside, tell(doing, line)])


def after_miss(case: Case, clock: Clock, at: dt.datetime) -> None:
    """What the pack says happens when a date has passed: the next clock, who is told, the line that everybody sees."""
    track = next(track for track in case.tracks.all() if track.pk == int(clock.track))
    pack = pack_of(track)
    step = engine.miss(pack, track.state, clock.name, facts_of(case), settings_of(case.organisation))
    lapsed = clock.waits_on == "petitioner"
    doing = Doing(case, "lapsed" if lapsed else "missed", "system:clock", "", at)
    written: Rows = [case, *_move(doing, track, pack, step)]
    if lapsed:
        written.extend(clockwork.close_window(clock, at))
    told = "" if lapsed else notices.tell_superior(doing, clock, step.tells)
    written.append(tell(doing, missed_line(clock, told)))
    place(case)
    record(doing, written)


def missed_line(clock: Clock, told: str) -> Line:
    """A date has passed; `told`: who was told of it."""
    data = {"clock": clock.public_id, "title": clock.title, "due": clock.due_on.isoformat(), "told": told}
    return Line(data={**data, "name": clock.name})


def moved_line(clock: Clock, old: dt.date) -> Line:
    """A date is another one than before."""
    return Line(data={"title": clock.title, "old": old.isoformat(), "new": clock.due_on.isoformat()})


def tell(doing: Doing, line: Line) -> CaseEvent:
    """One line of the timeline."""
    event = inserting.new(
        CaseEvent,
        case=doing.case,
        verb=doing.verb,
        at=doing.at,
        actor=doing.actor,
        actor_title=doing.title,
        public=line.public,
        note=line.note,
        data={**line.data, "concern": doing.concern} if doing.concern else dict(line.data),
    )
    inserting.insert([event])
    return event


def stands_at(case: Case, state: str) -> bool:
    """Whether one of its procedures is at this point."""
    return any(track.state == state for track in case.tracks.all())


def pack_of(track: Track) -> Pack:
    return loading.load(track.pack, int(track.pack_version))


def has_verb(track: Track, verb: str) -> bool:
    """Whether the procedure has the verb at this point, whatever it asks for."""
    pack = pack_of(track)
    return any(one.verb == verb and track.state in pack.leaves_from(one) for one in pack.transitions)


def facts_of(case: Case, given: Iterable[str] = ()) -> Facts:
    """What the procedure may ask about the case."""
    kind = "" if case.kind == "unsorted" else case.kind
    return Facts(kind=kind, channel=case.claim_channel or 0, given=frozenset(given), **case.facts)


def settings_of(organisation: Organisation) -> Settings:
    """The office's own numbers and choices. A number 0 switches nothing on; a name under `on` does."""
    numbers = {name.replace("/", ":"): int(value) for name, value in organisation.clock_numbers.items() if name != "on"}
    return Settings(
        numbers=numbers,
        switched_on=frozenset(organisation.clock_numbers.get("on", [])),
        roll_office=organisation.roll_over_office,
        roll_petitioner=organisation.roll_over_petitioner,
    )


def _try(pack: Pack, track: Track, verb: str, facts: Facts, settings: Settings) -> Step | None:
    try:
        return engine.step(pack, track.state, verb, facts, settings)
    except NotPossible as error:
        if error.offer is None or (track.background and error.offer.blocked):
            return None
        raise


def _move(
    doing: Doing,
    track: Track,
    pack: Pack,
    step: Step,
    since: dt.datetime | None = None,
    days: Mapping[str, dt.date] | None = None,
) -> Rows:
    if step.to_state != track.state:
        track.state = step.to_state
        track.entered_at = doing.at
        updating.update(track, "state", "entered_at")
    changed = clockwork.apply(doing.case, track, step, doing.at, since, days or {})
    return [track, *changed, *owe_and_open(doing, pack, step)]


def owe_and_open(doing: Doing, pack: Pack, step: Step) -> Rows:
    """What a step brings about beyond its own track and clocks: notices, and procedures that it opens."""
    notices.owe(doing, pack, step.notices)
    return [row for name in step.opens for row in _open_track(doing, loading.load(name))]


def _open_beside(doing: Doing) -> Rows:
    """The tracks that the facts, as they now stand, demand beside the main one: a child in danger does not wait."""
    main = doing.case.tracks.first()
    if main is None:
        return []
    names = engine.beside(pack_of(main), facts_of(doing.case))
    return [row for name in names for row in _open_track(doing, loading.load(name))]


def _open_track(doing: Doing, pack: Pack) -> Rows:
    if doing.case.tracks.filter(pack=pack.name).exists():
        return []
    step = engine.begin(pack, facts_of(doing.case), settings_of(doing.case.organisation))
    track = Track.objects.create(
        case=doing.case, pack=pack.name, pack_version=str(pack.version), state=step.to_state, entered_at=doing.at
    )
    return [track, *clockwork.apply(doing.case, track, step, doing.at), *owe_and_open(doing, pack, step)]


def place(case: Case) -> None:
    """Where the case stands in lists: its bucket, its drawn step, and whose lists it is in."""
    track = case.tracks.first()
    if track is not None:
        stand(case, pack_of(track), track.state)
    case.version += 1
    updating.update(case)
    before = {row.scope: row.bucket for row in reading.rows(CaseScope, case=case.pk)}
    sealed = case.kind == Kind.MISCONDUCT  # in nobody's list
    wanted = [] if sealed else scopes(case)
    added, removed = changed_scopes(before, wanted)
    if not added and not removed and all(bucket == case.bucket for bucket in before.values()):
        return
    CaseScope.objects.bulk_create(CaseScope(scope=scope, case=case, bucket=case.bucket) for scope in added)
    if removed:
        case.scopes.filter(scope__in=removed).delete()
    if before:
        case.scopes.exclude(bucket=case.bucket).update(bucket=case.bucket)
    if added or removed:
        search.index(case)


def stand(case: Case, pack: Pack, at_state: str) -> None:
    """Set what lists say of a case whose main track is at this state; saves nothing."""
    state = pack.state(at_state)
    case.step = state.step
    case.bucket = bucket_of(state.waits_on, final=state.final, untouched=state.fresh or at_state == pack.starts_in)


def bucket_of(waits_on: str, *, final: bool, untouched: bool) -> str:
    """What a staff list files it under."""
    if final:
        return Bucket.DONE
    if untouched:
        return Bucket.NEW
    return Bucket.OPEN if waits_on == "office" else Bucket.WAITING


def record(doing: Doing, rows: Rows) -> None:
    verb = doing.verb if "." in doing.verb else f"cases.{doing.verb.replace('_', '-')}"
    commits = [*rows, *following.keep_in_step(doing)]
    ledger.record(verb=verb, actor=doing.actor, about=doing.case.reference, at=doing.at, commits=commits)
    following.conclude(doing)
