"""From a notice to words: the template `outbox/<name>.txt`, its first line the subject, in the recipient's language."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from huiyin.kernel import time
from huiyin.kernel.vault import keys

from .models import Notice

FALLBACK = "notice"  # says only that there is news: better than silence where a template is missing

_log = logging.getLogger("huiyin.outbox")


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


class Mail(EmailMessage):
    """Composed once, however often it is asked for: to see whether it can be, and to be sent."""

    @cached_property
    def _composed(self) -> Any:
        return super().message()

    def message(self, **_policy: Any) -> Any:
        return self._composed


def compose(notice: Notice, language: str = "") -> Letter:
    """The notice in words; `language` of the reader, by default the one that the context names."""
    language = language or str(notice.context.get("language") or settings.LANGUAGE_CODE)
    with translation.override(language):
        text = _render(notice)
    subject, _, body = text.strip().partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n")


def email(notice: Notice, address: str) -> Mail:
    """The letter as a mail to `address`, which lives in memory only."""
    letter = compose(notice)
    headers = {
        "Message-ID": message_id(notice),
        "Date": format_datetime(time.now()),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday answers, please
    }
    return Mail(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)


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
