"""What is asked of two offices that disagree about whose a case is, and of the one above both."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.documents.before_issue import Printed

from .staff_verbs import LINES, LONGEST, VerbForm


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        help_text=_("The person reads it. With the article."),
        required=False,
        max_length=LONGEST,
        widget=LINES,
    )


class TakeBack(VerbForm):
    """The receiver says that it is not competent."""

    agree = forms.ChoiceField(
        label=_("Do you take it back?"),
        choices=[("yes", _("Yes, we go on with it")), ("no", _("No, it is theirs: the office above both decides"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = _why()


class Referral(VerbForm):
    """An office below refers it up."""

    here = forms.ChoiceField(
        label=_("Do you take it on?"),
        choices=[("yes", _("Yes, we handle it and answer the person")), ("no", _("No, it goes back with the reasons"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = _why()

    def prepare(self) -> None:
        """What came back once already is not returned a second time."""
        if self.case.facts.get("returns"):
            self.fields["here"].help_text = _(
                "You returned it once already. If you don't take it on now, put it before the office above both."
            )
            self.choose("here", [("yes", gettext("Yes, we handle it and answer the person"))])


class Dispute(VerbForm):
    reason = _why()


class WhoseItIs(Printed, VerbForm):
    """The office above both decides."""

    here = forms.ChoiceField(
        label=_("Who is competent?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = _why()

    def prepare(self) -> None:
        """The two offices by name."""
        sender = self.case.origin.organisation.name if self.case.origin else ""
        self.choose("here", [("yes", self.case.organisation.name), ("no", sender)])
