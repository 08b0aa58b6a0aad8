"""Cases about the same matter are handled as one, and a person goes on by themselves again. A clerk decides, never the machine.

Nobody's date becomes later by it, everybody is told, each keeps their code, and what one of them wrote stays their own.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, ConcernMove, Group, GroupSlip, Likeness, Member, Message, Track
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.group import MOST_SPEAKERS
from huiyin.cases.models.ways import Move, Verdict
from huiyin.cases.rules import first_sentence, title_from
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, require
from huiyin.procedures.engine import NotPossible

from . import notices, several
from .carrying import carry_over, copy_open
from .leaving import step_down
from .letters import Part, in_every_language, write_letter
from .procedure import Doing, Line, advance, has_verb, locked, note_only, pack_of, place, record, tell

Rows = list[ledger.Committed]


def join_cases(*, actor: Actor, case_id: int, other_id: int, reason: str) -> Case:
    """Handle the two as one. Answers the case that goes on: the one that is further on, so that nobody falls back."""
    at = time.now()
    _need(reason)
    with store.write():
        pair = [locked(key) for key in sorted({case_id, other_id})]
        if len(pair) != 2:
            raise BadInput("other", _("That is the same case."), _("Give the number of another one."))
        for case in pair:
            require(actor, "join", case)
        into, away = _further_on(*pair)
        _require_joinable(into, away)
        joined = Doing.by_staff(away, "join", actor, at)
        letter = write_letter(joined, "joined", [Part("path", _office_of(into)), Part("reason", reason.strip())])
        carried = carry_over(away, into)
        _tell_desk(joined)
        advance(
            joined,
            given={"reason"},
            line=Line(note=reason.strip(), data={"into": into.public_id}),
            rows=[letter, *carried],
        )
        rows = [
            *_people(joined, into, reason.strip()),
            *_groups(away, into),
            *_decided(pair, Verdict.JOINED, actor, at, reason),
        ]
        into.facts = {
            **into.facts,
            **{name: True for name, known in away.facts.items() if known is True and name in _OF_PEOPLE},
        }
        here = Doing.by_staff(into, "joined_here", actor, at)
        note_only(
            here,
            line=Line(note=reason.strip(), public=False, data={"from_case": away.public_id}),
            rows=[*rows, *carried],
        )
        search.index(into)
        search.index(away)
    return into


def find_different(*, actor: Actor, case_id: int, other_id: int, reason: str) -> None:
    """Not the same matter: remembered, and not proposed again."""
    at = time.now()
    with store.write():
        pair = [locked(key) for key in sorted({case_id, other_id})]
        for case in pair:
            require(actor, "join", case)
        rows = _decided(pair, Verdict.DIFFERENT, actor, at, reason)
        doing = Doing.by_staff(pair[-1], "found_different", actor, at)
        record(doing, [*rows, tell(doing, Line(note=reason.strip(), public=False))])


def split_off(*, actor: Actor, case_id: int, concern_public_id: str, reason: str) -> Case:
    """The clerk handles one of them by itself again; the person is told why."""
    at = time.now()
    _need(reason)
    with store.write():
        case = locked(case_id)
        require(actor, "join", case)
        concern = case.concerns.filter(public_id=concern_public_id, left_at=None).first()
        if concern is None:
            raise Refused
        return _split(Doing.by_staff(case, "split", actor, at).about(concern.public_id), concern, reason.strip())


def go_alone(*, concern: Concern, reason: str = "") -> Case:
    """The person goes on by themselves, from where it stands, with the dates that were promised to them."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        concern.refresh_from_db()
        if concern.left_at is not None:
            raise Refused
        doing = Doing.by_petitioner(case, "split", at, concern.public_id)
        return _split(doing, concern, reason.strip())


def can_go_alone(concern: Concern) -> bool:
    """Whether others share the case, and its procedures have not come to the answer yet."""
    case = concern.case
    return (
        concern.left_at is None and several.is_shared(case) and all(has_verb(one, "split") for one in case.tracks.all())
    )


def can_join(case: Case) -> bool:
    """Whether the procedures of the case allow it to be handled with another."""
    return (
        case.kind != Kind.MISCONDUCT
        and case.bucket != Bucket.BEFORE
        and all(has_verb(one, "split") for one in case.tracks.all())
    )


_OF_PEOPLE = ("named", "address_clear", "complex", "urgent")


def _further_on(one: Case, other: Case) -> tuple[Case, Case]:
    """(goes on, is joined to it). Steps of the main procedure first; of two at the same point the one that came first."""
    first, second = _stand(one), _stand(other)
    return (one, other) if first >= second else (other, one)


def _office_of(case: Case) -> str:
    return " · ".join(filter(None, (case.organisation.name, case.handler.title if case.handler else "")))


def _stand(case: Case) -> int:
    track = case.tracks.all()[0]
    states = [state.id for state in pack_of(track).states]
    return states.index(track.state)


def _require_joinable(into: Case, away: Case) -> None:
    if (into.organisation_id, into.worked_by_id) != (away.organisation_id, away.worked_by_id):
        raise BadInput("other", _("That case is with another office."), _("Pass one of them on first."))
    if not (can_join(into) and can_join(away)):
        raise NotPossible(
            _("One of the two is past the point at which cases can be joined, or follows a procedure of its own.")
        )
    packs = {track.pack for track in into.tracks.all()}
    if {track.pack for track in away.tracks.all()} != packs:
        raise NotPossible(_("The two follow different procedures."))
    sorted_kinds = {case.kind for case in (into, away)} - {Kind.UNSORTED}
    if len(sorted_kinds) > 1 or (away.kind != Kind.UNSORTED and away.claim_channel != into.claim_channel):
        raise NotPossible(_("The two were sorted differently."))
    if _hidden(into) != _hidden(away):
        raise NotPossible(_("The two can't be handled by the same people."))
    if not several.those_in(away) or not several.those_in(into):
        raise NotPossible(_("Nobody waits for an answer in one of the two."))


