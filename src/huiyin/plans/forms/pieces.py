"""A piece of a plan in a form: one form a collection, and back into the values of the piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.plans.schema import PlanDocument
from huiyin.plans.wording import FIELDS, KINDS, PARTS, PHASES

from .base import PlanForm, long_text

Choices = Sequence[tuple[str, object]]
DEPUTIES = 3
LANGUAGES = (("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English")))


@dataclass(frozen=True, slots=True)
class Around:
    """What a piece can refer to: the document it stands in, and the posts of the house as (public id, name)."""

    document: PlanDocument
    posts: Choices


def _line(name: str, *, required: bool = False, most: int = 300, help_text: object = "") -> forms.CharField:
    return forms.CharField(label=FIELDS[name], max_length=most, required=required, help_text=help_text)  # type: ignore[arg-type]


def _choice(name: str, choices: Choices = (), *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=FIELDS[name], choices=choices, required=required)


class PieceForm(PlanForm):
    """Fields with the names of the piece's own."""

    lines: ClassVar[tuple[str, ...]] = ()  # fields that are several texts, one a line

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around = around
        self.settle()

    def settle(self) -> None:
        """Choices that depend on the document."""

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """What the fields show of a piece."""
        return {name: "\n".join(value) if name in cls.lines else value for name, value in values.items()}

    def values(self) -> dict[str, Any]:
        """The fields of the piece as they were filled in."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        for name in self.lines:
            found[name] = [line.strip() for line in found[name].splitlines() if line.strip()]
        return found

    def offer(self, name: str, none: object, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *choices]


def _words_only(form: PieceForm, name: str, roles: Choices) -> None:
    """A role key stands in the list of roles, words in the field of words; never the one in the place of the other."""
    known = {key for key, _title in roles}
    if form.initial.get(name) in known:
        form.initial[name] = ""
    elif f"{name}_role" in form.initial:
        form.initial[f"{name}_role"] = ""


class HeadForm(PieceForm):
    title = _line("title", required=True, most=200)
    kind = _choice("kind", tuple(KINDS.items()), required=True)
    language = _choice("language", LANGUAGES, required=True)


class PartForm(PieceForm):
    title = _line("title", required=True)
    number = _line("number", most=12, help_text=_("As it is printed, for example 三 or 3.1."))
    part = _choice("part", tuple(PARTS.items()), required=True)
    level = forms.TypedChoiceField(
        label=_("Heading"), coerce=int, choices=((1, _("Top heading")), (2, _("Under the top heading before it")))
    )


class ClauseForm(PieceForm):
    text = long_text(FIELDS["text"])
    law = _line("law", help_text=_("The law with its article that it follows, or “own rule”."))


class RoleForm(PieceForm):
    lines = ("duties",)
    title = _line("title", required=True)
    post = _choice("post")
    deputy_0 = forms.ChoiceField(label=_("First deputy"), required=False)
    deputy_1 = forms.ChoiceField(label=_("Second deputy"), required=False)
    deputy_2 = forms.ChoiceField(label=_("Third deputy"), required=False)
    duties = long_text(FIELDS["duties"], required=False, help_text=_("One duty a line."))
    team = _line("team")
    holder = _line("holder", help_text=_("What an imported plan said; the post above counts."))

    def settle(self) -> None:
        for name in ("post", *(f"deputy_{number}" for number in range(DEPUTIES))):
            self.offer(name, _("Nobody yet"), self.around.posts)

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        deputies = {f"deputy_{number}": one for number, one in enumerate(values.get("deputies", ())[:DEPUTIES])}
        return super().initial_of(values) | deputies

    def values(self) -> dict[str, Any]:
        found = super().values()
        chosen = [found.pop(f"deputy_{number}") for number in range(DEPUTIES)]
        deputies = [one for one in dict.fromkeys(chosen) if one and one != found["post"]]
        return {**found, "deputies": deputies}


class LevelForm(PieceForm):
    rank = forms.TypedChoiceField(
        label=FIELDS["rank"], coerce=int, choices=[(number, number) for number in range(1, 5)], help_text=_("1 is the highest.")
    )  # fmt: skip
    title = _line("title", required=True)
    begins = long_text(FIELDS["begins"])
    ends = long_text(FIELDS["ends"], required=False)
    decided_by = _line("decided_by")
    law = _line("law")


class TriggerForm(PieceForm):
    text = long_text(FIELDS["text"])
    level = _choice("level")
    law = _line("law")

    def settle(self) -> None:
        self.offer(
            "level", _("Whoever leads proposes one"), [(one.key, one.title) for one in self.around.document.levels]
        )


class StepForm(PieceForm):
    action = long_text(FIELDS["action"])
    role = _choice("role")
    phase = _choice("phase", tuple(PHASES.items()), required=True)
    within = forms.IntegerField(
        label=FIELDS["within"], min_value=0, required=False, help_text=_("From the start of the level, or of the step before it.")
    )  # fmt: skip
    after = _choice("after")
    levels = forms.MultipleChoiceField(
        label=FIELDS["levels"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: at each."),
    )
    proof = _line("proof")
    tells_role = forms.ChoiceField(label=FIELDS["tells"], required=False)
    tells = forms.CharField(label=_("Or in words: who is told"), max_length=300, required=False)
    calls_out = _line("calls_out", help_text=_("For example 119. An exercise never rings it."))
    clause = forms.CharField(widget=forms.HiddenInput, required=False)
    law = _line("law")

    def settle(self) -> None:
        document = self.around.document
        self.offer("role", _("Nobody yet"), [(one.key, one.title) for one in document.roles])
        _words_only(self, "tells", [(one.key, one.title) for one in document.roles])
        own = str(self.initial.get("key", ""))
        self.offer("tells_role", _("Nobody of the plan"), [(one.key, one.title) for one in document.roles])
        self.offer(
            "after", _("No step before it"), [(one.key, one.action[:60]) for one in document.steps if one.key != own]
        )
        levels = self.fields["levels"]
        assert isinstance(levels, forms.MultipleChoiceField)
        levels.choices = [(one.key, one.title) for one in document.levels]
        if not document.levels:
            del self.fields["levels"]

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        return super().initial_of(values) | {"tells_role": values.get("tells", "")}

    def values(self) -> dict[str, Any]:
        found = super().values()
        role = found.pop("tells_role")
        return {"levels": [], **found, "tells": role or found["tells"]}


class LimitForm(PieceForm):
    text = long_text(FIELDS["text"])
    minutes = forms.IntegerField(label=FIELDS["minutes"], min_value=0, required=False)
    days = forms.IntegerField(label=FIELDS["days"], min_value=0, required=False)
    law = _line("law")


class ContactForm(PieceForm):
    name = _line("name", required=True)
    number = _line("number", most=60)
    what_for = _line("what_for")
    role = _choice("role")
    outside = forms.BooleanField(label=FIELDS["outside"], required=False)

    def settle(self) -> None:
        self.offer("role", _("No role of the plan"), [(one.key, one.title) for one in self.around.document.roles])


class ResourceForm(PieceForm):
    name = _line("name", required=True)
    place = _line("place")
    count = _line("count", most=60)
    keeper_role = forms.ChoiceField(label=FIELDS["keeper"], required=False)
    keeper = forms.CharField(label=_("Or in words: who keeps it"), max_length=300, required=False)

    def settle(self) -> None:
        roles = [(one.key, one.title) for one in self.around.document.roles]
        self.offer("keeper_role", _("No role of the plan"), roles)
        _words_only(self, "keeper", roles)

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        return super().initial_of(values) | {"keeper_role": values.get("keeper", "")}

    def values(self) -> dict[str, Any]:
        found = super().values()
        role = found.pop("keeper_role")
        return {**found, "keeper": role or found["keeper"]}


class AnnexForm(PieceForm):
    title = _line("title", required=True)
    text = long_text(FIELDS["text"], required=False)


FORMS: dict[str, type[PieceForm]] = {
    "": HeadForm, "parts": PartForm, "clauses": ClauseForm, "roles": RoleForm, "levels": LevelForm, "triggers": TriggerForm,
    "steps": StepForm, "limits": LimitForm, "contacts": ContactForm, "resources": ResourceForm, "annexes": AnnexForm,
}  # fmt: skip
