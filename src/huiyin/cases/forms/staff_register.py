"""What a clerk takes down: how it came, when, the person's words, who they are, what they brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.concern import Channel, Level
from huiyin.cases.rules import TEXT_LIMIT
from huiyin.kernel import time
from huiyin.kernel.vault.identity import FIELD_OF_CHANNEL, Identity
from huiyin.web.forms import HouseForm, TimeInput

from . import ways
from .public_level import LEVELS
from .public_raise import ManyFiles
from .staff_verbs import moment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ORAL = (Channel.VISIT, Channel.PHONE)


class Taking(HouseForm):
    """`once`: the secret of this very form, so that sending it twice is one concern."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        widget=forms.RadioSelect,
        choices=[
            (Channel.VISIT, _("The person came")),
            (Channel.PHONE, _("The person called")),
            (Channel.LETTER, _("A letter")),
            (Channel.EMAIL, _("An e-mail")),
        ],
        error_messages={"required": _("Choose how it came.")},
    )
    received_at = forms.DateField(label=_("On which day did it come in?"), widget=forms.DateInput)
    paper = forms.CharField(
        label=_("Number of the row, if it was written on paper first"),
        help_text=_(
            "For example D7KQ2-03X. Give the day and the time that stand in the row; the case says that it was typed in."
        ),
        required=False,
        max_length=40,
    )
    received_time = forms.TimeField(label=_("At what time?"), required=False, widget=TimeInput(format="%H:%M"))
    text = forms.CharField(
        label=_("What does the person say?"),
        help_text=_("In the person's own words, as they say or wrote it. Do not shorten it and do not improve it."),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Nothing is written yet. Write what the person says, in their own words.")},
    )
    wish = forms.CharField(
        label=_("What does the person hope for?"), required=False, max_length=1000, widget=forms.Textarea
    )
    place = forms.CharField(label=_("Where?"), required=False, max_length=200)
    happened = forms.CharField(label=_("When, in the person's words?"), required=False, max_length=80)
    read_back = forms.BooleanField(
        label=_("I read it back to the person, who agreed"),
        required=False,
        help_text=_("Needed for what is said, not for what is written."),
    )
    told = forms.ChoiceField(
        label=_("Which office has the power to decide?"),
        required=False,
        help_text=_("Tell the person which one it is and why, and that they are received here all the same."),
    )
    level = forms.ChoiceField(
        label=_("What does the person want?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        initial=Level.HERE,
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("It goes under seal at once. A person need not give it."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    contact_by = forms.ChoiceField(
        label=_("How does the person want to be told?"),
        required=False,
    )
    chosen = forms.FileField(
        label=_("Papers and photographs that were brought"), required=False, widget=ManyFiles(attrs={"multiple": True})
    )

    def __init__(self, *args: Any, zone: str, competent: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.higher = bool(competent)
        self.choose("contact_by", [ways.PAGE_FOR_CLERK, *ways.offered(ways.FOR_CLERK)])
        self.choose("told", [("", gettext("This office, or it is not known")), *competent])
        now = timezone.localtime(time.now(), time.zone_of(zone))
        self.initial.setdefault("received_at", now.date())
        self.initial.setdefault("received_time", now.strftime("%H:%M"))
        self.fields["text"].validators = []  # counted by the action, as it is kept

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") in ORAL and not data.get("read_back"):
            self.add_error("read_back", _("Read it back to the person first, then tick the box."))
        if data.get("level") in (Level.PASSED, Level.JOINT) and not data.get("told"):
            self.add_error("told", _("Choose the office to which it should go, or let this office decide."))
        way = FIELD_OF_CHANNEL.get(data.get("contact_by", ""))
        if way and not data.get(way) and way not in self.errors:
            self.add_error(way, _("For this way of telling it is needed."))
        return data

    def identity(self) -> Identity:
        """What goes into the vault."""
        return Identity(**{name: self.cleaned_data[name].strip() for name in ("name", "phone", "email", "address")})

    def received(self) -> dt.datetime:
        return moment(self.cleaned_data["received_at"], self.cleaned_data.get("received_time"), self.zone)


class Reissue(HouseForm):
    """How the clerk made sure who asks."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    checked_how = forms.CharField(
        label=_("How did you make sure who asks?"),
        required=False,
        max_length=200,
        help_text=_("For example: identity card seen. The person reads it on their page."),
    )


class Open(HouseForm):
    """What for, and which fields."""

    concern = forms.CharField(widget=forms.HiddenInput, max_length=12)
    purpose = forms.CharField(label=_("To open it, first write what for"), required=False, max_length=500)
    fields_wanted = forms.MultipleChoiceField(
        label=_("What do you need?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, StrOrPromise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("fields_wanted", choices)
