"""Who goes round where; a list, line by line; what is seen on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.prevention.models import Inspection
from huiyin.prevention.wording import EVERY
from huiyin.web.forms import DateInput, HouseForm, area, line, one_of

Posts = Sequence[tuple[str, str]]


class NewInspection(HouseForm):
    checklist = one_of(_("Which list?"), radios=False)
    place = line(_("Where?"), _("The building or place that one round takes in, for example: teaching block."), 80)
    every = one_of(_("How often?"), EVERY.items(), radios=False)
    first_on = forms.DateField(
        label=_("First time by"), widget=DateInput(format="%Y-%m-%d"),
        error_messages={"required": _("Give a day."), "invalid": _("This is no day.")},
    )  # fmt: skip
    post = one_of(_("Who goes?"), radios=False)
    deputy = one_of(_("Who goes in their stead?"), radios=False)
    mender = one_of(_("Who mends what is found?"), radios=False)

    def __init__(self, *args: Any, lists: Sequence[tuple[str, str]], posts: Posts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("checklist", [("", _("Choose")), *lists])
        _choose(self, posts)


class Assign(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    post = one_of(_("Who goes?"), radios=False)
    deputy = one_of(_("Who goes in their stead?"), radios=False)
    mender = one_of(_("Who mends what is found?"), radios=False)

    def __init__(self, *args: Any, inspection: Inspection, posts: Posts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, posts)
        self.initial = {
            "version": inspection.version, "post": inspection.post.public_id, "mender": inspection.mender.public_id,
            "deputy": inspection.deputy.public_id if inspection.deputy else "",
        }  # fmt: skip


class End(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = line(_("Why does nobody go any more?"))

    def __init__(self, *args: Any, inspection: Inspection, posts: Posts = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": inspection.version}


class ListLines(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = line(_("Name of the list"), limit=60)
    lines = area(
        _("Items, a line each"),
        _("What stands as it stood keeps its article. What you change or add is your office’s own."),
        limit=6000,
    )


def _choose(form: HouseForm, posts: Posts) -> None:
    for name, empty in (("post", _("Choose")), ("deputy", _("Nobody")), ("mender", _("Choose"))):
        form.choose(name, [("", empty), *posts])
