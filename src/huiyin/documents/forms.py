"""What is asked about the wording of a letter: one field a piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from . import rules


class Wording(forms.Form):
    """`version`: the one that was shown. How long a piece may be, and what may stand in it, the rules say."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, language: str, office_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The word in numbers is the same in every language: it is asked for once.
        asked = [piece for piece in rules.pieces(kind) if piece.name != "code" or language == office_language]
        self.pieces = [piece.name for piece in asked]
        for piece in asked:
            widget = forms.TextInput() if piece.lines == 1 else forms.Textarea(attrs={"rows": piece.lines})
            self.fields[piece.name] = forms.CharField(
                label=piece.label, help_text=piece.hint, required=False, strip=False, widget=widget
            )

    def typed(self) -> Mapping[str, str]:
        """What was written, piece by piece."""
        return {name: self.cleaned_data[name] for name in self.pieces}
