"""What is asked of a person who goes straight to a higher office. Whatever they choose, they are received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models.concern import Level
from huiyin.cases.queries.levels import Subjects
from huiyin.organisations.queries import CompetenceRow

from .public_raise import UNKNOWN, Question

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEVELS: list[tuple[str, StrOrPromise]] = [
    (Level.HERE, _("Stay here: this office decides")),
    (Level.PASSED, _("Pass it on at once: the office does so the same day, and your code stays the same")),
    (Level.JOINT, _("Receive me jointly: this office receives you, and the other one comes here")),
]


class Subject(Question):
    """What it is mainly about; only where offices below are competent for something."""

    subject = forms.ChoiceField(
        label=_("Is it mainly about one of these?"),
        help_text=_("Then we can tell you which office has the power to decide. It goes on whatever you choose."),
        widget=forms.RadioSelect,
        initial=UNKNOWN,
        required=False,
    )

    def __init__(self, *args: Any, subjects: Subjects, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)  # narrows for the type checker
        field.choices = [*subjects, (UNKNOWN, gettext("Something else, or I don't know"))]


class Wish(Question):
    """Which of the competent offices it is, where there are several; and what the person wants."""

    told = forms.ChoiceField(
        label=_("Which of these offices is it about?"), widget=forms.RadioSelect, initial=UNKNOWN, required=False
    )
    level = forms.ChoiceField(
        label=_("What would you like?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        initial=Level.HERE,
        error_messages={"required": _("Choose one of the three.")},
    )

    def __init__(self, *args: Any, rows: Sequence[CompetenceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["told"]
        assert isinstance(field, forms.ChoiceField)  # narrows for the type checker
        if len(rows) == 1:
            field.widget = forms.HiddenInput()
            field.choices, field.initial = [(rows[0].public_id, rows[0].name)], rows[0].public_id
        else:
            none = gettext("None of them, or I don't know")
            field.choices = [*((row.public_id, row.name) for row in rows), (UNKNOWN, none)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("told") in ("", UNKNOWN) and data.get("level") in (Level.PASSED, Level.JOINT):
            self.add_error("told", _("Choose the office to which it should go, or let this office decide."))
        return data


class Change(Question):
    """On the person's own page, until the office has done it."""

    level = forms.ChoiceField(
        label=_("What would you like?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
