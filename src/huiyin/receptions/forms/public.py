"""What anybody is asked who books a place, and what the holder of a code is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.receptions.models import Kind
from huiyin.receptions.queries.days import Place
from huiyin.receptions.wording import KINDS, SAID
from huiyin.web import dates
from huiyin.web.forms import HouseForm

from .staff import PICK, line_field, needs_field, text_field


class Booking(HouseForm):
    """`slot`: which time. The rest may stay empty."""

    slot = forms.TypedChoiceField(
        label=_("Which time?"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("Choose a time.")}
    )
    matter = line_field(_("What is it about?"), _("In a few words, or nothing. You need not give a name."), 300)
    case_code = line_field(
        _("Receipt code, if you have raised it already"),
        _("Then it stands on your page, and you are told if the day moves."),
        40,
    )
    needs = needs_field(_("Is there anything that you need?"))

    def __init__(self, *args: Any, places: Sequence[Place], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("slot", [(one.slot, dates.clock_text(one.at, zone)) for one in places])


class Code(HouseForm):
    code = forms.CharField(
        label=_("Code of the booking"), max_length=60, error_messages={"required": _("Type the code of your booking.")}
    )


class Change(HouseForm):
    """Another place; the value holds the day and the place."""

    place = forms.ChoiceField(label=_("Another time"), error_messages=PICK)

    def __init__(self, *args: Any, places: Sequence[Place], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "place",
            [
                (f"{one.day.public_id}-{one.slot}", f"{dates.day_text(one.day.on, zone)} {dates.clock_text(one.at, zone)} · {one.day.post.title}")
                for one in places
            ],
        )  # fmt: skip

    def chosen(self) -> tuple[str, int]:
        day, _dash, slot = self.cleaned_data["place"].partition("-")
        return day, int(slot)


class Cancel(HouseForm):
    reason = line_field(_("Why, if you want to say"), "", 300)


class Ask(HouseForm):
    """The person asks to be received."""

    kind = forms.ChoiceField(
        label=_("How would you like to talk?"), widget=forms.RadioSelect, error_messages=PICK,
        choices=[
            (Kind.VISIT, _("I come to the office")),
            (Kind.PHONE, KINDS[Kind.PHONE]),
            (Kind.HOME, _("Please come to me: I ask for it myself")),
        ],
    )  # fmt: skip
    words = text_field(
        _("What would you like to talk about?"),
        _("For a home visit: this is your own request; nobody comes without one, and you can take it back."),
    )
    needs = needs_field(_("Is there anything that you need?"))


class Answer(HouseForm):
    """To the minutes."""

    said = forms.ChoiceField(
        label=_("What do you say to these minutes?"), widget=forms.RadioSelect, error_messages=PICK,
        choices=[
            (key, {"agrees": _("It is so: I agree"), "corrects": _("Something must be corrected"), "objects": _("I object")}[key])
            for key in SAID
        ],
    )  # fmt: skip
    text = text_field(_("What must be corrected, or why you object"), _("In your own words; it is kept as it is."))


class Support(HouseForm):
    needs = needs_field(_("Is there anything that you need?"))
    note = line_field(_("More exactly"), _("For example the language. You need not say why."))
