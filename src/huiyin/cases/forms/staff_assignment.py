"""What is asked of an office that assigns a case to one below it, of the one that reports, and of who asks another office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.assignment import How
from huiyin.cases.queries import case_page_choices as choices
from huiyin.cases.wording import HOW_HANDLED
from huiyin.documents.before_issue import Printed

from .staff_verbs import VerbForm, text_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def day_field(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput,
        error_messages={"required": _("Choose a day.")},
    )


class AssignDown(Printed, VerbForm):
    """Which office, what it reports, by when."""

    organisation = forms.ChoiceField(
        label=_("Which office below you?"),
        required=False,
        help_text=_("It gets the case itself, with the person's code."),
    )
    reason = text_field(_("Why does that office handle it?"), _("The person reads it."))
    wanted = text_field(_("What is it to report?"), _("What was found, what was done, what the person was told."))
    due_on = day_field(_("By which day?"), _("Your own day; the law gives none. The person is told it."))

    def prepare(self) -> None:
        self.choose("organisation", [("", gettext("Please choose")), *choices.offices_below(self.case)])


class ReportBack(VerbForm):
    """How it was handled. `why_not` is asked only where the person has no written answer."""

    result = forms.ChoiceField(
        label=_("How was it handled?"), required=False, widget=forms.RadioSelect,
        choices=[(key, HOW_HANDLED[key]) for key in How.values],
    )  # fmt: skip
    text = text_field(_("What was found, and what was done?"), _("With the days. The person can read it."))
    why_not = text_field(
        _("Why does the person have no written answer yet?"), _("And when they get it. The person can read it.")
    )

    def prepare(self) -> None:
        if self.case.handled_at is not None:
            del self.fields["why_not"]


class ConsultOffice(VerbForm):
    """Which office, what is asked, what it is shown, by when."""

    organisation = forms.ChoiceField(label=_("Which office?"), required=False)
    question = text_field(
        _("What do you ask?"), _("The office reads it, and the person. Name nobody who need not be named.")
    )
    show_words = forms.BooleanField(
        label=_("Show the person's words too"),
        help_text=_("Names, numbers and addresses that are known of the person are taken out. Read them first: can they be told apart by the rest?"),
        required=False,
    )  # fmt: skip
    due_on = day_field(
        _("By which day do you need the answer?"), _("Your own day. The time for your own answer runs on.")
    )

    def prepare(self) -> None:
        self.choose("organisation", [("", gettext("Please choose")), *choices.askable_offices(self.case)])


class TakeNote(VerbForm):
    note = text_field(_("A word to the office and the person, if you like"))


class SendReportBack(VerbForm):
    reason = text_field(_("What is missing or wrong?"), _("The office reads it, and the person."))
    due_on = day_field(_("By which day does it report again?"))
