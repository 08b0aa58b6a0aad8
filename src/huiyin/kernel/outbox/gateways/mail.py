"""Mail, by the server that `HUIYIN_MAIL` names, or into a folder."""

from __future__ import annotations

import smtplib

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.letters import Letter, Mail
from huiyin.kernel.outbox.models import Failure, Notice

from .gateway import SendError, Weight


class MailGateway:
    """One connection for a batch."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def open(self) -> None:
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise SendError(Weight.OUTAGE, _reason("the mail server can't be reached", error)) from None

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        name = letters.message_id(notice)
        mail = _composed(letter, name, address)
        try:
            self._connection.open()  # anew, where one before was not taken
            self._connection.send_messages([mail])
        except Exception as error:
            self._connection.close()
            raise SendError(_weight(error), _reason("not taken", error)) from None
        return name

    def close(self) -> None:
        self._connection.close()


def _composed(letter: Letter, name: str, address: str) -> Mail:
    """An address that can't be used shows here, before the server is asked."""
    try:
        return Mail(letter, name, address)
    except Exception as error:
        reason = _reason("the notice can't be written", error)
        raise SendError(Weight.PERMANENT, reason, Failure.UNWRITABLE) from None


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
