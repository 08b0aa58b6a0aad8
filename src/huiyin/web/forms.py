"""What every form of the house has in common."""

from __future__ import annotations

from typing import Any

from django import forms


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
