"""What is said in a report, as it stands inside of its seal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from . import crypto
from .models import Message, SealedFile
from .rules import Whom

KINDS = (
    "report", "say", "answer", "accept", "refuse", "finish", "result", "forward", "recuse", "let_in", "recover", "ask_protection", "protect",
    "higher", "before", "office_before", "admit", "packed", "packed_unnamed", "handed", "ask_name", "garbled",
)  # fmt: skip
# What can be a reporter's own. A browser that encrypts could put anything into a seal: never a word of an office.
REPORTERS = ("report", "say", "ask_protection", "higher")


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `by`: title of the post, empty for the reporter. Of the first one alone: `about` (public ids of posts), `home`
    (public id of their office), `whole_house`, `houses` (further offices of which nobody may know), `name` and `contact`; of retaliation
    also `needs` (which protection is asked for) and `earlier` (what is told of the matter for which they are harmed).
    """

    kind: str
    text: str = field(repr=False)
    by: str = ""
    outcome: str = ""
    home: str = ""
    about: tuple[str, ...] = ()
    whole_house: bool = False
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    houses: tuple[str, ...] = ()
    needs: str = field(default="", repr=False)
    earlier: str = field(default="", repr=False)

    @property
    def whom(self) -> Whom:
        return Whom(self.home, self.about, self.whole_house, self.houses)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file. `original`: kept as it came, because the reporter wanted that; else without what it says of its maker."""

    name: str
    content_type: str
    data: bytes = field(repr=False)
    original: bool = False


def seal_said(said: Said, message: Message, data_key: bytes) -> bytes:
    return crypto.seal(json.dumps(asdict(said), ensure_ascii=False).encode(), data_key, message.binding)


def said_in(message: Message, data_key: bytes) -> Said:
    """Raises `crypto.DoesNotOpenError`, also for what a browser has sealed that is no message."""
    plain = crypto.unseal(message.sealed, data_key, message.binding)
    try:
        read = json.loads(plain)
        said = Said(**{**read, "about": tuple(read["about"]), "houses": tuple(read.get("houses", ()))})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise crypto.DoesNotOpenError from error
    if not _is_shaped(said) or (message.by_reporter and not _is_reporters(said)):
        raise crypto.DoesNotOpenError
    return said


def said_or_garbled(message: Message, data_key: bytes) -> Said:
    """For a page of the whole thread: one message that does not open takes no other with it."""
    try:
        return said_in(message, data_key)
    except crypto.DoesNotOpenError:
        return Said("garbled", "")


def _is_reporters(said: Said) -> bool:
    return said.kind in REPORTERS and not said.by and not said.outcome


def _is_shaped(said: Said) -> bool:
    texts = (said.text, said.by, said.outcome, said.home, said.name, said.contact, said.needs, said.earlier)
    places = (*said.about, *said.houses)
    return (
        said.kind in KINDS and type(said.whole_house) is bool and all(isinstance(one, str) for one in (*texts, *places))
    )


def seal_papers(papers: Iterable[Paper], data_key: bytes) -> tuple[SealedFile, ...]:
    """Outside of the write, because files are large: rows that no message has yet."""
    return tuple(_seal_paper(paper, SealedFile(), data_key) for paper in papers)


def _seal_paper(paper: Paper, row: SealedFile, data_key: bytes) -> SealedFile:
    head = json.dumps([paper.name, paper.content_type, paper.original], ensure_ascii=False).encode()
    row.sealed = crypto.seal(len(head).to_bytes(4, "big") + head + paper.data, data_key, row.binding)
    return row


def paper_in(row: SealedFile, data_key: bytes) -> Paper:
    """Raises `crypto.DoesNotOpenError`."""
    whole = crypto.unseal(row.sealed, data_key, row.binding)
    end = 4 + int.from_bytes(whole[:4], "big")
    name, content_type, original = json.loads(whole[4:end])
    return Paper(name, content_type, whole[end:], original)
