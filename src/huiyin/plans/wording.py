"""Words of this room that stand in several places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

PARTS: Mapping[str, Text] = {
    "purpose": pgettext_lazy("part of a plan", "Purpose"),
    "scope": pgettext_lazy("part of a plan", "Scope"),
    "principles": pgettext_lazy("part of a plan", "Principles"),
    "organisation": pgettext_lazy("part of a plan", "Command"),
    "duties": pgettext_lazy("part of a plan", "Duties"),
    "levels": pgettext_lazy("part of a plan", "Levels"),
    "triggers": pgettext_lazy("part of a plan", "Triggers"),
    "prevention": pgettext_lazy("part of a plan", "Prevention and warning"),
    "response": pgettext_lazy("part of a plan", "Response"),
    "reporting": pgettext_lazy("part of a plan", "Reporting"),
    "evacuation": pgettext_lazy("part of a plan", "Evacuation"),
    "medical": pgettext_lazy("part of a plan", "Medical help"),
    "support": pgettext_lazy("part of a plan", "Support"),
    "recovery": pgettext_lazy("part of a plan", "Recovery"),
    "aftercare": pgettext_lazy("part of a plan", "Aftercare"),
    "drill": pgettext_lazy("part of a plan", "Exercises"),
    "contacts": pgettext_lazy("part of a plan", "Contacts"),
    "supplement": pgettext_lazy("part of a plan", "Supplementary rules"),
    "other": pgettext_lazy("part of a plan", "Something else"),
}
