"""One try to send one notice, and what a failure means. Nothing here names an address, in errors neither."""

from __future__ import annotations

import enum
import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from . import letters
from .models import Failure, Notice


class Weight(enum.Enum):
    """What failed: this try, our mail server for everybody, or this notice for good."""

    PASSING = "passing"
    OUTAGE = "outage"
    PERMANENT = "permanent"


class SendError(Exception):
    """A try failed. `reason` is ours or a class and a code, never the server's own text: that may quote the address."""

    def __init__(self, weight: Weight, failure: Failure, reason: str) -> None:
        super().__init__(reason)
        self.weight = weight
        self.failure = failure
        self.reason = reason


_FAILURES = {
    Weight.PASSING: Failure.LATER,
    Weight.OUTAGE: Failure.UNREACHABLE,
    Weight.PERMANENT: Failure.REFUSED,
}


def connect() -> BaseEmailBackend:
    """An open connection. Raises `SendError`."""
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise SendError(
            Weight.OUTAGE, Failure.UNREACHABLE, _reason("the mail server can't be reached", error)
        ) from None
    return connection


def send(notice: Notice, connection: BaseEmailBackend) -> str:
    """Send and answer the Message-ID. Raises `SendError`, without the cause, which may hold the address."""
    address = _address(notice)
    if not address:
        raise SendError(Weight.PERMANENT, Failure.NO_ADDRESS, "no address is kept")
    message = _composed(notice, address)
    try:
        connection.send_messages([message])
    except Exception as error:
        connection.close()
        weight = _weight(error)
        raise SendError(weight, _FAILURES[weight], _reason("not taken", error)) from None
    return str(message.extra_headers["Message-ID"])


def resolve(to: str, channel: str) -> str | None:
    """The address behind a reference, asked of the room that keeps it (setting `OUTBOX_RESOLVERS`)."""
    kind, _, public_id = to.partition(":")
    path = settings.OUTBOX_RESOLVERS.get(kind)
    if path is None:
        return None
    resolver: Callable[[str, str], str | None] = import_string(path)
    return resolver(public_id, channel)


def _address(notice: Notice) -> str | None:
    try:
        return resolve(notice.to, notice.channel)
    except Exception as error:  # one room's trouble must not stop everybody's notices
        raise SendError(Weight.PASSING, Failure.LOOKUP, _reason("the address can't be looked up", error)) from None


def _composed(notice: Notice, address: str) -> EmailMessage:
    try:
        message = letters.email(notice, address)
        message.message()  # an unusable address or header shows here, before the server is asked
    except Exception as error:
        raise SendError(Weight.PERMANENT, Failure.UNWRITABLE, _reason("the notice can't be written", error)) from None
    return message


def _weight(error: Exception) -> Weight:
    """5xx for a recipient or its content is final; refused sign-in or sender is ours to mend; all else passes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Weight.PERMANENT if all(code >= 500 for code, _ in error.recipients.values()) else Weight.PASSING
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return Weight.OUTAGE
    if isinstance(error, smtplib.SMTPResponseException):
        return Weight.PERMANENT if error.smtp_code >= 500 else Weight.PASSING
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return Weight.OUTAGE
    return Weight.PASSING


def _reason(what: str, error: Exception) -> str:
    codes = [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    return " ".join([f"{what}: {type(error).__name__}", *map(str, codes)])
