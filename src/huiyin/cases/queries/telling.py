"""What both pages of a case tell alike: a line of the timeline, a message, a letter as it was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from huiyin.cases.models import CaseEvent, Letter, Message
from huiyin.documents.queries import Words, frame_words
from huiyin.documents.rules import check_words
from huiyin.kernel import files
from huiyin.kernel.files import Attachment


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline; `public` ones stand on the person's page too. `voice`: a person acted. `own`: it was this one,
    where several people share the case.
    """

    verb: str
    at: dt.datetime
    by: str
    voice: bool
    public: bool
    note: str
    data: dict[str, Any]
    own: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `asks`: the office waits for an answer to it; `waits`: nobody has answered it yet."""

    public_id: str
    voice: bool
    at: dt.datetime
    who: str
    text: str
    asks: bool
    waits: bool
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter as it was sent. `words`: what stands around it, `check`: by which paper and record are compared."""

    title: dict[str, str]
    number: str
    at: dt.datetime
    signed_by: str
    parts: tuple[tuple[str, str], ...]
    recourse: tuple[dict[str, str], ...]
    received_at: dt.datetime
    zone: str
    public_id: str
    kind: str
    words: Words
    outcome: str
    check: str


def happened(event: CaseEvent, *, own: bool = True) -> Happened:
    """`own`: whether it is about who reads; what another person wrote is not shown."""
    note = event.note if own else ""
    voice = event.actor == "petitioner"
    return Happened(event.verb, event.at, event.actor_title, voice, event.public, note, event.data, own)


def said(message: Message) -> Said:
    """A message of either side, with its files."""
    return Said(
        message.public_id,
        message.from_petitioner,
        message.at,
        message.actor_title,
        message.text,
        message.asks,
        (message.asks or message.from_petitioner) and message.answered_at is None,
        tuple(files.of(f"message:{message.public_id}")),
    )


def _ways_up(letter: Letter) -> tuple[dict[str, str], ...]:
    """Those of the answer or of the review that the letter brings."""
    decision = letter.reply or getattr(letter, "review", None)
    return tuple(decision.recourse.values()) if decision else ()


def letter_page(letter: Letter, *, received_at: dt.datetime) -> LetterPage:
    """`received_at`: when the concern came that it answers."""
    decision = letter.reply or getattr(letter, "review", None)
    outcome = decision.outcome if decision else ""
    return LetterPage(
        title=letter.title,
        number=letter.number,
        at=letter.at,
        signed_by=letter.signed_by,
        parts=tuple((part["heading"], part["text"]) for part in letter.parts),
        recourse=_ways_up(letter),
        received_at=received_at,
        zone=letter.case.organisation.zone,
        public_id=letter.public_id,
        kind=letter.kind,
        words=letter.frame.words if letter.frame else _standard(letter),
        outcome=outcome,
        check=check_words(
            [letter.public_id, letter.number, letter.at.isoformat(), outcome, letter.parts, _ways_up(letter)]
        ),
    )


def _standard(letter: Letter) -> Words:
    """Of a letter from before Huiyin, which kept none: what stands around letters today."""
    return frame_words(letter.case.organisation, letter.kind, [part["heading"] for part in letter.parts])
