"""What the pages of this room ask. There is no field for a person: an instruction and a hard case are about a matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm

LONGEST = 5000
Choices = Sequence[tuple[str, str]]
OUTSIDE = "outside"


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": _("Write something here; the office works by it.")},
    )  # fmt: skip


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput,
        error_messages={"required": _("Give a day.")},
    )  # fmt: skip


def _choice(label: Any, help_text: Any = "", *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, required=required, error_messages={"required": _("Choose one.")}
    )


class Plain(HouseForm):
    """`version`: what somebody else did since is told, not overwritten. `choices`: by the name of the field."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int = 0, choices: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", version)
        for name, offered in (choices or {}).items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Choose")), *offered]


class New(Plain):
    """The paper as it came. The words are kept as they are; what must be done is about the matter."""

    superior = _choice(_("From whom?"), _("You yourself, a post above, or somebody outside of this installation."))
    title = forms.CharField(label=_("Post, where it came from outside"), required=False, max_length=120)
    office = forms.CharField(label=_("Office, where it came from outside"), required=False, max_length=120)
    number = forms.CharField(label=_("Number of the paper"), required=False, max_length=80)
    dated_on = _day(_("Date of the paper"))
    organisation = _choice(_("Which office answers for it?"))
    answers = _choice(_("Which post answers?"), _("Left open: the head of that office."), required=False)
    subject = forms.CharField(
        label=_("What is the matter?"), max_length=120, error_messages={"required": _("Name the matter.")}
    )
    text = _text(
        _("The words of the instruction"), _("As they stand on the paper. They are kept so and never changed.")
    )
    must = _text(
        _("What must be done?"),
        _("About the matter: look into it, decide it, carry it out, receive the people jointly. Nothing can be asked here about who raised it."),
    )  # fmt: skip
    cases = forms.CharField(
        label=_("Cases that it is about"), required=False, max_length=400,
        help_text=_("Their numbers, with spaces between. Empty for a matter without a case."),
    )  # fmt: skip
    due_on = _day(_("Result due"), _("Left open: the office's own number of days, at first 30. No law has a date for it."), required=False)  # fmt: skip
    scan = forms.FileField(label=_("Scan of the paper"), required=False, widget=forms.FileInput)

    def clean_cases(self) -> tuple[str, ...]:
        return tuple(re.findall(r"[2-9a-z]+", self.cleaned_data["cases"].lower()))


class HandTo(Plain):
    post = _choice(_("Which post answers from now on?"))


class PassOn(Plain):
    to = _choice(
        _("Who has to do something?"), _("A post of your office, or an office below it, which then names a post.")
    )
    case = _choice(_("Which case is it about?"), required=False)
    text = _text(_("What has it to do?"), _("One task, one thing, about the matter."))
    due_on = _day(_("Until when?"))


class Report(Plain):
    result = _text(
        _("What came of it?"), _("Facts, with the day: what was decided, what is carried out, what is left.")
    )


class Acknowledge(Plain):
    word = _text(_("A word on it"), _("It may be left open."), required=False)


class SendBack(Plain):
    word = _text(_("What is lacking?"))
    due_on = _day(_("Until when?"))


class AddStep(Plain):
    text = _text(_("What is still to be carried out?"))
    due_on = _day(_("Until when?"))


class CloseStep(Plain):
    step = forms.CharField(widget=forms.HiddenInput, max_length=12)
    found = _text(_("What was found?"))


class Close(Plain):
    found = _text(_("What was found in the end?"), _("Looked at where it happened, with the day."))


class ReportUp(Plain):
    to = _choice(_("Before whom do you put it?"))
    tried = _text(_("What was tried?"), _("What was done, with whom it was spoken, why it does not get on."))
    asks = _text(_("What do you ask for?"), _("A decision, money, another office's part, a discussion."))


class Answer(Plain):
    text = _text(_("What do you answer?"), _("Who asked reads it at once."))
    decides = forms.BooleanField(label=_("It is a decision: the office carries it out"), required=False)
    to_person = _text(
        _("What the person is told"),
        _("Where it concerns them. It stands on their page as you write it. Left open: nothing."), required=False,
    )  # fmt: skip


class PassFurther(Plain):
    to = _choice(_("Before whom do you put it?"))
    why = _text(_("Why is it beyond you?"))


class Discuss(Plain):
    on = _day(_("On which day?"), _("Within 30 days. Your answer is then owed on that day."))
    who = _text(_("Who comes, and where?"), _("Posts and offices."))


class Take(Plain):
    follows = _text(_("What follows from the answer?"), _("What the office does now, and until when."))
