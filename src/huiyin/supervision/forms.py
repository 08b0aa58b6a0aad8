"""What the pages of this room ask. Each carries the version that was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.clocks.citing import cite
from huiyin.web.forms import HouseForm

from . import rules
from .wording import ADOPTED, CONSEQUENCES, GROUNDS, MEASURES, TRIGGERS


class VersionForm(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", version)


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=10_000, widget=forms.Textarea)


class Order(VersionForm):
    """What is ordered of the office."""

    trigger = forms.ChoiceField(
        label=_("What is it supervised for? (art. 40)"),
        error_messages={"required": _("Choose what it is supervised for (art. 40).")},
    )
    kind = forms.ChoiceField(
        label=_("What do you order?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is ordered.")},
    )
    decided_by = forms.CharField(
        label=_("If the joint conference decided it (art. 39): which one, and when?"), required=False, max_length=120
    )
    wrong = _text(
        _("What is late or badly handled?"),
        _("Facts of how the case was handled: dates, what was answered. Nothing about the person."),
    )
    demanded = _text(
        _("What must the office do?"), _("The office reads it, and answers in writing whether it adopts it.")
    )
    due_on = forms.DateField(
        label=_("By which day must it answer?"),
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "2026-12-01"}),
        help_text=_("Your office's own date, no lawful one; at most 60 days away. As in 2026-12-01."),
        error_messages={"invalid": _("This is no day. Write it as in 2026-12-01.")},
    )

    def __init__(self, *args: Any, language: str, follows: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("trigger", [("", "—"), *TRIGGERS.items()])
        self.choose("kind", [(key, _named(MEASURES[key], rules.ARTICLES[key], language)) for key in MEASURES])
        if follows:
            del self.fields["trigger"]


class FollowUp(Order):
    not_enough = _text(_("Why is the answer not enough?"), _("Where none came by the day, say so."))
    field_order = ("not_enough", "kind", "decided_by", "wrong", "demanded", "due_on")


class Decline(VersionForm):
    reason = _text(_("Why do you not supervise it?"), _("A person who asked for it reads this reason."))


class Answer(VersionForm):
    adopted = forms.ChoiceField(
        label=_("Is what was proposed adopted?"),
        widget=forms.RadioSelect,
        choices=list(ADOPTED.items()),
        error_messages={"required": _("Choose whether it is adopted.")},
    )
    text = _text(_("The answer"), _("What is done, by whom, by when; where it is not adopted, why not."))


class Close(VersionForm):
    outcome = _text(_("What came of it?"), _("The person reads it. No names, and nothing about who answers for it."))


class TakeOver(VersionForm):
    handler = forms.ChoiceField(
        label=_("Who of your office works on it?"), error_messages={"required": _("Choose who works on it.")}
    )
    reasons = _text(_("Why is it taken over?"), _("The office and the person read it. All dates stay as they are."))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("handler", [("", "—"), *posts])


class GiveBack(VersionForm):
    reasons = _text(_("Why is it given back, and what is left to do?"), _("The office and the person read it."))


class Hold(VersionForm):
    post = forms.ChoiceField(label=_("Who answers for it?"), required=False)
    ground = forms.ChoiceField(
        label=_("On what ground?"), error_messages={"required": _("Choose the ground (art. 42 to 46).")}
    )
    facts = _text(
        _("How was the case handled?"),
        _("Facts, dates and papers. About the handling alone, never about who raised it."),
    )

    def __init__(self, *args: Any, posts: list[tuple[str, str]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("the office itself")), *posts])
        self.choose(
            "ground", [("", "—"), *((key, _named(GROUNDS[key], rules.GROUNDS[key], language)) for key in GROUNDS)]
        )


class Heard(VersionForm):
    text = _text(_("What do you have to say?"), _("It stands in the record as you write it."))
    objected = forms.ChoiceField(
        label=_("Do you accept it?"),
        widget=forms.RadioSelect,
        choices=[("no", _("I accept it")), ("yes", _("I object"))],
        error_messages={"required": _("Choose one of the two.")},
    )


class Decide(VersionForm):
    consequence = forms.ChoiceField(
        label=_("What follows? (art. 43 to 46)"),
        widget=forms.RadioSelect,
        choices=list(CONSEQUENCES.items()),
        error_messages={"required": _("Choose what follows (art. 43 to 46).")},
    )
    decided_by = forms.CharField(label=_("Who decided it, and when?"), required=False, max_length=120)
    reasons = _text(_("Why?"))
    objection_answer = _text(_("The answer to the objection"))
    ordered = _text(_("What must be done?"))
    due_on = forms.DateField(
        label=_("By which day?"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Your office's own date, no lawful one; at most 60 days away. As in 2026-12-01."),
        error_messages={"invalid": _("This is no day. Write it as in 2026-12-01.")},
    )

    def __init__(self, *args: Any, objects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not objects:
            del self.fields["objection_answer"]


class Done(VersionForm):
    text = _text(_("What was done, and how is it known?"))


class Drop(VersionForm):
    reason = _text(_("Why does it not stand?"), _("The office and the post read it."))


def _named(words: Any, article: str, language: str) -> str:
    return f"{words} · {cite(article, language)}"
