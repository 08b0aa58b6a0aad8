"""Everything that the staff's page of a case shows, for a post that may read it. Nothing of the sealed identity but what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.actions.intake import concern_reference
from huiyin.cases.actions.procedure import stands_at
from huiyin.cases.actions.referring import ARRIVED
from huiyin.cases.models import Case, Concern, Consultation, Letter, Reply
from huiyin.cases.models.case import Kind
from huiyin.cases.models.replies import ReplyStatus
from huiyin.kernel import files
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.files import Attachment
from huiyin.kernel.vault import queries as vault
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.kernel.vault.queries import OpeningLine

from .stages import Stage, stage_of
from .telling import Happened, LetterPage, Said, happened, letter_page, said
from .told_by import ToldBy, told_by


@dataclass(frozen=True, slots=True)
class Voice:
    """One concern: the person's words, how they came, what of the identity is sealed."""

    public_id: str
    text: str
    wish: str
    place: str
    happened: str
    channel: str
    received_at: dt.datetime
    taken_down: bool
    read_back: bool
    named: bool
    files: tuple[Attachment, ...]
    kept: tuple[str, ...]
    openings: tuple[OpeningLine, ...]
    told: ToldBy


@dataclass(frozen=True, slots=True)
class CasePage:
    """`draft`: the open reply, if any; `issued`: the one that counts. `before`: the case at the office that passed it on."""

    case: Case
    zone: str
    voices: tuple[Voice, ...]
    stages: tuple[Stage, ...]
    clocks: tuple[ClockView, ...]
    said: tuple[Said, ...]
    consultations: tuple[Consultation, ...]
    letters: tuple[Letter, ...]
    draft: Reply | None
    issued: Reply | None
    happenings: tuple[Happened, ...]
    before: str


def case_page(case: Case) -> CasePage:
    """The page; the caller has asked `may()` by `visible_case`."""
    watched = clocks.of_subject(SUBJECT, case.public_id)
    replies = list(case.replies.all())
    return CasePage(
        case=case,
        zone=case.organisation.zone,
        voices=_voices(case),
        stages=tuple(stage_of(case, track, watched) for track in case.tracks.all()),
        clocks=tuple(clock for clock in watched if clock.status != "stopped" or clock.missed_at),
        said=tuple(said(message) for message in case.messages.order_by("at", "id")),
        consultations=tuple(case.consultations.select_related("unit", "organisation")),
        letters=tuple(case.letters.prefetch_related("services").order_by("-at", "-id")),
        draft=next((reply for reply in replies if reply.status != ReplyStatus.ISSUED), None),
        issued=next((reply for reply in reversed(replies) if reply.status == ReplyStatus.ISSUED), None),
        happenings=happenings(case),
        before=case.origin.organisation.name if case.origin else "",
    )


def happenings(case: Case, newest: int | None = None) -> tuple[Happened, ...]:
    """The timeline, newest first; of `newest` lines only."""
    events = case.events.order_by("-at", "-id")
    return tuple(happened(event) for event in (events if newest is None else events[:newest]))


def file_of_case(case: Case, public_id: str) -> Attachment | None:
    """A file of a concern or a message of this case."""
    abouts = [concern_reference(concern) for concern in (*case.concerns.all(), *referred(case))]
    abouts += [f"message:{one}" for one in case.messages.values_list("public_id", flat=True)]
    return Attachment.objects.filter(about__in=abouts, public_id=public_id, erased_at=None).first()


def served(letter: Letter) -> tuple[dt.datetime, str] | None:
    """When a letter first reached the person, and how."""
    rows: Sequence[Any] = sorted(letter.services.all(), key=lambda service: service.served_at)
    return (rows[0].served_at, rows[0].channel) if rows else None


def referred(case: Case) -> list[Concern]:
    """The concerns of what an office below refers up, which it keeps until this one takes it on."""
    if case.origin is None or case.origin.kind == Kind.MISCONDUCT or not stands_at(case, ARRIVED):
        return []
    return list(case.origin.concerns.filter(left_at=None))


def _voices(case: Case) -> tuple[Voice, ...]:
    """The people's words. Of what is only referred, without what is sealed: the office below alone may open it."""
    own = tuple(_voice(concern) for concern in case.concerns.filter(left_at=None))
    return own or tuple(replace(_voice(concern), kept=(), openings=()) for concern in referred(case))


def _voice(concern: Concern) -> Voice:
    sealed = SealedIdentity.objects.filter(public_id=concern.identity).first() if concern.identity else None
    return Voice(
        public_id=concern.public_id,
        text=concern.text,
        wish=concern.wish,
        place=concern.place,
        happened=concern.happened,
        channel=concern.channel,
        received_at=concern.received_at,
        taken_down=bool(concern.registered_by),
        read_back=concern.read_back,
        named=concern.named,
        files=tuple(files.of(concern_reference(concern))),
        kept=tuple(sealed.kept) if sealed else (),
        openings=tuple(vault.openings(sealed)) if sealed else (),
        told=told_by(concern, sealed),
    )


def letter_of_case(case: Case, public_id: str) -> LetterPage | None:
    """A letter of this case as it was sent."""
    letter = case.letters.select_related("reply", "frame", "case__organisation").filter(public_id=public_id).first()
    if letter is None:
        return None
    return letter_page(letter, received_at=case.received_at)


def addressable(case: Case) -> tuple[str, ...]:
    """The concerns of which somebody's identity is kept, so that a letter can be addressed."""
    return tuple(case.concerns.exclude(identity="").values_list("public_id", flat=True))
