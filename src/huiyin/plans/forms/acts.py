"""What is asked before something is done with a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.plans.models import Paper
from huiyin.plans.rules import REVISE_FOR
from huiyin.plans.wording import ANSWERS, KINDS, PAPERS, WORDS

from .base import PlanForm, long_text

Choices = Sequence[tuple[str, object]]


class Plain(PlanForm):
    """Only the button."""


class Blank(PlanForm):
    title = forms.CharField(label=_("Title of the plan"), max_length=200, help_text=_("As it will stand on the paper."))
    kind = forms.ChoiceField(label=_("What is it for?"), choices=[("", _("Choose")), *KINDS.items()])


class FromStarter(PlanForm):
    starter = forms.ChoiceField(
        label=_("Starter plan"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the list.")}
    )

    def __init__(self, *args: Any, starters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starter"].choices = list(starters)  # type: ignore[attr-defined]


class Bring(PlanForm):
    file = forms.FileField(
        label=_("File of the plan"),
        help_text=_(
            "Word (.docx), PDF with text in it, .md or .txt, up to 30 MB. Old .doc: open it and save it as .docx first."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a text file"),
        required=False,
        choices=[("", _("Found by itself")), *((one, one.upper()) for one in ("gb18030", "utf-8", "utf-16", "big5"))],
        help_text=_("Only if the text looks wrong on the next page."),
    )


class Remark(PlanForm):
    text = long_text(_("Remark"), most=2000, error_messages={"required": _("Nothing is written yet.")})


class RemarkOn(Remark):
    """From the page of the plan: on which piece."""

    key = forms.ChoiceField(label=_("On what?"), required=False)
    field_order = ("key", "text")

    def __init__(self, *args: Any, pieces: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", _("The whole plan")), *pieces]  # type: ignore[attr-defined]


class AskReview(PlanForm):
    post = forms.ChoiceField(label=_("Who is asked?"), error_messages={"required": _("Choose a post.")})
    due_on = forms.DateField(
        label=_("By when?"), widget=forms.DateInput, error_messages={"required": _("Give a day from today on.")}
    )
    question = forms.CharField(label=_("What should they look at?"), max_length=500, required=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", _("Choose")), *posts]  # type: ignore[attr-defined]


class WithdrawReview(PlanForm):
    review = forms.CharField(widget=forms.HiddenInput, max_length=12)


class GiveReview(PlanForm):
    word = forms.ChoiceField(
        label=_("Your word"), choices=tuple(WORDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree.")},
    )  # fmt: skip
    text = long_text(_("Why, or what must change"), required=False, most=5000)


class FileWith(PlanForm):
    filed_with = forms.CharField(label=_("With which office?"), max_length=120, error_messages={"required": _("Say with which office.")})  # fmt: skip
    on = forms.DateField(label=_("On which day?"), widget=forms.DateInput)
    proof = forms.CharField(
        label=_("What shows it?"), max_length=300, error_messages={"required": _("Say what shows it.")},
        help_text=_("For example the number of the receipt or of the cover letter."),
    )  # fmt: skip


class Evaluate(PlanForm):
    note = long_text(
        _("What was looked at, and what came of it?"),
        most=5000,
        error_messages={"required": _("Nothing is written yet.")},
    )


class Revise(PlanForm):
    reasons = forms.MultipleChoiceField(
        label=_("Why is the plan revised?"), choices=tuple(REVISE_FOR.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose why the plan is revised.")},
    )  # fmt: skip
    note = long_text(_("What happened?"), required=False, most=2000)


class Retire(PlanForm):
    why = forms.CharField(
        label=_("Why is it retired?"), max_length=500, help_text=_("And what takes its place."),
        error_messages={"required": _("Say why it is retired.")},
    )  # fmt: skip


class KeepPaper(PlanForm):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(key, PAPERS[key]) for key in Paper.values if key != Paper.EVALUATED]
    )
    who = forms.CharField(label=_("Who made it, or who was asked?"), max_length=200)
    on = forms.DateField(label=_("On which day?"), widget=forms.DateInput)
    text = long_text(_("What was found or answered?"), most=10000)
    became = long_text(_("What was done with it?"), required=False, most=5000)


class AskMark(PlanForm):
    reviewer = forms.ChoiceField(label=_("Who decides?"), error_messages={"required": _("Choose a legal reviewer.")})
    why = long_text(
        _("Why is the mark mistaken?"), most=2000, error_messages={"required": _("Say why the mark is mistaken.")}
    )

    def __init__(self, *args: Any, reviewers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = list(reviewers)  # type: ignore[attr-defined]


class DecideMark(PlanForm):
    answer = forms.ChoiceField(
        label=_("Your decision"), choices=tuple(ANSWERS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the mark is mistaken.")},
    )  # fmt: skip
    reason = long_text(
        _("The reason"), most=5000, help_text=_("It is printed with the plan, under your name and post."),
        error_messages={"required": _("Without a reason nothing is decided.")},
    )  # fmt: skip
