"""The answer of a unit that was asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm


class Answer(HouseForm):
    """One field."""

    text = forms.CharField(label=_("Your answer"), required=False, max_length=5000, widget=forms.Textarea)
