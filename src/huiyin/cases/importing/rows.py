"""What one row of a table becomes: a message with its reply, or a reason why not. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.rules import clean_text
from huiyin.kernel.vault.identity import Identity

from . import dates
from .columns import Columns

EARLIEST_YEAR = 1949
HANDLE = re.compile(r"(?=.*\d)[A-Za-z0-9_.\-]{5,}")  # an account's id, as against a nickname that may be a plain word


@dataclass(frozen=True, slots=True)
class Message:
    """A row that can be a case. `named`: by a real name, not an account's. `received` and `replied` are None where the table does not say."""

    row: int
    id: str
    identity: Identity
    named: bool
    subject: str
    text: str
    wish: str
    place: str
    received: dt.datetime | None
    reply: str
    replied: dt.datetime | None
    category: str
    votes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that can't: where it is wrong (the table's own heading), and why."""

    row: int
    column: str
    reason: str


class _RejectedError(Exception):
    def __init__(self, field: str, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.field, self.reason = field, str(reason)


def read_row(
    number: int, cells: tuple[object, ...], columns: Columns, *, zone: dt.tzinfo, now: dt.datetime, day_order: str = ""
) -> Message | Reject:
    """`number` is the row as a spreadsheet shows it."""
    try:
        return _message(number, cells, columns, zone, now, day_order)
    except _RejectedError as error:
        return Reject(number, columns.heading(error.field), error.reason)


def source_key(
    message: Message, *, file_digest: bytes, organisation: str, occurrence: int, installation_key: bytes
) -> bytes:
    """What makes a row the same when it comes again: its id with its words, or else file and row.

    An id with other words is another message. `occurrence`: the how manieth of the same in its file, from 1, so that
    repeats inside one file stay apart and a second file with the same message adds nothing.
    """
    if message.id:
        words = re.sub(r"\s+", "", f"{message.subject}\0{message.text}")
        source = f"id\0{message.id}\0{hashlib.sha256(words.encode()).hexdigest()}\0{occurrence}"
    else:
        source = f"row\0{file_digest.hex()}\0{message.row}"
    return hashlib.blake2b(f"{organisation}\0{source}".encode(), key=installation_key, digest_size=32).digest()


def same_source(message: Message) -> str:
    """What `occurrence` counts by: equal for rows of one file that say the same under the same id."""
    return re.sub(r"\s+", "", f"{message.id}\0{message.subject}\0{message.text}") if message.id else ""


def cell_text(value: object) -> str:
    """A cell as text: 188007.0 is the number 188007, a date is ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return clean_text(str(value).replace("\ufeff", ""))


def _message(
    number: int, cells: tuple[object, ...], columns: Columns, zone: dt.tzinfo, now: dt.datetime, day_order: str
) -> Message:
    if any(cell_text(cell) for cell in cells[len(columns.headings) :]):
        raise _RejectedError("", _("The row has more cells than the table has headings."))

    def raw(name: str) -> object:
        place = columns.places.get(name, len(cells))
        return cells[place] if place < len(cells) else None

    def text(name: str) -> str:
        return cell_text(raw(name))

    words, subject = text("text"), text("subject")
    if not words and not subject:
        raise _RejectedError("text" if "text" in columns.places else "subject", _("There are no words in this row."))
    received = _moment(raw("received"), "received", zone, now, day_order)
    replied = _moment(raw("replied"), "replied", zone, now, day_order)
    reply = text("reply")
    _check_reply(reply, received, replied, zone)
    identity = _identity(text)
    handle = text("writer")
    return Message(
        row=number, id=text("id"), identity=identity, named=bool(text("name")),
        subject=_without(handle, subject), text=_without(handle, words or subject),
        wish=text("wish"), place=text("place"),
        received=received, reply=_without(handle, reply), replied=replied,
        category=text("category"), votes={name: _count(raw(name), name) for name in ("likes", "dislikes") if text(name)},
    )  # fmt: skip


def _identity(text: object) -> Identity:
    """The real name where there is one, else what the writer was called there; what is left of the two as a note."""
    assert callable(text)  # narrows for the type checker
    name, writer = text("name"), text("writer")
    return Identity(
        name=name or writer,
        phone=text("phone"),
        email=text("email"),
        address=text("address"),
        national_id=text("national_id"),
        note=writer if name and writer != name else "",
    )


def _without(handle: str, text: str) -> str:
    """The text without the account id of its writer, which belongs into the vault alone. A nickname may be any word: it stays."""
    return text.replace(handle, "×") if HANDLE.fullmatch(handle) else text


def _moment(value: object, field: str, zone: dt.tzinfo, now: dt.datetime, day_order: str) -> dt.datetime | None:
    try:
        moment = dates.read(value, zone, day_order)
    except dates.NoDateError as error:
        raise _RejectedError(field, _("“%s” is no date.") % cell_text(value)[:40]) from error
    if moment is None:
        return None
    if moment.year < EARLIEST_YEAR:
        raise _RejectedError(field, _("The year %d can't be right.") % moment.year)
    if moment > now:
        raise _RejectedError(field, _("This moment is still to come."))
    return moment


def _check_reply(reply: str, received: dt.datetime | None, replied: dt.datetime | None, zone: dt.tzinfo) -> None:
    if reply and replied is None:
        raise _RejectedError("replied", _("There is an answer, but not when it was given."))
    if replied is not None and not reply:
        raise _RejectedError("reply", _("There is the time of an answer, but no answer."))
    if received and replied and replied.astimezone(zone).date() < received.astimezone(zone).date():
        raise _RejectedError("replied", _("The answer is earlier than the message."))


def _count(value: object, field: str) -> int:
    text = cell_text(value)
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise _RejectedError(field, _("“%s” is no whole number.") % text[:40])
    return int(text)
