"""From a notice to words: the template `outbox/<name>.txt`, its first line the subject, in the recipient's language."""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import format_datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from huiyin.kernel import time
from huiyin.kernel.vault import keys

from .models import Notice

FALLBACK = "notice"  # says only that there is news: better than silence where a template is missing

_PLAIN = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")  # nothing to translate, nothing to quote

_DOT = re.compile(rb"(?m)^\.")

_log = logging.getLogger("huiyin.outbox")


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str

    @cached_property
    def in_mails(self) -> bytes:
        """What stands in a mail whoever it goes to: subject, sender, kind of text, and the text."""
        headers = {
            "Date": "",  # these two are each mail's own
            "Message-ID": "",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday answers, please
        }
        message: Any = EmailMessage(self.subject, self.body, settings.DEFAULT_FROM_EMAIL, headers=headers).message()
        del message["Date"], message["Message-ID"]
        return bytes(message.as_bytes(linesep="\r\n"))

    @cached_property
    def said(self) -> bytes:
        """The same as it goes to a mail server: a dot that begins a line is doubled, and one alone ends it (RFC 5321, 4.5.2)."""
        return _DOT.sub(b"..", self.in_mails).removesuffix(b"\r\n") + b"\r\n.\r\n"


class Mail(EmailMessage):
    """A letter with the headers of its own in front; composed once, to see whether it can be, and to be sent."""

    def __init__(self, letter: Letter, name: str, address: str) -> None:
        super().__init__(
            letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [address], headers={"Message-ID": name}
        )
        self.recipient = address if _PLAIN.fullmatch(address) else sanitize_address(address, "utf-8")
        own = f"To: {self.recipient}\r\nMessage-ID: {name}\r\nDate: {format_datetime(time.now())}\r\n"
        self._own, self._letter = own.encode("ascii"), letter
        self.as_sent = self._own + letter.in_mails

    @property
    def as_said(self) -> bytes:
        return self._own + self._letter.said

    @property
    def path(self) -> bytes:
        """The recipient in its angle brackets."""
        plain = self.recipient is self.to[0]
        return (f"<{self.recipient}>" if plain else smtplib.quoteaddr(self.recipient)).encode("ascii")

    def message(self, **_policy: Any) -> Any:
        return message_from_bytes(self.as_sent)


class Letters:
    """What each notice of a batch says. Many say the same: that is put into words once, and forgotten with the batch."""

    def __init__(self) -> None:
        self._written = dict[tuple[str, str, str], Letter]()

    def of(self, notice: Notice) -> Letter:
        words = (notice.template, notice.about, repr(notice.context))
        letter = self._written.get(words)
        if letter is None:
            letter = self._written[words] = compose(notice)
        return letter


def compose(notice: Notice, language: str = "") -> Letter:
    """The notice in words; `language` of the reader, by default the one that the context names."""
    language = language or str(notice.context.get("language") or settings.LANGUAGE_CODE)
    with translation.override(language):
        text = _render(notice)
    subject, _, body = text.strip().partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n")


def message_id(notice: Notice) -> str:
    """The idempotence key as a mail carries it."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{idempotence_key(notice)}@{domain}>"


def idempotence_key(notice: Notice) -> str:
    """The same for every try of one notice on one channel, so that a second copy is known as one; tells nothing about it."""
    key = keys.current().derive("outbox-message-id")
    return hashlib.blake2b(f"{notice.channel} {notice.key}".encode(), key=key, digest_size=16).hexdigest()


def _render(notice: Notice) -> str:
    try:
        template = _engine().get_template(f"outbox/{notice.template}.txt")
    except TemplateDoesNotExist:
        _log.error("the notice template outbox/%s.txt is missing; a general one is used", notice.template)
        template = _engine().get_template(f"outbox/{FALLBACK}.txt")
    return str(template.render({**notice.context, "about": notice.about}))


@cache
def _engine() -> DjangoTemplates:
    """Plain text: nothing is escaped, and no request is near."""
    return DjangoTemplates({"NAME": "outbox", "DIRS": [], "APP_DIRS": True, "OPTIONS": {"autoescape": False}})
