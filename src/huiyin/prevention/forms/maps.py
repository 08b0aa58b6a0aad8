"""What is asked of a drawing of the premises."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm, line

SHOWS = _("What does the drawing show?")


class NewMap(HouseForm):
    title = line(SHOWS, _("For example: the whole campus; teaching block, second floor."), 80)
    picture = forms.FileField(
        label=_("The drawing, as a picture"), widget=forms.FileInput,
        help_text=_("A photo of the plan in the corridor, a scan, or a drawing made by hand. PNG or JPEG."),
        error_messages={"required": _("Choose a picture.")},
    )  # fmt: skip


class ChangeMap(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = line(SHOWS, limit=80)
    picture = forms.FileField(
        label=_("A newer picture of it"), required=False, widget=forms.FileInput,
        help_text=_("May stay empty. The marks stay where they are: look afterwards whether they still stand right."),
    )  # fmt: skip
