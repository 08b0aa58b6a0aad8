"""What is asked when something is printed, taken in, or marked on a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.plans.actions.printing import MOST_COPIES, MOST_LOG_PAGES
from huiyin.plans.paper.folder import LANGUAGES, kinds
from huiyin.plans.paper.places import kinds as mark_kinds
from huiyin.web.forms import HouseForm
from huiyin.web.pointing import PointForm

EARNEST, EXERCISE = "earnest", "exercise"


class Print(HouseForm):
    """`roles`: (key, title) of those whose card can be printed."""

    kinds = forms.MultipleChoiceField(
        label=_("What is to be printed?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is to be printed.")},
    )  # fmt: skip
    roles = forms.MultipleChoiceField(label=_("Whose cards?"), widget=forms.CheckboxSelectMultiple, required=False)
    use = forms.ChoiceField(
        label=_("When are they used?"), widget=forms.RadioSelect,
        choices=[(EARNEST, _("For when it happens")), (EXERCISE, _("For an exercise: marked on each page"))],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language are the words around the plan?"), widget=forms.RadioSelect,
        choices=[(code, name) for code, (_lang, name) in LANGUAGES.items()],
    )  # fmt: skip
    copies = forms.IntegerField(label=_("How many copies of each?"), min_value=1, max_value=MOST_COPIES)
    log_pages = forms.IntegerField(
        label=_("How many log sheets?"), min_value=1, max_value=MOST_LOG_PAGES, required=False
    )
    holder = forms.CharField(
        label=_("Who gets them, or where do they hang?"), max_length=120, required=False,
        help_text=_("A post or a place, so that they can be taken in when they no longer hold."),
    )  # fmt: skip

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kinds", list(kinds().items()))
        self.choose("roles", roles)
        if not roles:
            del self.fields["roles"]


class TakeIn(HouseForm):
    """A number for each sheet that is out: (public id, title, how many are out)."""

    def __init__(self, *args: Any, sheets: Sequence[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Came back or destroyed: %(sheet)s")
        for public_id, title, out in sheets:
            self.fields[public_id] = forms.IntegerField(
                label=label % {"sheet": title}, min_value=0, max_value=out, required=False
            )

    def numbers(self) -> dict[str, int]:
        return {name: number for name, number in self.cleaned_data.items() if number}


class AddDrawing(HouseForm):
    title = forms.CharField(
        label=_("What does the drawing show?"), max_length=120, help_text=_("For example: ground floor, teaching block."),
        error_messages={"required": _("Say what the drawing shows.")},
    )  # fmt: skip
    picture = forms.FileField(
        label=_("The drawing, as a picture"), help_text=_("A photo or a scan, PNG or JPEG."),
        error_messages={"required": _("Choose a picture.")},
    )  # fmt: skip


class Mark(PointForm):
    """A point: pressed on the drawing, or written as two numbers."""

    kind = forms.ChoiceField(label=_("What is there?"))
    label = forms.CharField(
        label=pgettext_lazy("mark on a map", "In words"), max_length=80, required=False, help_text=_("For example: south of the flagpole.")
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", list(mark_kinds().items()))
