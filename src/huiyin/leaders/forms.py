"""What the pages of this room ask. Each form carries the version that was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.forms.staff_verbs import VerbForm
from huiyin.cases.queries import case_page_choices as choices
from huiyin.web.forms import HouseForm

from .models import Lead, StepKind
from .queries.urging import Receiver
from .wording import STEPS

LONGEST = 2000


class AppointLeader(VerbForm):
    """Which leader."""

    leader = forms.ChoiceField(label=_("Which leader answers for it?"), required=False)

    def prepare(self) -> None:
        self.choose("leader", [("", gettext("Please choose")), *choices.posts(self.case, ("leader", "head"))])


class LeadForm(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", lead.version)


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput,
        error_messages={"required": _("Give a day.")},
    )  # fmt: skip


class Step(LeadForm):
    """What was done in person."""

    kind = forms.ChoiceField(
        label=_("What did you do?"), widget=forms.RadioSelect, choices=[(kind, STEPS[kind]) for kind in StepKind.values],
        error_messages={"required": _("Choose what was done.")},
    )  # fmt: skip
    on = _day(_("On which day?"))
    text = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Facts about the matter, nothing about the person. A talk and a visit to the place stand on the person's page, unless several share the case."),
        max_length=LONGEST, widget=forms.Textarea, error_messages={"required": _("Say what came of it.")},
    )  # fmt: skip
    next_step = forms.CharField(
        label=_("What comes next?"), help_text=_("Leave it empty where you owe no further step."), max_length=200, required=False
    )  # fmt: skip
    next_on = _day(_("By when?"), required=False)


class Plan(LeadForm):
    """The next step alone."""

    next_step = forms.CharField(
        label=_("What do you do next?"), max_length=200, error_messages={"required": _("Say what you do next.")}
    )
    next_on = _day(_("By when?"), _("Your own day. When it passes, your superior is told."))


class Urge(LeadForm):
    """Whom, what, by when."""

    whom = forms.ChoiceField(label=_("Who is urged?"), error_messages={"required": _("Choose who is urged.")})
    text = forms.CharField(
        label=_("What is to be done?"), max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": _("Say what is to be done.")},
    )  # fmt: skip
    due_on = _day(
        _("Answer by when?"), _("Your office's own day, no date of the law. Without an answer the superior is told.")
    )

    def __init__(self, *args: Any, receivers: list[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("Please choose")), *((one.key, one.label) for one in receivers)]
