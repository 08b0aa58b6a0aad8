"""What a clock of a case does when it strikes. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import reading, store
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations import following
from huiyin.organisations.models import Organisation, Post

from .actions import (
    asking_offices,
    assigning,
    erasure,
    identity,
    notices,
    posting,
    posting_parts,
    referring,
    school_terms,
    sealing,
)
from .actions.bringing_in import SORT_CLOCK
from .actions.clockwork import SUBJECT
from .actions.fresh import knows
from .actions.procedure import Doing, after_miss, moved_line, note_only
from .actions.taking_up import not_sorted
from .models import Case, Concern, Exclusion, Track


def register() -> None:
    registry.on_miss(SUBJECT, missed)
    registry.on_remind(SUBJECT, remind)
    registry.on_move(SUBJECT, moved)
    registry.on_miss(assigning.SUBJECT, assigning.missed)
    registry.on_remind(assigning.SUBJECT, assigning.remind)
    registry.on_move(assigning.SUBJECT, assigning.moved)
    registry.on_miss(asking_offices.SUBJECT, asking_offices.missed)
    registry.on_remind(asking_offices.SUBJECT, asking_offices.remind)
    registry.on_move(asking_offices.SUBJECT, asking_offices.moved)
    registry.on_miss(posting_parts.SUBJECT, posting.missed)
    sealing.also_closes(posting.sealed)
    erasure.register()
    identity.register()
    erasure.also_erases(posting.erased)
    sealing.also_closes(assigning.sealed)
    sealing.also_closes(asking_offices.sealed)
    sealing.also_closes(referring.sealed)
    erasure.also_erases(asking_offices.erased)
    following.register(school_terms.follow)


def missed(clock: Clock, at: dt.datetime) -> None:
    """The pack says what follows; the person's page, the handler's superior and the figures have it by the same act."""
    if clock.name == SORT_CLOCK:
        not_sorted(_case(clock), clock, at)
    else:
        after_miss(_case(clock), clock, at)


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever must act is reminded; nothing else changes."""
    case = _case(clock)
    notices.remind(case, clock, Doing(case, "remind", "system:clock", "", at))


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    """A published calendar or a school's terms moved a date: everybody who was told the old one sees it."""
    by_terms = clock.moves[-1]["because"].startswith("terms:")
    verb, actor = ("date_moved_by_terms", "system:terms") if by_terms else ("date_moved", "system:calendar")
    doing = Doing(_case(clock), verb, actor, "", at)
    note_only(doing, line=moved_line(clock, old), rows=[clock])
    notices.to_petitioner(doing, dict(clock.title))


def _case(clock: Clock) -> Case:
    """The case under its lock, with what each consequence asks for. A sweep strikes many clocks of one office in a write."""
    [case] = reading.locked(Case, public_id=clock.subject_id)
    case.organisation = _office(case.organisation_id)
    if case.handler_id is not None:
        case.handler = reading.first(Post, pk=case.handler_id)
    tracks = sorted(reading.rows(Track, case=case.pk), key=lambda track: (track.background, track.pk))
    exclusions, concerns = reading.rows(Exclusion, case=case.pk), reading.rows(Concern, case=case.pk)
    return knows(case, tracks=tracks, exclusions=exclusions, concerns=concerns)


def _office(key: int) -> Organisation:
    kept = store.kept()
    found: Organisation | None = kept.get((Organisation, key))
    if found is None:
        [found] = reading.rows(Organisation, pk=key)
        if found.head_post_id is not None:
            found.head_post = reading.first(Post, pk=found.head_post_id)
        kept[Organisation, key] = found
    return found
