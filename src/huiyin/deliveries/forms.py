"""How somebody was told whom the machine could not reach."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.outbox.models import Way
from huiyin.web.forms import HouseForm, day


class Settle(HouseForm):
    """`way`, `on`, `proof`; the action judges them."""

    way = forms.ChoiceField(
        label=_("How was the person told?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say in which way.")},
    )
    on = day(_("On which day?"))
    proof = forms.CharField(
        label=_("What proves it?"),
        help_text=_("The number of the letter, who rang when, who signed. No address and no telephone number."),
        max_length=200,
        required=False,
    )
