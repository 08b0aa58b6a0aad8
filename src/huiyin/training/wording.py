"""The words of this room: topics, for whom, how a lesson stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Audience, Need, PostKind, Status, Topic

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

TOPICS: Mapping[str, Text] = {
    Topic.FIRE: pgettext_lazy("lesson", "Fire"),
    Topic.FOOD: pgettext_lazy("lesson", "Food"),
    Topic.NETWORK: pgettext_lazy("lesson", "Network"),
    Topic.DROWNING: pgettext_lazy("lesson", "Drowning"),
    Topic.TRAFFIC: pgettext_lazy("lesson", "Traffic"),
    Topic.MIND: pgettext_lazy("lesson", "Mental health"),
    Topic.RIGHTS: pgettext_lazy("lesson", "Rights, and how to complain"),
    Topic.OTHER: pgettext_lazy("lesson", "Other"),
}
AUDIENCES: Mapping[str, Text] = {
    Audience.STAFF: _("for staff"),
    Audience.PUPILS: _("for pupils"),
    Audience.ALL: _("for staff and others"),
}
STATUS: Mapping[str, Text] = {
    Status.PLANNED: pgettext_lazy("lesson", "to be held"),
    Status.HELD: pgettext_lazy("lesson", "held"),
    Status.DROPPED: pgettext_lazy("lesson", "not held"),
}
POST_KINDS: Mapping[str, Text] = {
    PostKind.EVERYBODY: _("every post"),
    PostKind.LEADS: _("leaders and heads"),
    PostKind.DESK: _("who takes concerns in"),
    PostKind.DUTY: _("who takes part in duty"),
    PostKind.CHOSEN: _("posts that you choose"),
}


def which(need: Need) -> str:
    """Which posts, in words."""
    return need.name or str(POST_KINDS[need.kind])
