"""What every form of this room has."""

from __future__ import annotations

from typing import Any

from django import forms

from huiyin.web.forms import HouseForm


class PlanForm(HouseForm):
    """`seen`: the draft's `version` when the page was opened, so that what somebody did since is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def long_text(label: object, *, required: bool = True, most: int = 20000, **more: Any) -> forms.CharField:
    """Several lines."""
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea, **more)  # type: ignore[arg-type]
