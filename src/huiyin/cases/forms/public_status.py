"""What the holder of a code can say on the status page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.outbox.webpush import MOST_BYTES
from huiyin.kernel.vault.identity import DEVICE

from . import ways
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

    way = forms.ChoiceField(
        label=_("Who shall look at it again?"), required=False, widget=forms.RadioSelect, choices=()
    )
    reasons = forms.CharField(
        label=_("What do you disagree with?"),
        help_text=_("One sentence is enough. Whoever reviews it gets your first words and the answer too."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={"required": _("Say what you disagree with. One sentence is enough.")},
    )

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`ways`: (procedure, in words) where the person has a choice; both can be asked for at once."""
        super().__init__(*args, **kwargs)
        if len(ways) < 2:
            del self.fields["way"]
            return
        chosen = self.fields["way"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [*ways, ("", _("Both, at the same time"))]
        self.initial.setdefault("way", ways[-1][0])


class Objection(Question):
    """Against a refusal."""

    reasons = forms.CharField(
        label=_("What do you say to it?"),
        help_text=_("One sentence is enough. Whoever decides gets your first words and the letter too."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={"required": _("Say what you disagree with. One sentence is enough.")},
    )


class Contact(Reach):
    """The same question as when it was raised; what is sealed already need not be typed again."""

    name = forms.CharField(
        label=_("Your name"), required=False, max_length=60, help_text=_("Leave it empty to leave it as it is.")
    )

    def __init__(self, *args: Any, already: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already = already
        if DEVICE in already:
            self.choose("contact_by", [ways.MY_DEVICE, *ways.offered(ways.OWN), ways.PAGE_ALONE])


class Device(Question):
    """What the browser answered when it was asked to be told."""

    subscription = forms.CharField(
        max_length=MOST_BYTES,
        widget=forms.HiddenInput,
        required=False,
    )


class ProofCode(Question):
    """What went to the address, typed back."""

    code = forms.CharField(
        label=_("The six digits that we sent"),
        max_length=20,
        error_messages={"required": _("Type the six digits.")},
    )
