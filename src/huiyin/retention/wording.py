"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room
from huiyin.cases.wording import register_events

from . import rules
from .models import Ground, ItemState, RegisterState
from .things.cases import GONE, TOLD

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

GROUNDS: Mapping[str, Text] = {
    Ground.LITIGATION: _("A lawsuit or arbitration"),
    Ground.REVIEW: _("A review or an inspection by somebody else"),
    Ground.OTHER: pgettext_lazy("retention", "Something else"),
}
ITEMS: Mapping[str, Text] = {
    ItemState.TOLD: _("notice was given"),
    ItemState.LISTED: _("on the register"),
    ItemState.DESTROYED: pgettext_lazy("retention", "destroyed"),
    ItemState.SPARED: _("kept"),
}
STATES: Mapping[str, Text] = {
    RegisterState.PREPARED: _("waits for two people"),
    RegisterState.CONFIRMED: _("confirmed; is being destroyed"),
    RegisterState.DONE: pgettext_lazy("retention", "done"),
    RegisterState.CALLED_OFF: pgettext_lazy("retention", "called off"),
}


def register() -> None:
    """Called when the room is ready."""
    register_events(
        {TOLD: _("Notice was given that it will be destroyed"), GONE: _("Destroyed at the end of its time")},
        {TOLD: _("You were told when your matter will be destroyed"), GONE: _("Destroyed at the end of its time")},
    )
    register_room(
        "retention",
        _("Keeping and destroying"),
        [
            RoomNumber(rules.NOTICE_KEY, _("Notice before something is destroyed"), rules.NOTICE_DAYS),
            RoomNumber(rules.QUIET_KEY, _("Nothing is destroyed while somebody wrote within"), rules.QUIET_DAYS),
        ],
    )
