"""What the pages of a review ask. Each carries the version that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.replying import CLAIM_OUTCOMES
from huiyin.cases.actions.reviewing import ReviewText
from huiyin.cases.models import Review
from huiyin.cases.models.review import Level, ReviewOutcome
from huiyin.cases.wording import OUTCOMES, REVIEWED
from huiyin.documents.before_issue import Printed
from huiyin.web.forms import TimeInput

FIELDS = ("outcome", "result", "claim", "facts", "decision", "instructions", "basis")
SERVED = (
    ("hand", _("handed over in person")),
    ("letter", _("by letter, with a returned receipt")),
    ("email", _("by e-mail")),
    ("phone", _("read out by telephone")),
)


class ReviewForm(forms.Form):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.review, self.use_required_attribute = review, False
        self.initial.setdefault("version", review.version)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what stands already."""


def _text(label: Any, help_text: Any = "", limit: int = 5000) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea)


class Begin(ReviewForm):
    handler = forms.ChoiceField(
        label=_("Who looks at it?"),
        help_text=_("Nobody who had to do with the answer stands in this list."),
        error_messages={"required": _("Choose who looks at it.")},
    )
    panel = _text(_("Who is on the panel?"), _("Posts, and at least one person from outside. The person reads it."))

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.posts = posts
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        chosen = self.fields["handler"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "—"), *self.posts]
        if self.review.level != Level.PANEL:
            del self.fields["panel"]


class Draft(ReviewForm):
    """Whatever is missing may be saved; what is handed in must be whole (the action says where not)."""

    outcome = forms.ChoiceField(label=_("What does the review come to?"), required=False, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("If it is changed: what does the claim come to now?"),
        required=False,
        choices=[("", _("not changed")), *((one, OUTCOMES[one]) for one in CLAIM_OUTCOMES)],
    )
    claim = _text(_("What the person asks for"))
    facts = _text(_("What was found"), limit=20000)
    decision = _text(_("What is decided"))
    instructions = _text(_("If it is sent back: what must the office do, by when?"))
    basis = forms.CharField(label=_("Basis"), required=False, max_length=2000, help_text=_("The article, or the rule."))

    def prepare(self) -> None:
        chosen = self.fields["outcome"]
        assert isinstance(chosen, forms.ChoiceField)
        offered = [one for one in ReviewOutcome.values if self.review.level != Level.PANEL or one != "send-back"]
        chosen.choices = [(one, REVIEWED[one]) for one in offered]
        for name in FIELDS:
            self.initial.setdefault(name, getattr(self.review, name))

    def text(self) -> ReviewText:
        return ReviewText(**{name: self.cleaned_data.get(name, "") for name in FIELDS})


class SendBack(Printed, ReviewForm):
    """Issue the decision as it is drafted, or send it back."""

    note = _text(_("What is missing?"), _("The handler reads it above the draft."))

    def printed_besides(self) -> list[str]:
        return [getattr(self.review, name) for name in FIELDS]


class Late(Printed, ReviewForm):
    """A late request, or an objection: yes or no, and why."""

    admit = forms.ChoiceField(
        label=_("Is it taken on?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = _text(_("Why?"), _("The person reads it. With the article."))
    ways = _text(
        _("If not: what else is open to the person?"), _("Mediation, another authority, help, with the address.")
    )


class Serve(ReviewForm):
    channel = forms.ChoiceField(label=_("How did it reach the person?"), choices=SERVED)
    served_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput)
    served_time = forms.TimeField(label=_("At what time?"), required=False, widget=TimeInput(format="%H:%M"))
    proof = forms.CharField(
        label=_("How is it known?"),
        required=False,
        max_length=200,
        help_text=_("For example: signed for, or the number of the returned receipt."),
    )
