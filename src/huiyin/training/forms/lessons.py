"""A programme, a lesson as it is planned, as it was held; materials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.training import rules
from huiyin.training.models import Lesson
from huiyin.training.queries.staff import UnitOf
from huiyin.training.wording import AUDIENCES, TOPICS
from huiyin.web.forms import Files, HouseForm, area, day, line, one_of, ticks

from .ticking import GONE, TickingForm

Choices = Sequence[tuple[str, str]]


def hidden() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput)


class NewProgramme(HouseForm):
    starter = one_of(_("From which template?"), radios=False)
    title = line(_("Name of the programme"), _("For example: safety and legal education 2026–2027."), 60)
    first_on = day(_("First day"))
    last_on = day(_("Last day"))
    post = one_of(
        _("Who sees to its lessons?"),
        help_text=_("One post for the beginning; each lesson can be given to another one."),
        radios=False,
    )

    def __init__(self, *args: Any, starters: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("starter", [*starters, ("", _("None: plan each lesson yourself"))])
        self.choose("post", [("", _("Choose")), *posts])


class Plan(HouseForm):
    """A lesson, new or changed."""

    topic = one_of(_("Topic"), radios=False)
    title = line(_("What is the lesson about?"), "", 80)
    audience = one_of(_("For whom is it?"), radios=False)
    for_whom = line(_("More exactly"), _("Classes or posts, no names. For example: years 3 to 6; canteen."), 80)
    post = one_of(_("Who sees to it?"), radios=False)
    due_on = day(_("To be held by"), _("Your office’s own: no law names this day."))
    about = area(_("What it holds"), limit=500)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("topic", [("", _("Choose")), *TOPICS.items()])
        self.choose("audience", [("", _("Choose")), *AUDIENCES.items()])
        self.choose("post", [("", _("Choose")), *posts])


class Change(Plan):
    version = hidden()

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("version", "topic", "title", "audience", "for_whom", "due_on", "about")
        self.initial = {name: getattr(lesson, name) for name in names} | {"post": lesson.post.public_id}


class OnLesson(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = hidden()

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", lesson.version)


class OfStaff(TickingForm, OnLesson):
    """With ticks of the staff, by unit."""

    ticked = "staff"

    def __init__(self, *args: Any, units: Sequence[UnitOf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(units)


class Hold(OfStaff):
    held_on = day(_("Held on"))
    people = forms.IntegerField(
        label=_("How many took part besides staff?"), required=False, min_value=0,
        help_text=_("Pupils, parents, visitors: a number alone. No lists of names here, and none as a paper."),
        error_messages={"invalid": _("Give a number."), "min_value": _("Give a number.")},
    )  # fmt: skip
    staff = ticks(_("Who of the staff was there?"), _("Who was there has taken this training, in the post."), gone=GONE)
    note = area(_("What is to be said about it?"), limit=500)


class AddStaff(OfStaff):
    on = day(_("On which day?"))
    staff = ticks(_("Who has taken it since?"), gone=GONE)


class Correct(OfStaff):
    """How it was; what is not changed stays."""

    ticked = "not_there"

    held_on = day(_("Held on"))
    people = forms.IntegerField(
        label=_("How many took part besides staff?"), required=False, min_value=0,
        error_messages={"invalid": _("Give a number."), "min_value": _("Give a number.")},
    )  # fmt: skip
    not_there = ticks(_("Who was not there?"), _("Ticked by mistake. Who was forgotten is added below."), gone=GONE)
    why = line(_("Why is it corrected?"), _("It is read with the report. No names."))

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, lesson=lesson, **kwargs)
        self.initial.update(held_on=lesson.held_on, people=lesson.people)


class Drop(OnLesson):
    why = line(_("Why is it not held?"))


class Materials(HouseForm):
    materials = Files(label=_("Add papers or pictures"), help_text=_("What is taught with. No lists of pupils."))


class TypedBack(HouseForm):
    """Rows of a signed list. Nothing is written by it: it ticks."""

    rows = line(_("Rows that are signed"), _("As they stand on the paper. For example: 1-40, 42, 45-60."), 1000)
    but = forms.BooleanField(label=_("All rows but these are signed"), required=False)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        said = rules.rows_of(data.get("rows", ""), self.most)
        if said is None or not (said or data.get("but")):
            self.add_error("rows", _("Give rows from 1 to %(most)d.") % {"most": self.most})
        elif data.get("but"):
            data["signed"] = tuple(row for row in range(1, self.most + 1) if row not in said)
        else:
            data["signed"] = said
        return data
