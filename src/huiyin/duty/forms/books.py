"""The forms of a shift's book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.duty.forms.rosters import HOUR, Choices, choice
from huiyin.web.forms import HouseForm, TimeInput


def text(label: Any, help_text: Any = "", *, longest: int = 500, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Entry(HouseForm):
    at = forms.TimeField(
        label=_("At what time"), help_text=_("Empty: now."), required=False, widget=TimeInput, error_messages=HOUR
    )
    what = text(
        pgettext_lazy("book", "What happened"), _("A call, a visit, something broken. No names, no telephone numbers.")
    )
    done = text(_("What was done"))
    about = choice(pgettext_lazy("book", "Belongs to"), _("A hazard or an emergency that is open."))

    def __init__(self, *args: Any, things: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if things:
            self.choose("about", [("", pgettext_lazy("book", "Nothing")), *things])
        else:
            del self.fields["about"]


class HandOver(HouseForm):
    note = text(_("What who comes must know"), _("What is still open, what was agreed, where the keys are. “Nothing” is an answer too."), longest=2000, rows=4)  # fmt: skip


class TakeOver(HouseForm):
    remark = text(_("A remark"), _("Only if something is not as it was told."))


class LetBe(HouseForm):
    why = text(_("Why it stays unsigned"))
