"""What is typed in this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm, area, day, line, one_of, tick

from .models import LONGEST, SHORTEST
from .wording import GROUNDS

_NO_YEARS = _("Give 1 to 100 years, or leave it empty to keep everything.")


class SetSchedule(HouseForm):
    years = forms.IntegerField(
        label=_("Years after its end"), help_text=_("Empty: everything of this kind is kept."), required=False,
        min_value=SHORTEST, max_value=LONGEST,
        error_messages={"invalid": _NO_YEARS, "min_value": _NO_YEARS, "max_value": _NO_YEARS},
    )  # fmt: skip
    authority = line(_("By what rule?"), _("The law and its article, or 本单位自定 where it is the office's own rule."))
    archive_first = tick(_("Only what the archive has taken over"))

    def __init__(self, *args: Any, archives: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not archives:
            del self.fields["archive_first"]


class Reason(HouseForm):
    reason = line(_("Why?"), _("The second person reads it, and it stays."), 300)


class Why(HouseForm):
    why = line(_("Why?"), limit=300)


class PutHold(HouseForm):
    ground = one_of(_("Held back because of"), GROUNDS.items())
    reason = area(_("Why, in words"), _("Such as the number of the lawsuit. No names and no numbers of persons."), 300)
    until = day(_("Until which day?"), _("Empty: until somebody ends it."), required=False)
