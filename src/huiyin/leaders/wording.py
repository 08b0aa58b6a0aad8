"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.wording import register_events

from .models import StepKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

STEPS: Mapping[str, Text] = {
    StepKind.STUDY: _("Studied the matter"),
    StepKind.TALK: _("Talked with the person"),
    StepKind.VISIT: _("Went to the place"),
    StepKind.DEPLOY: _("Set who does what by when"),
    StepKind.INSPECT: _("Looked whether it is done"),
    StepKind.SOLVE: _("Solved what was stuck"),
}
DUTY_TITLES: Mapping[str, Text] = {
    "study": pgettext_lazy("duty in person", "Study"),
    "deploy": pgettext_lazy("duty in person", "Deploy"),
    "inspect": pgettext_lazy("duty in person", "Inspect"),
    "solve": pgettext_lazy("duty in person", "Solve"),
    "handle": pgettext_lazy("duty in person", "Handle"),
}
DUTY_MEANS: Mapping[str, Text] = {
    "study": _("goes into the matter personally: the facts, the rules, what is possible"),
    "deploy": _("says personally who does what by when"),
    "inspect": _("goes and looks personally whether it is being done"),
    "solve": _("solves personally what others could not"),
    "handle": _("receives people, reads their letters, answers for cases personally"),
}
URGED: Text = _("Urged whoever works on it")
_EVENTS: Mapping[str, Text] = {
    "appoint_leader": _("A leader answers for it"),
    "leader_changes": _("Another leader answers for it"),
    "leader_plans": _("The leader's next step"),
    "leader_step_missed": _("The leader's next step is late; the superior was told"),
    **{f"leader_{kind}": words for kind, words in STEPS.items()},
}
_TO_PERSON: Mapping[str, Text] = {
    "appoint_leader": _("Who answers for your matter now"),
    "leader_changes": _("Who answers for your matter now"),
    "leader_talk": _("The leader who answers for it talked with you"),
    "leader_visit": _("The leader who answers for it went to the place"),
}


def offer() -> None:
    """Called when the room is ready."""
    register_events(_EVENTS, _TO_PERSON)
