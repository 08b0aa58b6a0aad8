"""The form that asks another person for a swap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.duty.forms.rosters import Choices, choice
from huiyin.web.forms import HouseForm


class Ask(HouseForm):
    """One choice: a shift of somebody that comes back for it, or somebody who takes it."""

    whom = choice(_("Whom do you ask?"), _("Only what no rule is against, for either of you."))
    note = forms.CharField(label=_("A word to them"), required=False, max_length=300)

    def __init__(self, *args: Any, seats: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [("", _("Choose"))]
        self.choose(
            "whom",
            [*groups, (_("Swap for a shift of theirs"), list(seats)), (_("They take it in your stead"), list(people))],
        )
