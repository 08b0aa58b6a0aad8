"""Mail by SMTP: Django's way of connecting, and our mails, which are ready to be sent."""

from __future__ import annotations

import smtplib
from functools import lru_cache
from typing import Any

from django.core.mail.backends import smtp

from .letters import Mail


class EmailBackend(smtp.EmailBackend):
    """One connection, over which mails go as `letters.Mail` has composed them."""

    def _send(self, mail: Mail) -> bool:
        """The four steps of a mail (RFC 5321, 3.3) and nothing else: `sendmail` takes addresses and text apart again for each.

        Raises as `sendmail` does. The server may then still be in the middle of the mail: whoever called closes.
        """
        connection: Any = self.connection  # open: whoever sends has opened it
        connection.ehlo_or_helo_if_needed()
        code, words = _asked(connection, _from(mail.from_email))
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, mail.from_email)
        code, words = _asked(connection, b"RCPT TO:%b\r\n" % mail.path)
        if code not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({mail.recipient: (code, words)})
        code, words = _asked(connection, b"DATA\r\n")
        if code == 354:
            code, words = _asked(connection, mail.as_said)
            if code == 250:
                return True
        raise smtplib.SMTPDataError(code, words)


def _asked(connection: Any, words: bytes) -> tuple[int, bytes]:
    try:
        connection.sock.sendall(words)
    except OSError as error:
        connection.close()
        raise smtplib.SMTPServerDisconnected(type(error).__name__) from None
    answer: tuple[int, bytes] = connection.getreply()
    return answer


@lru_cache(maxsize=8)
def _from(sender: str) -> bytes:
    return f"MAIL FROM:{smtplib.quoteaddr(sender)}\r\n".encode("ascii")
