"""What the page of a task asks. Each form carries the version that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm

from .models import Task

LONGEST = 5000


class TaskForm(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, posts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", task.version)
        if "post" in self.fields:
            self.choose("post", [("", _("Choose")), *posts])


class Plain(TaskForm):
    """Only the button."""


class HandTo(TaskForm):
    post = forms.ChoiceField(label=_("Who does it?"), error_messages={"required": _("Choose a post of your office.")})


class Report(TaskForm):
    result = forms.CharField(
        label=_("What was done?"),
        help_text=_("Facts, with the day. Where something is left: what, and until when."),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": _("Write what was done.")},
    )


class SendBack(TaskForm):
    note = forms.CharField(
        label=_("What is lacking?"),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": _("Say what is lacking.")},
    )
    due_on = forms.DateField(
        label=_("Until when?"), widget=forms.DateInput, error_messages={"required": _("Give a day from today on.")}
    )
