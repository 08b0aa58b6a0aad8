"""What every form of the house has in common, and the fields that most of them ask with. What must be written is said by the action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class HouseForm(forms.Form):
    """No colon behind a label, and errors in our words alone: the browser's own bubble names no remedy."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def choose(self, name: str, offered: Any) -> None:
        """Put choices into a field that has them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = list(offered)


class DateInput(forms.DateInput):
    """The browser's own control."""

    input_type = "date"


class TimeInput(forms.TimeInput):
    """The browser's own control."""

    input_type = "time"


class MomentInput(forms.DateTimeInput):
    """Day and time in one, the browser's own control."""

    input_type = "datetime-local"


def line(label: Any, help_text: Any = "", limit: int = 200) -> forms.CharField:
    """A few words; may stay empty."""
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit)


def area(label: Any, help_text: Any = "", limit: int = 1000) -> forms.CharField:
    """Some sentences; may stay empty."""
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea)


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DateInput(format="%Y-%m-%d"),
        error_messages={"required": _("Give a day."), "invalid": _("This is no day.")},
    )  # fmt: skip


def one_of(label: Any, choices: Any = (), help_text: Any = "", *, radios: bool = True) -> forms.ChoiceField:
    """One of these, or none."""
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=list(choices), required=False,
        widget=forms.RadioSelect if radios else forms.Select,
    )  # fmt: skip


def tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    """Ticked or not."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def ticks(label: Any, help_text: Any = "", *, gone: Any = None) -> forms.MultipleChoiceField:
    """Any number of these, or none. `gone`: what is said where one of them is not there any more."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gone} if gone else None,
    )  # fmt: skip


Kinds = Mapping[str, Callable[..., "HouseForm"]]


def each_of(kinds: Kinds, sent: str = "", *data: Any) -> dict[str, HouseForm]:
    """A form of each kind for one page; the one that was sent, as it was sent."""
    return {name: make(*(data if name == sent else ()), auto_id=f"id_{name}_%s") for name, make in kinds.items()}


class _Uploads(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=_Uploads, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(Files, self).clean(one, initial) for one in (data or [])]
