"""Everything that the holder of a code may read of their own concern, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from huiyin.cases.actions import asking_review, several
from huiyin.cases.actions.asking_review import WayUp, ways_up
from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.actions.intake import concern_reference
from huiyin.cases.actions.procedure import facts_of, pack_of
from huiyin.cases.models import Case, CaseEvent, Concern, Letter, Message, Reply, Service, Track
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.rules import title_from
from huiyin.kernel import files, time
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.files import Attachment
from huiyin.kernel.vault import queries as vault
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.kernel.vault.queries import OpeningLine
from huiyin.procedures import engine
from huiyin.procedures.schema import Words

from . import own_view
from .offices import Office, of_organisation
from .reviews import ReviewLine, told_to_person
from .stages import Stage, stage_of
from .telling import Happened, LetterPage, Said, happened, letter_page, said
from .told_by import ToldBy, told_by

SHOWN_CLOCKS = 16
Stays = Sequence[own_view.Stay]
MISSED = "missed"
PETITIONER_VERBS = (
    "confirm_settled", "not_settled", "ask_review", "withdraw", "message", "person_answers", "object_to_refusal",
    "agreement_not_kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list. `reply`: it is the written answer; `served_at`: when the person had it."""

    public_id: str
    title: dict[str, str]
    number: str
    at: dt.datetime
    reply: bool
    served_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The written answer that counts: the latest that was issued."""

    letter_id: str
    outcome: str
    decision: str
    issued_at: dt.datetime
    served_at: dt.datetime | None
    recourse: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Station:
    """An office that had or has the case, since when."""

    office: str
    since: dt.datetime
    state: Words


@dataclass(frozen=True, slots=True)
class Miss:
    """A date that passed, and whom the system told of it."""

    clock_id: str
    told: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The page of one concern. Times are UTC; `zone` is the office's."""

    concern_id: str
    case_id: str
    title: str
    text: str
    wish: str
    place: str
    happened: str
    files: tuple[Attachment, ...]
    channel: str
    received_at: dt.datetime
    taken_down: bool
    read_back: bool
    named: bool
    zone: str
    organisation: Office
    way_up: Office | None
    unit: str
    handler: str
    leader: str
    stages: tuple[Stage, ...]
    dates: tuple[ClockView, ...]
    misses: tuple[Miss, ...]
    own_dates: tuple[ClockView, ...]
    review: ClockView | None
    said: tuple[Said, ...]
    letters: tuple[LetterLine, ...]
    answer: AnswerLine | None
    sealed: bool
    openings: tuple[OpeningLine, ...]
    kept: tuple[str, ...]
    told: ToldBy
    journey: tuple[Station, ...]
    happenings: tuple[Happened, ...]
    shared: bool
    early: bool
    left_at: dt.datetime | None
    word: str
    read_already: bool
    can: frozenset[str]
    ways: tuple[WayUp, ...]
    reviews: tuple[ReviewLine, ...]
    handled_at: dt.datetime | None
    agreed_at: dt.datetime | None
    agreed_by: str
    refused_at: dt.datetime | None


def status_of(concern: Concern) -> StatusPage:
    """The whole page, by the concern that a code has opened."""
    case = Case.objects.select_related(
        "organisation__parent", "worked_by__parent", "unit", "handler__unit", "leader"
    ).get(pk=concern.case_id)
    stays = own_view.stays_of(concern)
    tracks = list(case.tracks.all())
    shared = own_view.is_shared(case)
    watched = own_view.own_clocks(clocks.of_subject(SUBJECT, case.public_id), concern, shared=shared)
    organisation = case.office
    sealed = SealedIdentity.objects.filter(public_id=concern.identity).first() if concern.identity else None
    happenings = _happenings(stays, concern)
    return StatusPage(
        concern_id=concern.public_id,
        case_id=case.public_id,
        title=gettext("Sealed") if case.sealed else _title(case, concern, shared=shared),
        text=concern.text,
        wish=concern.wish,
        place=concern.place,
        happened=concern.happened,
        files=tuple(files.of(concern_reference(concern))),
        channel=concern.channel,
        received_at=concern.received_at,
        taken_down=bool(concern.registered_by),
        read_back=concern.read_back,
        named=concern.named,
        zone=organisation.zone,
        organisation=of_organisation(organisation),
        way_up=of_organisation(organisation.parent) if organisation.parent else None,
        unit=_unit(case),
        handler=case.handler.title if case.handler else "",
        leader=case.leader.title if case.leader else "",
        stages=tuple(stage_of(case, track, watched) for track in tracks),
        dates=tuple(clock for clock in watched if clock.waits_on != "petitioner")[:SHOWN_CLOCKS],
        misses=_misses(stays),
        own_dates=tuple(clock for clock in watched if clock.waits_on == "petitioner" and clock.status == "running"),
        review=_review(tracks, watched),
        said=() if case.sealed else _said(stays, concern),
        letters=() if case.sealed else _letters(concern),
        answer=None if case.sealed else _answer(stays, concern if shared else None),
        sealed=case.sealed,
        openings=tuple(vault.openings(sealed)) if sealed else (),
        kept=tuple(sealed.kept) if sealed else (),
        told=told_by(concern, sealed),
        journey=_journey(stays[-1].cases),
        happenings=happenings,
        shared=several.is_shared(case),
        early=asking_review.may_ask_early(case, concern),
        left_at=concern.left_at,
        word=concern.word,
        read_already=concern.answer_read_at is not None,
        can=_can(case, tracks),
        ways=tuple(ways_up(case, time.now())),
        reviews=told_to_person(case),
        handled_at=case.handled_at,
        agreed_at=_said_at(case.agreed_at, "confirm_settled", happenings, shared=shared),
        agreed_by=case.agreed_by,
        refused_at=_said_at(case.refused_at, "not_settled", happenings, shared=shared),
    )


