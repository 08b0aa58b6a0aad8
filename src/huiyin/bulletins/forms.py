"""The forms of this room. A report asks for the fields of its kind, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.bulletins import law, rules
from huiyin.bulletins.actions.writing import Written
from huiyin.bulletins.models import Bulletin, Report, Stage, Way
from huiyin.bulletins.wording import BODIES, FIELDS, JUDGEMENTS, KINDS, STAGES, WAYS
from huiyin.web.forms import HouseForm, MomentInput

NUMBER = {"invalid": _("Give a number."), "min_value": _("Give a number."), "max_value": _("This number is too large.")}
HINTS = {
    "course": _("In order, with the times. No names."),
    "cause": _("If it is not known, write so. A report does not wait for it."),
    "affected": _("Everybody who was hurt, fell ill, is missing or dead, or was otherwise concerned."),
    "people": _("The number alone: no names, no routes, no employers."),
    "promised": _("By whom and by which day; or that nothing is promised yet."),
    "loss": _("An estimate is enough, and can be changed."),
}


def moment(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, help_text=help_text, required=required, widget=MomentInput(format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Give day and time."), "invalid": _("This is no time.")},
    )  # fmt: skip


class Begin(HouseForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("bulletin", "What kind of event"), required=False,
        error_messages={"invalid_choice": _("Choose what happened.")},
    )  # fmt: skip
    learned_at = moment(_("When did your office learn of it?"), _("All times run from this moment."))
    occurred_at = moment(_("When did it happen?"), required=False)
    place = forms.CharField(label=pgettext_lazy("bulletin", "Where"), required=False, max_length=120)
    apart = forms.BooleanField(
        label=_("It is about the head or a leader of this office"),
        help_text=_("For what is about a child or a wrong: in your office nobody but you knows of it; the office above reads it."),
        required=False,
    )  # fmt: skip
    incident = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", [("", _("Choose")), *KINDS.items()])


class Tell(HouseForm):
    body = forms.ChoiceField(label=_("Who was told?"), required=False)
    way = forms.ChoiceField(
        label=_("How?"), required=False, choices=[(one, WAYS[one]) for one in (Way.PHONE, Way.PAPER)], widget=forms.RadioSelect
    )  # fmt: skip
    at = moment(_("When were they told?"))
    whom = forms.CharField(
        label=_("Who took it?"), help_text=_("Their desk or post, such as “duty desk”."), required=False, max_length=80
    )

    def __init__(self, *args: Any, bodies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [one for one in BODIES if one != law.HEAD]
        first = [one for one in bodies if one in known]
        self.choose("body", [(one, BODIES[one]) for one in (*first, *(one for one in known if one not in first))])


class PassOn(HouseForm):
    why = forms.CharField(label=_("A word to the office above, if one is needed"), required=False, max_length=300)


class EndHere(HouseForm):
    why = forms.CharField(label=_("Why does it go no further?"), required=False, max_length=300)


class DoubtIt(HouseForm):
    report = forms.TypedChoiceField(label=_("Which report?"), required=False, coerce=int)
    what = forms.CharField(
        label=_("What in it do you not hold for true?"),
        help_text=_("The fact alone. No names."),
        required=False,
        max_length=300,
    )
    basis = forms.CharField(
        label=_("What do you compare it with?"), help_text=_("Such as the hospital's count, or what was seen on the spot."),
        required=False, max_length=300,
    )  # fmt: skip

    def __init__(self, *args: Any, reports: Iterable[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("report", [(one.number, f"{one.number} · {STAGES[one.stage]}") for one in reports])


class AnswerDoubt(HouseForm):
    answer = forms.CharField(
        label=pgettext_lazy("doubt", "How was it?"), help_text=_("If something was wrong, write a follow-up too: it stands there as a correction."),
        required=False, max_length=2000, widget=forms.Textarea,
    )  # fmt: skip


class JudgeDoubt(HouseForm):
    judgement = forms.ChoiceField(
        label=pgettext_lazy("doubt", "What did you find?"),
        required=False,
        choices=list(JUDGEMENTS.items()),
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("What shows it?"), required=False, max_length=300)


class Write(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stage = forms.ChoiceField(label=_("Which report is it?"), required=False, widget=forms.RadioSelect)
    occurred_at = moment(FIELDS["occurred_at"], required=False)
    place = forms.CharField(label=FIELDS["place"], required=False, max_length=120)
    corrects = forms.MultipleChoiceField(
        label=_("What was wrong in the report before?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What has changed since is news: leave it unticked."),
    )  # fmt: skip
    why_corrected = forms.CharField(label=_("Why was it wrong?"), required=False, max_length=300)
    why_passed = forms.CharField(
        label=_("Why it goes as it is"), help_text=_("Whoever receives it reads this."), required=False, max_length=300
    )

    def __init__(self, *args: Any, bulletin: Bulletin, report: Report, **kwargs: Any) -> None:
        self.kind, self.report = law.kind(bulletin.kind), report
        kwargs["initial"] = _initial(bulletin, report)
        super().__init__(*args, **kwargs)
        stages = (Stage.FIRST, Stage.FINAL) if report.number == 1 else (Stage.FOLLOW_UP, Stage.FINAL)
        self.choose("stage", [(one, STAGES[one]) for one in stages])
        for name in self.kind.fields:
            self.fields[name] = _field(name)
        if not self.kind.place:
            del self.fields["place"]
        if report.number == 1:
            del self.fields["corrects"], self.fields["why_corrected"]
        else:
            names = [name for name in ("occurred_at", "place", *self.kind.fields) if name in self.fields]
            self.choose("corrects", [(name, FIELDS[name]) for name in names])

    @property
    def numbers(self) -> list[Any]:
        return [self[name] for name in self.kind.fields if name in rules.NUMBERS]

    @property
    def texts(self) -> list[Any]:
        return [self[name] for name in self.kind.fields if name in rules.TEXTS]

    def written(self) -> Written:
        data = self.cleaned_data
        return Written(
            stage=data["stage"], occurred_at=data["occurred_at"], place=data.get("place", ""),
            texts={name: data[name] for name in self.kind.fields if name in rules.TEXTS},
            numbers={name: data[name] for name in self.kind.fields if name in rules.NUMBERS},
            corrects=data.get("corrects", []), why_corrected=data.get("why_corrected", ""), why_passed=data["why_passed"],
        )  # fmt: skip


def _field(name: str) -> forms.Field:
    if name in rules.NUMBERS:
        return forms.IntegerField(
            label=FIELDS[name], help_text=HINTS.get(name, ""), required=False, min_value=0, max_value=rules.LARGEST,
            error_messages=NUMBER,
        )  # fmt: skip
    return forms.CharField(
        label=FIELDS[name], help_text=HINTS.get(name, ""), required=False, max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea,
    )  # fmt: skip


def _initial(bulletin: Bulletin, report: Report) -> dict[str, Any]:
    return {
        "version": bulletin.version, "stage": report.stage, "occurred_at": report.occurred_at, "place": report.place,
        "corrects": report.corrects, "why_corrected": report.why_corrected, "why_passed": report.why_passed,
        **report.texts, **report.numbers,
    }  # fmt: skip
