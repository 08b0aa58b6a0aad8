"""What the desk writes down of a letter: posted under which number, arrived, come back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import Files, HouseForm, day


class Posted(HouseForm):
    """With the proof of the post."""

    on = day(_("On which day was it posted?"))
    number = forms.CharField(
        label=_("Number of the registered mail"),
        help_text=_("As it stands on the receipt of the post, for example XA 1234 5678 9 11."),
        max_length=40,
        required=False,
    )
    photo = Files(label=_("A photo of the receipt, if you have one"))


class Arrived(HouseForm):
    """The person has it."""

    on = day(_("On which day did the person get it?"))
    note = forms.CharField(
        label=_("How is it known?"),
        help_text=_("For example: signed for, by the tracking of the post. No name and no address."),
        max_length=200,
        required=False,
    )


class CameBack(HouseForm):
    """The post could not deliver it."""

    on = day(_("On which day did it come back?"))
    note = forms.CharField(
        label=_("What does the post say?"),
        help_text=_("For example: unknown, moved, not called for. No name and no address."),
        max_length=200,
        required=False,
    )
