"""What the holder of a code can say on the status page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .public_raise import Question, Reach, Uploads

LONGEST_MESSAGE = 5000


class Say(Question):
    """A message, or the answer to a question."""

    text = forms.CharField(
        label=_("Say something more"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={"required": _("Nothing is written yet. Write it, then send it.")},
    )
    chosen = Uploads(label=_("Photographs or papers, if you have any"), required=False)


class Note(Question):
    """A word beside “settled” or “not settled”."""

    note = forms.CharField(
        label=_("A word about it, if you like"), required=False, max_length=1000, widget=forms.Textarea
    )


class Review(Question):
    """The request to the next level up."""

    reasons = forms.CharField(
        label=_("What do you disagree with?"),
        help_text=_("One sentence is enough. Whoever reviews it gets your first words and the answer too."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={"required": _("Say what you disagree with. One sentence is enough.")},
    )


class Contact(Reach):
    """The same question as when it was raised; what is sealed already need not be typed again."""

    name = forms.CharField(
        label=_("Your name"), required=False, max_length=60, help_text=_("Leave it empty to leave it as it is.")
    )

    def __init__(self, *args: Any, kept: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already = kept
