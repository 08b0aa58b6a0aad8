"""What is asked about who is competent for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.actions import Competent
from huiyin.organisations.queries import OrganisationView


class Says(forms.Form):
    """What a row says, and from when."""

    category = forms.ChoiceField(label=_("For which subject?"), required=False)
    note = forms.CharField(
        label=_("In words for the public"),
        help_text=_("What people would look for: the canteen, wages of teachers, the road before the gate."),
        max_length=200,
        required=False,
    )
    source = forms.CharField(
        label=_("By which text?"),
        help_text=_("The law with its article, or the office's own paper with its number. People read it."),
        max_length=300,
    )
    area = forms.CharField(
        label=_("Words by which its area is recognised"),
        help_text=_("Names of places, with commas between them. Where one of them is said, this office comes first."),
        max_length=200,
        required=False,
    )
    from_on = forms.DateField(
        label=_("From"), help_text=_("Leave it empty for today."), widget=forms.DateInput, required=False
    )

    field_order = ("organisation", "category", "note", "source", "area", "from_on")

    def __init__(self, *args: Any, categories: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # narrows for the type checker
        field.choices = [("", gettext("Every subject")), *categories]

    def says(self) -> Competent:
        return Competent(**{name: self.cleaned_data[name] for name in ("category", "source", "note", "area")})


class New(Says):
    """A new row, of an office in reach."""

    organisation = forms.ChoiceField(label=_("Which office?"))

    def __init__(self, *args: Any, offices: Sequence[OrganisationView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # narrows for the type checker
        field.choices = [(office.public_id, office.name) for office in offices if office.kind != "discipline-office"]


class End(forms.Form):
    until_on = forms.DateField(label=_("Last day"), widget=forms.DateInput)


class Table(forms.Form):
    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_("In the form in which it is downloaded. All of it is written, or nothing."),
    )
