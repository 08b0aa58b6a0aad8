"""The words of this room: how a notice stands, and the office's own number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .models import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATUS: Mapping[str, Text] = {
    Status.WAITING: pgettext_lazy("notice", "waits for approval"),
    Status.RETURNED: pgettext_lazy("notice", "sent back"),
    Status.RUNNING: pgettext_lazy("notice", "published"),
    Status.WITHDRAWN: pgettext_lazy("notice", "withdrawn"),
}


def offer_numbers() -> None:
    """The office's own number of this room, set on the page of own dates."""
    number = RoomNumber(rules.APPROVE_KEY, _("Approve a notice to parents"), rules.APPROVE_DAYS)
    register_room("announcements", _("Notices to staff and parents"), [number])
