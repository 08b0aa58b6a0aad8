"""What is typed in this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel import time
from huiyin.web.forms import HouseForm, TimeInput, area, day, line, one_of


class Number(HouseForm):
    """The number of a sheet, or of one of its rows."""

    number = line(
        _("Number on the sheet, or of one of its rows"), _("For example D7KQ2-X, at the head of the sheet."), 60
    )


class Note(HouseForm):
    """A note of a row, with the day and the time that stand there."""

    row = one_of(_("Which row?"), radios=False)
    on = day(_("On which day was it written?"))
    time = forms.TimeField(
        label=pgettext_lazy("paper", "Time"), widget=TimeInput(format="%H:%M"),
        error_messages={"required": _("Type the time that is written there."), "invalid": _("This is no time.")},
    )  # fmt: skip
    text = area(_("What is written there"), _("Without names and numbers of persons: who has a concern is registered."))

    def __init__(self, *args: Any, rows: list[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.choose("row", rows)

    def moment(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"], time.zone_of(self.zone))
