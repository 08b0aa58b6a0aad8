"""The form of the first-run page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.models import Organisation

YES_NO = (("yes", _("Yes, to the next working day")), ("no", _("No, the rest day itself is the last day")))


class SetUpForm(forms.Form):
    """What `actions.Beginning` needs. The console's code comes first: without it nothing else is looked at."""

    code = forms.CharField(
        label=_("Code"), help_text=_("“huiyin serve” printed it on the server's console."), max_length=20, strip=True
    )
    name = forms.CharField(label=_("Name of the organisation"), help_text=_("As on its seal."), max_length=120)
    short_name = forms.CharField(
        label=_("Short name"), help_text=_("As people call it."), max_length=40, required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    outside_body_name = forms.CharField(
        label=_("Outside body"),
        help_text=_("Takes a report about the head of this house. It must not stand below it."),
        max_length=120,
    )
    outside_body_channel = forms.CharField(
        label=_("How it is reached"),
        help_text=_("Address, telephone, page. Shown to the public word by word."),
        widget=forms.Textarea,
    )
    first_sign_in = forms.CharField(label=_("First administrator: sign-in name"), max_length=64)
    first_person = forms.CharField(label=_("The person's name"), max_length=60)
    second_sign_in = forms.CharField(
        label=_("Second administrator: sign-in name"),
        help_text=_("One alone could be locked out, ill or gone. Administrators run the machine and read no case."),
        max_length=64,
    )
    second_person = forms.CharField(label=_("The second person's name"), max_length=60)
    roll_over_office = forms.ChoiceField(
        label=_("When the last day of the office's time is a rest day, does it move?"),
        help_text=_(
            "The law does not say whether a weekend counts as a lawful rest day. “No” is the safe side: the office is then never late."
        ),
        choices=YES_NO,
        initial="no",
        widget=forms.RadioSelect,
    )
    roll_over_petitioner = forms.ChoiceField(
        label=_("When the last day of the petitioner's time is a rest day, does it move?"),
        help_text=_("“Yes” is the safe side: nobody loses a right over a weekend. Pages show both dates in any case."),
        choices=YES_NO,
        initial="yes",
        widget=forms.RadioSelect,
    )
