"""The forms of rosters, shifts and what the office settles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.duty.wording import DAYS, PARTS
from huiyin.web.forms import DateInput, HouseForm, TimeInput

Choices = Sequence[tuple[str, Any]]
NUMBER = {"invalid": _("Give a number."), "min_value": _("Give a number."), "max_value": _("This number is too large.")}
DAY = {"required": _("Give a day."), "invalid": _("Give a day.")}
HOUR = {"required": _("Give a time."), "invalid": _("Give a time.")}


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DateInput, error_messages=DAY)


def number(label: Any, help_text: Any, least: int, most: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, initial=initial,
        error_messages=NUMBER | {"required": _("Give a number.")},
    )  # fmt: skip


def choice(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, required=False, error_messages={"invalid_choice": _("Choose one of these.")}
    )


class Period(HouseForm):
    first_day = day(_("First day"))
    last_day = day(_("Last day"))


class Kind(HouseForm):
    name = forms.CharField(
        label=pgettext_lazy("shift", "Name"),
        help_text=_("As it stands on the roster: day, night."),
        required=False,
        max_length=20,
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"), choices=list(DAYS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput, error_messages=HOUR)
    ends = forms.TimeField(
        label=_("Ends"), help_text=_("Not after it begins: on the next day."), widget=TimeInput, error_messages=HOUR
    )
    people = number(_("How many people"), _("Without the leader in charge."), 0, 20, 1)
    leader = forms.BooleanField(label=_("A leader is in charge of it"), required=False, initial=True)
    says_here = forms.BooleanField(label=_("Who is on it says when they are there"), required=False, help_text=_("By a button, on the phone. Where nobody does, the leader in charge is told by itself, then the head."))  # fmt: skip
    hands_over = forms.BooleanField(
        label=_("The hand-over is signed by both"), required=False, help_text=_("Where it is not, the head is told.")
    )
    swaps_approved = forms.BooleanField(label=_("Swaps are approved by who makes rosters"), required=False, help_text=_("Otherwise they hold when both agree, and who published the roster is told."))  # fmt: skip
    qualification = choice(_("Somebody on it must have a training"))
    weight = number(
        _("How much it counts"), _("When shifts are shared out: a night or a holiday counts more."), 1, 9, 1
    )
    from_on = day(_("Only in a special period: first day"), _("Such as a festival week. It then stands in the place of the ordinary shifts."), required=False)  # fmt: skip
    until_on = day(_("Last day of the special period"), required=False)

    def __init__(self, *args: Any, qualifications: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("qualification", [("", pgettext_lazy("qualification", "None")), *qualifications])


class Training(HouseForm):
    name = forms.CharField(label=_("Name of the training"), required=False, max_length=40)


class Who(HouseForm):
    appointment = choice(pgettext_lazy("shift", "Who"))
    part = forms.ChoiceField(
        label=_("Which part"), choices=list(PARTS.items()), required=False, widget=forms.RadioSelect
    )
    qualified = forms.MultipleChoiceField(label=_("Trained in"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, appointments: Choices, qualifications: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("appointment", [("", _("Choose")), *appointments])
        if qualifications:
            self.choose("qualified", qualifications)
        else:
            del self.fields["qualified"]


class NotThere(HouseForm):
    member = choice(pgettext_lazy("shift", "Who"))
    first_day = day(_("First day"))
    last_day = day(_("Last day"))

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("member", [("", _("Choose")), *members])


class Pair(HouseForm):
    one = choice(_("One post"))
    other = choice(_("The other post"))

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.choose(name, [("", _("Choose")), *posts])


class OnShift(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SeatSomebody(OnShift):
    member = choice(pgettext_lazy("shift", "Who"), _("Who can, the least burdened first."))

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("member", [("", _("Choose")), *members])
