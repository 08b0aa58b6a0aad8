"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .models import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STATES: Mapping[str, Text] = {
    State.WAITING: pgettext_lazy("dossier", "waits for the worker"),
    State.RUNNING: pgettext_lazy("dossier", "being made"),
    State.MADE: pgettext_lazy("dossier", "made"),
    State.FAILED: pgettext_lazy("dossier", "could not be made"),
}
STAGES: Mapping[str, Text] = {
    "reading": _("step 1 of 3: reading letters, dates and originals"),
    "setting": _("step 2 of 3: setting the PDF"),
    "packing": _("step 3 of 3: packing and sealing"),
}


def offer_numbers() -> None:
    """The office's own number of this room, set on the page of own dates."""
    register_room(
        "archive",
        _("Archive"),
        [RoomNumber(rules.DUE_KEY, _("Dossier of what has ended goes to the archive"), rules.DUE_DAYS)],
    )