def _hidden(case: Case) -> set[int]:
    return set(case.exclusions.values_list("post_id", flat=True))


def _people(doing: Doing, into: Case, reason: str) -> Rows:
    rows: Rows = []
    for concern in several.those_in(doing.case):
        rows.extend(_moved(doing, concern, into, Move.JOINED, reason))
    return rows


def _moved(doing: Doing, concern: Concern, there: Case, kind: str, reason: str) -> Rows:
    """The concern goes, with what it wrote and what still waits for an answer."""
    move = ConcernMove.objects.create(
        concern=concern, kind=kind, from_case=doing.case, to_case=there, at=doing.at, actor=doing.actor, reason=reason
    )
    concern.case = there
    concern.answer_read_at = None
    concern.save(update_fields=["case", "answer_read_at"])
    waiting = list(Message.objects.filter(case=doing.case, concern=concern, answered_at=None))
    for message in waiting:
        message.case = there
        message.save(update_fields=["case"])
    return [move, concern, *waiting]


def _groups(away: Case, into: Case) -> Rows:
    """A group goes along whole. Of two groups the one that goes on takes the other's members and slips in."""
    group, other = Group.objects.filter(case=away).first(), Group.objects.filter(case=into).first()
    if group is None:
        return []
    if other is None:
        group.case = into
        group.save(update_fields=["case"])
        return [group]
    speakers = Member.objects.filter(group__in=[group, other], speaks_since__isnull=False).count()
    if speakers > MOST_SPEAKERS:
        raise BadInput(
            "other",
            _("Together the two groups would have more than five representatives (Regulations art. 20)."),
            _("Ask them to agree on five first."),
        )
    members = list(group.members.all())
    for member in members:
        member.group = other
        member.save(update_fields=["group"])
    GroupSlip.objects.filter(group=group).update(group=other)
    return [*members]


def _decided(pair: Iterable[Case], verdict: str, actor: Actor, at: dt.datetime, reason: str) -> Rows:
    older, newer = sorted(pair, key=lambda case: case.pk)
    found = {"verdict": verdict, "decided_at": at, "decided_by": actor.reference, "reason": reason.strip()}
    likeness, _made = Likeness.objects.update_or_create(
        older=older,
        newer=newer,
        defaults=found,
        create_defaults={**found, "organisation_id": older.organisation_id, "score": 0, "found_at": at},
    )
    return [likeness]


def _tell_desk(doing: Doing) -> None:
    if doing.case.handler is not None:
        title = in_every_language(_("A case was joined with another"))
        notices.to_post(doing, doing.case.handler.reference, notices.TO_STAFF, title)


def _split(doing: Doing, concern: Concern, reason: str) -> Case:
    case = doing.case
    if not can_go_alone(concern):
        raise NotPossible(_("Nobody can go on alone at this point: the answer is being decided, or was given."))
    alone, tracks = _twin(case, concern)
    rows = [*_moved(doing, concern, alone, Move.ALONE, reason), *step_down(concern)]
    owed = Message.objects.filter(concern=concern, from_petitioner=True, answered_at=None).exists()
    clocks: list[Clock] = copy_open(case, tracks, with_messages=owed)
    begun = Doing(alone, "alone", doing.actor, doing.title, doing.at, concern.public_id)
    letter = write_letter(begun, "split", [Part("reason", reason)] if reason else [])
    place(alone)
    alone_rows: Rows = [alone, letter, *tracks.values(), *clocks, *rows]
    record(begun, [*alone_rows, tell(begun, Line(note=reason, data={"from_case": case.public_id}))])
    advance(doing, given={"reason"}, line=Line(note=reason, public=False, data={"alone": alone.public_id}))
    notices.to_petitioner(begun, in_every_language(_("It is handled by itself from now on")))
    search.index(alone)
    search.index(case)
    return alone


def _twin(case: Case, concern: Concern) -> tuple[Case, dict[int, Track]]:
    """A case for one of them, at the same point of the same procedures, seen by the same people."""
    alone = Case.objects.create(
        organisation=case.organisation, unit=case.unit, handler=case.handler, leader=case.leader, kind=case.kind,
        claim_channel=case.claim_channel, category=case.category, title=title_from(concern.text) or case.title,
        summary=first_sentence(concern.text), worked_by=case.worked_by, origin=case.origin, channel=concern.channel,
        received_at=concern.received_at, facts={**case.facts, "named": concern.named}, file_salt=secrets.token_bytes(16),
    )  # fmt: skip
    for exclusion in case.exclusions.all():
        alone.exclusions.create(post_id=exclusion.post_id)
    tracks = {}
    for track in case.tracks.all():
        tracks[track.pk] = Track.objects.create(
            case=alone, pack=track.pack, pack_version=track.pack_version, state=track.state,
            entered_at=track.entered_at, background=track.background,
        )  # fmt: skip
    return alone, tracks


def _need(reason: str) -> None:
    if len(reason.strip()) < 2:
        raise BadInput("reason", _("Say why."), _("The people whose case it is read it."))
