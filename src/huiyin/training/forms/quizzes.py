"""Questions as they are set, and as they are answered. No script: a slot that stays empty is no question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from huiyin.training import rules
from huiyin.training.actions.quizzing import Question
from huiyin.web.forms import HouseForm, area, line


def number(label: Any, help_text: Any = "") -> forms.IntegerField:
    wrong = {"invalid": _("Give a number."), "min_value": _("Give a number.")}
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=1, error_messages=wrong)


Slot = tuple[int, BoundField, BoundField, BoundField]


class SetQuiz(HouseForm):
    """`rules.MOST_QUESTIONS` slots."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slot in range(1, rules.MOST_QUESTIONS + 1):
            self.fields[f"q{slot}_text"] = line(_("Question %(n)d") % {"n": slot})
            self.fields[f"q{slot}_choices"] = area(_("Choices of question %(n)d, a line each") % {"n": slot}, "", 600)
            self.fields[f"q{slot}_right"] = number(_("Which line of question %(n)d is right?") % {"n": slot})
        self.fields["needed"] = number(_("How many right answers are needed?"), _("Your office’s own."))

    @property
    def slots(self) -> list[Slot]:
        """Those that are filled, and one more."""
        return self._slots()[: self._filled + 1]

    @property
    def more(self) -> list[Slot]:
        return self._slots()[self._filled + 1 :]

    def _slots(self) -> list[Slot]:
        return [
            (slot, self[f"q{slot}_text"], self[f"q{slot}_choices"], self[f"q{slot}_right"])
            for slot in range(1, rules.MOST_QUESTIONS + 1)
        ]

    @property
    def _filled(self) -> int:
        """Up to the last slot that holds something."""
        return max((slot for slot, *fields in self._slots() if any(one.value() for one in fields)), default=0)

    @property
    def questions(self) -> list[Question]:
        """The slots that were filled."""
        said = self.cleaned_data
        found = []
        for slot in range(1, rules.MOST_QUESTIONS + 1):
            choices = [one.strip() for one in said[f"q{slot}_choices"].splitlines() if one.strip()]
            if said[f"q{slot}_text"].strip() or choices:
                found.append(Question(f"q{slot}", said[f"q{slot}_text"], choices, said[f"q{slot}_right"] or 0))
        return found


def first(questions: Sequence[Any], needed: int) -> dict[str, Any]:
    """What stands in the form: the questions that are there, or those to begin from."""
    found: dict[str, Any] = {"needed": needed or None}
    for slot, (text, choices, right) in enumerate(questions, 1):
        found |= {f"q{slot}_text": text, f"q{slot}_choices": "\n".join(choices), f"q{slot}_right": right}
    return found


class Answer(HouseForm):
    """A field a question."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slot, one in enumerate(questions, 1):
            self.fields[f"a{slot}"] = forms.ChoiceField(
                label=f"{slot}. {one['text']}", widget=forms.RadioSelect,
                choices=[(str(choice), words) for choice, words in enumerate(one["choices"], 1)],
                error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")},
            )  # fmt: skip

    @property
    def chosen(self) -> dict[int, int]:
        return {int(name[1:]): int(value) for name, value in self.cleaned_data.items()}
