"""What is asked of a group: its common words, who joins, who speaks; and of two cases, whether they are one matter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.grouping import MOST_SLIPS, Joining
from huiyin.cases.rules import TEXT_LIMIT
from huiyin.documents.before_issue import Printed
from huiyin.kernel.vault.identity import FIELD_OF_CHANNEL, Identity

from . import ways
from .public_raise import Question, email_problem, phone_problem

WITHOUT_PAPER = ("phone", "email", "sms", "voice")  # nobody gives a postal address at the gate


class Matter(Question):
    """The common words. Who joins reads them; so they are meant for many."""

    matter = forms.CharField(
        label=_("What do all of them ask for?"),
        help_text=_(
            "Everybody who joins reads these words. Name nobody; what one person has to say is added by that person."
        ),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Say what all of them ask for.")},
    )


class OwnMatter(Matter):
    """The same, asked of the person."""

    matter = forms.CharField(
        label=_("What do you all ask for?"),
        help_text=_("Whoever joins reads these words. What you wrote before stays your own and is shown to nobody."),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Say what all of you ask for.")},
    )


class Joins(Question):
    """Somebody joins: on the page, or at the gate. A name is not demanded."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("It goes under seal at once. A person need not give it."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=120)
    contact_by = forms.ChoiceField(label=_("How does the person want to be told?"), required=False)
    words = forms.CharField(
        label=_("Something of one's own to add"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("Only the office reads it, nobody else of the group."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("contact_by", self.contact_ways())

    def contact_ways(self) -> list[ways.Choice]:
        """As the clerk asks."""
        return [ways.PAGE_FOR_CLERK, *ways.offered(one for one in ways.FOR_CLERK if one[0] in WITHOUT_PAPER)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        field = FIELD_OF_CHANNEL.get(data.get("contact_by", ""), "")
        problem = {"phone": phone_problem, "email": email_problem}.get(field)
        if problem and problem(str(data.get(field, ""))):
            self.add_error(field, problem(str(data.get(field, ""))))
        return data

    def joining(self, language: str) -> Joining:
        data = self.cleaned_data
        identity = Identity(name=data["name"].strip(), phone=data["phone"].strip(), email=data["email"].strip())
        return Joining(identity, data["words"], data["contact_by"], language, bool(data.get("speaks")))


class Adds(Joins):
    """At the gate, one after another. `once`: the secret of this very form, so that sending it twice is one person."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    speaks = forms.BooleanField(
        label=_("The group has named this person as a representative"),
        required=False,
        help_text=_("The group chooses, at most five (Regulations art. 20). Three to five are advised."),
    )


class JoinsOnline(Joins):
    """The same, asked of the person."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("It goes under seal at once. You need not give it."),
    )
    contact_by = forms.ChoiceField(
        label=_("When there is an answer, how do we tell you?"),
        required=False,
    )

    def contact_ways(self) -> list[ways.Choice]:
        """As the person is asked."""
        page = ("", _("Not at all: I look it up with my receipt code"))
        return [page, *ways.offered(one for one in ways.OWN if one[0] in WITHOUT_PAPER)]


class Slips(Question):
    """How many slips are printed."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    count = forms.IntegerField(
        label=_("How many slips?"), min_value=1, max_value=MOST_SLIPS, initial=20, widget=forms.NumberInput,
        error_messages={"required": _("Give a number from 1 to 60."), "max_value": _("Give a number from 1 to 60."), "min_value": _("Give a number from 1 to 60.")},
    )  # fmt: skip
    paper = forms.ChoiceField(choices=[("", ""), ("a4", "A4"), ("a6", "A6")], required=False)  # by the button


class Why(Printed, Question):
    """A reason that people read."""

    reason = forms.CharField(
        label=_("Why?"), help_text=_("The people whose case it is read it. Name nobody."), required=False,
        max_length=1000, widget=forms.Textarea,
    )  # fmt: skip


class Number(Question):
    """The number of another case."""

    number = forms.CharField(
        label=_("Number of the other case"),
        max_length=12,
        error_messages={"required": _("Give the number of the other case.")},
    )


class AskedBefore(Question):
    """The old code, from the person."""

    code = forms.CharField(
        label=_("The code of the old receipt"),
        help_text=_("The 12 characters on it. Capitals and dashes make no difference."),
        max_length=60,
        error_messages={"required": _("Type the code that stands on the old receipt.")},
    )


class ByMatter(Question):
    """Found by the matter: which case, and what may be told of it."""

    number = forms.CharField(
        label=_("Number of the earlier case"),
        max_length=12,
        error_messages={"required": _("Give the number of the earlier case.")},
    )
    told = forms.CharField(
        label=_("What was answered then?"),
        help_text=_("The person reads it. The earlier letter may be somebody else's and is not shown. Name nobody."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Say what was answered then.")},
    )
