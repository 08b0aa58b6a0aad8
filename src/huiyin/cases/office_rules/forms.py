"""What is asked on the pages of the office's own rules. Forms parse; actions decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.office_rules import Choices

from .own_dates import PackDates

ROLL: list[tuple[str, str | Promise]] = [
    ("stay", _("It stays, also on a rest day")),
    ("move", _("It moves to the next working day")),
]


class OwnDatesForm(forms.Form):
    """One field a clock, named after it; and the two choices about rest days."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    roll_over_office = forms.ChoiceField(
        label=_("A last day for the office that is a rest day"),
        help_text=_(
            "The safe side is that it stays: then the office is never late, whichever reading of the law holds."
        ),
        choices=ROLL,
        widget=forms.RadioSelect,
    )
    roll_over_petitioner = forms.ChoiceField(
        label=_("A last day for the person that is a rest day"),
        help_text=_("The safe side is that it moves: then nobody loses a right over a weekend."),
        choices=ROLL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, packs: Sequence[PackDates], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packs = packs
        for pack in packs:
            for own in pack.own:
                attributes = {"inputmode": "numeric", "class": "govuk-input govuk-input--width-3"}
                self.fields[own.key] = forms.IntegerField(
                    label=own.title,
                    required=False,
                    min_value=1,
                    initial=own.number,
                    widget=forms.TextInput(attrs=attributes),
                )
            for off in pack.off:
                label = " · ".join(filter(None, (off.title, off.length, off.article)))
                self.fields[off.key] = forms.BooleanField(label=label, required=False, initial=off.on)

    def sections(self) -> Iterator[tuple[PackDates, list[tuple[Any, BoundField]], list[BoundField]]]:
        """Each procedure with the fields of its own clocks, and of those that are off."""
        for pack in self.packs:
            yield pack, [(own, self[own.key]) for own in pack.own], [self[off.key] for off in pack.off]

    def choices(self) -> Choices:
        """What was chosen, when the form is valid."""
        data = self.cleaned_data
        return Choices(
            numbers={own.key: data[own.key] for pack in self.packs for own in pack.own},
            on=frozenset(off.key for pack in self.packs for off in pack.off if data[off.key]),
            roll_over_office=data["roll_over_office"] == "move",
            roll_over_petitioner=data["roll_over_petitioner"] == "move",
        )


class DayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput)


class NoticeForm(forms.Form):
    file = forms.FileField(
        label=_("The year's notice (.json)"),
        help_text=_("The file of one year, as published by holiday-cn. Nothing is changed before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


class ApplyForm(forms.Form):
    content = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)
