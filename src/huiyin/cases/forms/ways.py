"""By which ways a person can be told: those that a person of the office goes, and those that this installation's machine can go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choice = tuple[str, "StrOrPromise"]

OWN: tuple[Choice, ...] = (
    ("phone", _("Call me")),
    ("email", _("E-mail")),
    ("sms", _("A short message")),
    ("voice", _("A call in which a machine reads it aloud")),
    ("letter", _("A letter to my home")),
)
PAGE_ALONE: Choice = ("page", _("Not at all: I look it up with my receipt code"))
MY_DEVICE: Choice = ("push", _("On the device that I switched on"))
FOR_CLERK: tuple[Choice, ...] = (
    ("phone", _("by telephone")),
    ("email", _("by e-mail")),
    ("sms", pgettext_lazy("told", "by short message")),
    ("voice", _("by a call in which a machine reads it aloud")),
    ("letter", pgettext_lazy("told", "by letter")),
)
ON_DEVICE: Choice = ("push", _("on a device that the person switched on"))
PAGE_FOR_CLERK: Choice = ("", _("On the progress page, with the code"))


def offered(choices: Iterable[Choice]) -> list[Choice]:
    """Without those for which this installation has no gateway."""
    missing = {"sms", "voice", "push"} - set(settings.OUTBOX_GATEWAYS)
    return [(way, words) for way, words in choices if way not in missing]
