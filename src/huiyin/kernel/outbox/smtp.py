"""Mail by SMTP: Django's way of connecting, and our mails, which are ready to be sent."""

from __future__ import annotations

from typing import Any

from django.core.mail.backends import smtp

from .letters import Mail


class EmailBackend(smtp.EmailBackend):
    """One connection, over which mails go as `letters.Mail` has composed them."""

    def _send(self, mail: Mail) -> bool:
        connection: Any = self.connection  # open: whoever sends has opened it
        connection.sendmail(mail.from_email, [mail.recipient], mail.as_sent)
        return True
