"""The dates of people whose cases are joined or parted: nobody's becomes later. Private parts of actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huiyin.cases.models import Case, Track
from huiyin.kernel import time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.models import OPEN, Clock

from .clockwork import SUBJECT
from .procedure import pack_of

OF_MESSAGES = "answer_message"


def carry_over(away: Case, into: Case) -> list[Clock]:
    """Of two dates for the same thing the earlier one stays, with its whole derivation. What is owed to the people of the
    joined case alone goes along. To be done before the joined case ends: its own clocks end with it.
    """
    changed: list[Clock] = []
    there = {track.pack: track for track in into.tracks.all()}
    for track in away.tracks.all():
        changed.extend(_of_track(away, track, into, there[track.pack]))
    return changed


def copy_open(case: Case, tracks: Mapping[int, Track], *, with_messages: bool) -> list[Clock]:
    """For who goes on alone: every open date as it is. `with_messages`: what they wrote still waits for its answer."""
    copies = []
    for clock in _open(case):
        twin = tracks.get(int(clock.track)) if clock.track else None
        if twin is not None and (with_messages or not _of_messages(clock)):
            copies.append(clocks.copied(clock, subject_id=twin.case.public_id, track=str(twin.pk)))
    return copies


def _of_track(away: Case, track: Track, into: Case, there: Track) -> Iterator[Clock]:
    open_there = {clock.name: clock for clock in _open(into, there)}
    pack = pack_of(track)
    carried: set[str] = set()
    for clock in sorted(_open(away, track), key=lambda one: ":" in one.name):
        if clock.waits_on == "petitioner":
            continue
        root = clock.name.rsplit(":", 1)[-1]
        deadline = pack.deadline(root)
        twin = open_there.get(clock.name)
        if twin is not None and twin.due_at <= clock.due_at:
            continue
        follows = ":" in clock.name
        alone = (
            root in carried
            if follows
            else _of_messages(clock) or _owed_there(clock, deadline.meets, there.state in pack.runs_on(deadline))
        )
        if twin is None and not alone:
            continue
        if twin is not None:
            yield clocks.stop(twin, at=time.now(), because="cases.join")
        carried.add(root)
        yield clocks.carry(
            clock, subject_id=into.public_id, track=str(there.pk), owner=twin.owner if twin else clock.owner
        )


def _owed_there(clock: Clock, meets: list[str], runs: bool) -> bool:
    """A lawful date that the joining itself does not meet, and that has its object where the case now stands."""
    return runs and not clock.own_rule and "join" not in meets


def _of_messages(clock: Clock) -> bool:
    return clock.name.rsplit(":", 1)[-1] == OF_MESSAGES


def _open(case: Case, track: Track | None = None) -> list[Clock]:
    found = Clock.objects.filter(subject_kind=SUBJECT, subject_id=case.public_id, status__in=OPEN)
    return list(found.filter(track=str(track.pk)) if track is not None else found)
