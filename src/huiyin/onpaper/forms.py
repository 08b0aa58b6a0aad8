"""What is typed in this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel import time
from huiyin.web.forms import HouseForm, TimeInput, area, day, line, one_of, ticks

from . import rules


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


class Wish(HouseForm):
    """For which posts a set lies ready each morning, and by when."""

    posts = ticks(_("For which posts?"), _("None: no set is made any more."), gone=_("Choose posts of this office."))
    hour = one_of(
        _("By what hour?"), ((str(one), f"{one}:00") for one in range(rules.EARLIEST, rules.LATEST + 1)), radios=False
    )
    days = one_of(_("On which days?"), (("working", _("On working days")), ("every", _("Every day"))))

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("posts", posts)
