"""Running cases go on by a corrected procedure: shown first, refused where a lawful date would suffer, told to everybody."""

from __future__ import annotations

import time as stopwatch
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Track
from huiyin.cases.office_rules.migration import Change, ClockChange, Migration, change_of
from huiyin.kernel import store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks import restating
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.procedures.schema import Pack, Words

from . import clockwork, notices
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only

BATCH = 50
LONGEST_WRITE = 0.035  # seconds; each write does at least one case
CORRECTED = _("the procedure was corrected")


def plan_migration(migration: Migration, *, organisation: Organisation | None = None, case: str = "") -> list[Change]:
    """What would happen to each running track of the pack, in one office or one case. Writes nothing."""
    found = _running(migration)
    if organisation is not None:
        found = found.filter(case__organisation=organisation)
    if case:
        found = found.filter(case__public_id=case)
    changes = [change_of(track.case, track, migration) for track in found.iterator(chunk_size=500)]
    if case and not changes:
        raise BadInput(case, _("No case of this number runs on the former procedure."))
    return changes


def migrate(*, actor: Actor, migration: Migration, changes: Sequence[Change]) -> tuple[int, list[Change]]:
    """Move them, in short writes. Answers how many moved, and those that could not any more when it came to it.

    Each is looked at again under its lock: what has changed since it was shown is weighed anew.
    """
    waiting = deque(changes)
    moved, left = 0, []
    while waiting:
        began = stopwatch.monotonic()
        with store.write():
            for _number in range(min(BATCH, len(waiting))):
                change = waiting.popleft()
                refused = _move(actor, change, migration)
                moved += refused is None
                left += [refused] if refused and refused.refusals else []
                if stopwatch.monotonic() - began > LONGEST_WRITE:
                    break
    return moved, left


def _move(actor: Actor, change: Change, migration: Migration) -> Change | None:
    """None: moved. Else why not, empty where the case has gone on without it (ended, or moved already)."""
    case = locked(change.case_id)
    require(actor, "manage_procedures", Place(case.organisation_id, case.organisation.path))
    track = _running(migration).filter(pk=change.track_id).first()
    if track is None:
        return Change(change.case, change.case_id, change.track_id, change.from_state, change.to_state, (), ())
    fresh = change_of(case, track, migration)
    if fresh.refusals:
        return fresh
    doing = Doing(case, "migrate", actor.reference, "", time.now())
    if track.state != fresh.to_state:
        track.entered_at = doing.at
    track.pack, track.pack_version, track.state = migration.target.name, str(migration.target.version), fresh.to_state
    track.save(update_fields=["pack", "pack_version", "state", "entered_at"])
    touched = [clock for one in fresh.clocks for clock in _apply(doing, track, one, migration)]
    data = {"from": _reference(migration.source), "to": _reference(migration.target), "dates": list(_moved(fresh))}
    note_only(doing, line=Line(data={"packs": data}), rows=[track, *touched])
    _tell(doing, touched)
    return None


def _apply(doing: Doing, track: Track, one: ClockChange, migration: Migration) -> Iterator[Clock]:
    if one.clock is None and one.spec is not None and one.since is not None:
        clock = clockwork.start(doing.case, track, one.spec, one.since, one.verb)
        yield clocks.pause(clock, at=doing.at, reason="migrate") if one.paused else clock
    elif one.clock is not None and one.spec is None:
        yield clocks.stop(one.clock, at=doing.at, because="cases.migrate")
    elif one.clock is not None and one.spec is not None:
        spec = one.spec
        yield restating.restate(
            one.clock,
            at=doing.at,
            because=migration.because,
            wanted=one.wanted,
            words={
                "name": one.name,
                "title": _words(spec.title),
                "law": {} if spec.own_rule else _words(spec.law),
                "article": spec.source,
                "verified": spec.verified,
                "own_rule": spec.own_rule,
                "waits_on": spec.waits_on,
            },
            reminders=[Reminder(days, "days") for days in spec.reminders],
        )


def _tell(doing: Doing, touched: Iterable[Clock]) -> None:
    """The person, and every post that answers for one of the dates."""
    title = in_every_language(CORRECTED)
    notices.to_petitioner(doing, title)
    for owner in sorted({clock.owner for clock in touched if clock.owner.startswith("post:")}):
        notices.to_post(doing, owner, notices.TO_STAFF, title)


def _moved(change: Change) -> Iterator[dict[str, str | None]]:
    """Which dates are others now, for the timeline."""
    for one in change.clocks:
        if one.now != one.then:
            yield {
                "name": one.name,
                "old": one.now.isoformat() if one.now else None,
                "new": one.then.isoformat() if one.then else None,
            }


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh-hans": words.zh_hans, "zh-hant": words.zh_hant}


def _reference(pack: Pack) -> str:
    return f"{pack.name}@{pack.version}"


def _running(migration: Migration) -> QuerySet[Track]:
    """Tracks of the former pack that are not over: an open state, or a right of the person that still runs."""
    ended = [state.id for state in migration.source.states if state.final]
    owed = Clock.objects.filter(subject_kind=clockwork.SUBJECT, status__in=OPEN).values("subject_id")
    return (
        Track.objects.filter(pack=migration.source.name, pack_version=str(migration.source.version))
        .filter(~Q(state__in=ended) | Q(case__public_id__in=owed))
        .select_related("case__organisation__parent", "case__organisation__head_post", "case__handler")
        .order_by("id")
    )