def letter_of(concern: Concern, public_id: str) -> LetterPage | None:
    """One letter of this concern's case, or of the offices that had it before; None for anybody else's."""
    letter = (
        Letter.objects.select_related("reply", "frame", "case__organisation")
        .filter(own_view.own_letters(concern), public_id=public_id)
        .first()
    )
    if letter is None:
        return None
    return letter_page(letter, received_at=concern.received_at)


def file_of(concern: Concern, public_id: str) -> Attachment | None:
    """A file of this concern, or of a message of its case that this person may read."""
    message_ids = _messages(own_view.stays_of(concern), concern).values_list("public_id", flat=True)
    abouts = [concern_reference(concern), *(f"message:{one}" for one in message_ids)]
    return Attachment.objects.filter(about__in=abouts, public_id=public_id, erased_at=None).first()


def _unit(case: Case) -> str:
    """Which part of the office has it; while a superior works on it, the part of the superior."""
    unit = case.handler.unit if case.worked_by is not None and case.handler is not None else case.unit
    return unit.name if unit else ""


def _review(tracks: list[Track], watched: Iterable[ClockView]) -> ClockView | None:
    """The person's own time to go up, while it runs."""
    windows = {way.within for track in tracks for way in pack_of(track).recourse if way.within}
    open_now = (clock for clock in watched if clock.name in windows and clock.status == "running" and not clock.late)
    return next(open_now, None)


def _misses(stays: Stays) -> tuple[Miss, ...]:
    events = CaseEvent.objects.filter(own_view.during(stays), verb=MISSED)
    return tuple(Miss(event.data.get("clock", ""), event.data.get("told", ""), event.at) for event in events)


def _messages(stays: Stays, concern: Concern) -> Any:
    """The office's messages go to everybody of a case; a person's own are theirs alone."""
    return Message.objects.filter((own_view.during(stays) & Q(concern=None)) | Q(concern=concern))


def _said(stays: Stays, concern: Concern) -> tuple[Said, ...]:
    return tuple(said(message) for message in _messages(stays, concern).order_by("at", "id"))


def _letters(concern: Concern) -> tuple[LetterLine, ...]:
    letters = Letter.objects.filter(own_view.own_letters(concern)).prefetch_related("services").order_by("-at", "-id")
    return tuple(
        LetterLine(
            letter.public_id,
            letter.title,
            letter.number,
            letter.at,
            letter.reply_id is not None,
            _served(letter.services.all()),
        )
        for letter in letters
    )


def _answer(stays: Stays, one_of_several: Concern | None) -> AnswerLine | None:
    reply = (
        Reply.objects.filter(own_view.during(stays, "issued_at"), status=ReplyStatus.ISSUED)
        .select_related("letter")
        .order_by("issued_at")
        .last()
    )
    if reply is None or reply.issued_at is None:
        return None
    served = _served(reply.letter.services.all())
    if served is None and one_of_several is not None:
        served = one_of_several.answer_read_at
    return AnswerLine(reply.letter.public_id, reply.outcome, reply.decision, reply.issued_at, served, reply.recourse)


def _served(services: Iterable[Service]) -> dt.datetime | None:
    return min((service.served_at for service in services), default=None)


def _journey(chain: Sequence[Case]) -> tuple[Station, ...]:
    """Where it has been; empty for a case that one office alone has had."""
    if len(chain) == 1:
        return ()
    return tuple(Station(case.organisation.name, case.received_at, _state_of(case)) for case in chain)


def _state_of(case: Case) -> Words:
    track: Track = case.tracks.all()[0]
    return pack_of(track).state(track.state).title


def _happenings(stays: Stays, concern: Concern) -> tuple[Happened, ...]:
    """Newest first. In a case of several people, what one of them wrote is not shown to the others."""
    events = CaseEvent.objects.filter(own_view.during(stays), public=True).order_by("-at", "-id")
    return tuple(happened(event, own=not others) for event, others in own_view.own_events(events, concern))


def _said_at(
    of_case: dt.datetime | None, verb: str, happenings: Sequence[Happened], *, shared: bool
) -> dt.datetime | None:
    """When this person said so; of several people nobody learns what another said."""
    if not shared:
        return of_case
    words = [line for line in happenings if line.verb in ("confirm_settled", "not_settled")]
    return words[0].at if words and words[0].verb == verb else None


def _title(case: Case, concern: Concern, *, shared: bool) -> str:
    """What the office calls it. Where several people share it that may be another person's sentence: then their own."""
    if not shared or not concern.text:
        return case.title
    return title_from(concern.text)


def _can(case: Case, tracks: list[Track]) -> frozenset[str]:
    """What the person may do now, by the procedures: what an act brings with it (a request, an answer) is not missing."""
    facts = facts_of(case)
    offers = [offer for track in tracks for offer in engine.available(pack_of(track), track.state, facts)]
    return frozenset(
        offer.transition.verb for offer in offers if not offer.blocked and offer.transition.verb in PETITIONER_VERBS
    )
