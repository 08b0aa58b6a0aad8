"""What anybody is asked who reports a hazard, and what who sorts it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.prevention.models import Hazard
from huiyin.web.forms import HouseForm, area, line, one_of

from .hazards import New


class Seen(HouseForm):
    """Public: three questions, one of which must be answered. `once`: sent twice it is heard once."""

    text = area(_("What is dangerous?"), _("In your own words. No names are needed, neither yours nor others’."), 500)
    exactly = line(_("Where exactly?"), _("For example: third floor, beside the west stairs. May stay empty."), 80)
    picture = forms.FileField(
        label=_("A picture"), required=False, widget=forms.FileInput,
        help_text=_("It helps. Place and phone are taken out of it. Please show nobody’s face."),
    )  # fmt: skip
    once = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class Code(HouseForm):
    code = forms.CharField(
        label=_("Code of your report"), max_length=60, error_messages={"required": _("Type the code of your report.")}
    )


class Accept(New):
    """The office's own words; the reporter's stand beside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pictures", "text"):
            del self.fields[name]


class Join(HouseForm):
    hazard = one_of(_("Which one is it?"), radios=False)

    def __init__(self, *args: Any, hazards: Sequence[Hazard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "hazard",
            [("", _("Choose")), *((one.public_id, f"{one.number} {one.title} · {one.place}") for one in hazards)],
        )


class NotOne(HouseForm):
    reason = area(_("Why is it no hazard?"), _("Whoever reported it reads this. Say it so that they understand."), 500)


class NewSpot(HouseForm):
    name = line(_("Which place?"), _("As it stands on the sheet, for example: teaching block, third floor."), 80)
