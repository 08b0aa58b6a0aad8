"""What the office writes or asks: to all whose case it is, or to one of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.queries import case_page_choices as choices

from .staff_verbs import VerbForm, text_field


class ToSomebody(VerbForm):
    """Where several people share the case: to all of them, or to one, of whom the others learn nothing."""

    to = forms.ChoiceField(label=_("To whom?"), required=False, widget=forms.RadioSelect)

    def prepare(self) -> None:
        people = choices.people(self.case)
        if len(people) < 2:
            del self.fields["to"]
            return
        self.choose("to", [("", gettext("To all whose case it is")), *people])
        wrote = self.case.messages.filter(from_petitioner=True, answered_at=None).select_related("concern").first()
        if wrote is not None and wrote.concern is not None:
            self.initial.setdefault("to", wrote.concern.public_id)


class Question(ToSomebody):
    question = text_field(_("What do you ask?"), _("The time of the office runs on meanwhile."))


class Message(ToSomebody):
    text = text_field(_("Your message"), _("The person reads it under their code."))
