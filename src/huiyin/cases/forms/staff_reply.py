"""The draft of the answer: what article 32 demands, and the version that was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.replying import CLAIM_OUTCOMES, SUGGESTION_OUTCOMES, ReplyText
from huiyin.cases.models import Case, Reply
from huiyin.cases.models.case import Kind
from huiyin.cases.wording import OUTCOMES
from huiyin.web.forms import HouseForm

FIELDS = ("outcome", "claim", "facts", "decision", "basis")


class Draft(HouseForm):
    """Whatever is missing may be saved; what is handed in must be whole (the action says where not)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reply_version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("What was decided?"), required=False, widget=forms.RadioSelect)
    claim = forms.CharField(label=_("What the person asks for"), required=False, max_length=5000, widget=forms.Textarea)
    facts = forms.CharField(label=_("What was found"), required=False, max_length=20000, widget=forms.Textarea)
    decision = forms.CharField(label=_("What is done now"), required=False, max_length=5000, widget=forms.Textarea)
    basis = forms.CharField(
        label=_("Basis"),
        required=False,
        max_length=2000,
        help_text=_("The article, or the rule. An answer must name it (art. 32)."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = SUGGESTION_OUTCOMES if case.kind == Kind.SUGGESTION else CLAIM_OUTCOMES
        self.choose("outcome", [(one, OUTCOMES[one]) for one in allowed])

    def text(self) -> ReplyText:
        return ReplyText(**{name: self.cleaned_data.get(name, "") for name in FIELDS})


def draft_form(case: Case, draft: Reply | None) -> Draft:
    """The form as it stands; empty before the first word."""
    initial: dict[str, Any] = {name: getattr(draft, name, "") for name in FIELDS}
    return Draft(
        initial={**initial, "version": case.version, "reply_version": draft.version if draft else 0}, case=case
    )
