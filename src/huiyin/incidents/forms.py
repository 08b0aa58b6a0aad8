"""What the pages of this room ask. What must be written is said by the action; a form only reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.web.forms import Files, HouseForm, MomentInput, TimeInput, area, day, line, one_of

from . import rules, wording
from .actions.drilling import Planned, Thrown
from .actions.parts import When
from .models import CameBy, Incident

INJECTS = 4  # rows on the page of a new exercise
DAY = dt.timedelta(days=1)


def number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, error_messages={"invalid": _("Give a number.")}
    )


class Start(HouseForm):
    """Everything may stay empty but what it is: the second tap starts it."""

    trigger = one_of(_("What do you see?"))
    place = line(_("Where?"), limit=120)
    text = line(_("Anything else, in a few words"), _("No names. You can write more as soon as it has begun."), 300)
    another = forms.BooleanField(label=_("It is another one than the one that runs"), required=False)


class Act(HouseForm):
    """A form on the page of an incident."""

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.ready()

    def ready(self) -> None:
        """Where choices depend on the incident."""


class Timed(Act):
    """An act that may have happened earlier: on paper, or where there was no network (`client_id`, filled in by the phone)."""

    client_id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    came_by = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    moment = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    at = forms.TimeField(
        label=_("When, if it was not just now?"), help_text=_("From paper: the time that stands there."), required=False,
        widget=TimeInput(format="%H:%M"), error_messages={"invalid": _("This is no time.")},
    )  # fmt: skip

    def when(self) -> When:
        """A time alone is that of today; one that has not come yet, of yesterday."""
        data = self.cleaned_data
        offline = data.get("came_by") == CameBy.OFFLINE
        if offline and data.get("moment"):
            return When(_moment(data["moment"]), CameBy.OFFLINE, data["client_id"])
        if data.get("at") is None:
            return When(client_id=data.get("client_id", ""))
        zone, now = time.zone_of(self.incident.organisation.zone), time.now()
        at = dt.datetime.combine(now.astimezone(zone).date(), data["at"], zone)
        return When(at if at <= now else at - DAY, CameBy.PAPER, data.get("client_id", ""))


def _moment(said: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


PERSONAL = _("About people: who, telephone, went home with whom")
KEPT_APART = _("Kept apart from the log, for this response alone; destroyed after it.")


class WithPictures(Timed):
    """`of`: where a phone sends pictures after their words, the `client_id` of these."""

    of = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class Note(WithPictures):
    text = area(_("What did you see or do?"), _("No names: the log is kept for ever."), 2000)
    personal = area(PERSONAL, KEPT_APART, 2000)
    pictures = Files(label=_("Pictures or papers"))


class Correct(Timed):
    position = forms.IntegerField(widget=forms.HiddenInput)
    text = area(_("How was it really?"), _("Both lines stay."), 2000)


class StepDone(Timed):
    step = forms.CharField(widget=forms.HiddenInput)
    pictures = Files(label=_("What shows it: picture or paper"))


class StepNotDone(Timed):
    step = forms.CharField(widget=forms.HiddenInput)
    reason = line(_("Why was it not done?"), limit=500)


class Proof(WithPictures):
    step = forms.CharField(widget=forms.HiddenInput)
    pictures = Files(label=_("Pictures or papers"))


class Answer(Timed):
    call = forms.CharField(widget=forms.HiddenInput)
    by_phone = forms.BooleanField(required=False, widget=forms.HiddenInput)


class HeadCount(Timed):
    group = one_of(_("Which class or group?"), radios=False)
    other = line(_("Or others, by name of the group"), _("For example staff, visitors, kitchen."), 60)
    present = number(_("Here"))
    missing = number(_("Missing"))
    ill = number(_("Ill or hurt"))
    sent_home = number(_("Handed over to their families"))
    personal = area(PERSONAL, KEPT_APART, 2000)

    def ready(self) -> None:
        groups = self.incident.groups.order_by("position").values_list("public_id", "name")
        self.choose("group", [("", _("Choose")), *groups])


class NewRound(Act):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class Level(Act):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    level = one_of(_("Which level?"))
    reason = area(_("Why?"), _("What was seen, how many, how bad."), 500)
    expected_until = forms.DateTimeField(
        label=_("Expected to last until"), help_text=_("The law asks for it; a guess is enough, and can be changed."),
        required=False, widget=MomentInput(format="%Y-%m-%dT%H:%M"), error_messages={"invalid": _("This is no time.")},
    )  # fmt: skip

    def ready(self) -> None:
        version = self.incident.plan_version
        levels = sorted(version.text.levels, key=lambda one: one.rank) if version else ()
        self.choose(
            "level",
            [
                (one.key, gettext("%(title)s: %(begins)s") % {"title": one.title, "begins": one.begins})
                for one in levels
            ],
        )


class Order(Act):
    post = one_of(_("To whom?"), radios=False)
    text = area(_("What is to be done?"), limit=500)
    minutes = number(_("Within how many minutes?"), _("Empty: no limit."))

    def ready(self) -> None:
        from .queries import posts_of

        self.choose("post", [("", _("Choose")), *((post.public_id, post.title) for post in posts_of(self.incident))])


class OrderAnswer(Timed):
    order = forms.CharField(widget=forms.HiddenInput)
    result = line(_("What came of it"), limit=500)


class Statement(Act):
    audience = one_of(_("To whom does it speak?"), wording.AUDIENCES.items())
    text = area(
        _("What is to be said"),
        _("What happened, what was done, what is not known yet, when you speak again. No names, no guesses."), 5000,
    )  # fmt: skip
    corrects = forms.CharField(required=False, widget=forms.HiddenInput)


class Approve(Act):
    statement = forms.CharField(widget=forms.HiddenInput)
    text = area(_("What is to be said"), limit=5000)
    nobody_is_recognised = forms.BooleanField(
        label=_("No child can be recognised by it: no name, face, home, or anything else"), required=False
    )


class GiveOut(Act):
    statement = forms.CharField(widget=forms.HiddenInput)
    how = line(_("By which way was it given out?"), _("For example class groups, notice at the gate, press desk."))


class Report(Act):
    kind = one_of(_("Which report?"), wording.REPORTS.items())
    upto = forms.IntegerField(widget=forms.HiddenInput)
    text = area(_("The report"), _("Drafted from the log. Read it; take out what is not known."), 5000)


class Resource(Act):
    name = line(_("What was used or asked for?"), limit=120)
    count = line(_("How much?"), limit=60)
    place = line(_("Where from?"), limit=120)
    cost = forms.DecimalField(
        label=_("Cost in yuan"), help_text=_("Empty: not known yet."), required=False, max_digits=12, decimal_places=2,
        error_messages={"invalid": _("Give the cost in yuan.")},
    )  # fmt: skip


class StandDown(Act):
    reason = area(_("How is the end condition met?"), _("Point by point."), 1000)


class End(Act):
    note = area(_("How did it end?"), _("Facts. What is not known yet is said as not known."), 1000)


class Keep(Act):
    until = day(_("Until when?"))
    lawful = area(_("Why is it lawful?"), limit=500)
    needed = area(_("What is it needed for?"), limit=500)
    safe = area(_("How is it kept safe?"), limit=500)


class Review(Act):
    course = area(_("What happened, and why"), _("Course and cause, as far as known."), 5000)
    well = area(_("What went well"), limit=3000)
    badly = area(_("What did not go well"), _("Things and arrangements, not persons."), 3000)


class Finding(Act):
    kind = one_of(_("What is it?"), wording.FINDINGS.items())
    text = area(_("What is to be done?"), _("For care: what somebody asked for, without the name."), 500)
    post = one_of(_("Who does it?"), radios=False)
    due_on = day(_("Until when?"))

    def ready(self) -> None:
        from .queries import posts_of

        self.choose("post", [("", _("Choose")), *((post.public_id, post.title) for post in posts_of(self.incident))])


class Evaluate(Act):
    point = one_of(_("What is judged?"), rules.POINTS.items(), radios=False)
    mark = one_of(_("How was it?"), wording.MARKS.items())
    text = line(_("What was lacking, or what helped"), limit=500)


class Cadence(HouseForm):
    cadence = one_of(_("By which rule?"))
    months = number(_("At least once in how many months?"))


class NewDrill(HouseForm):
    """An exercise with up to a few things thrown in."""

    plan = one_of(_("Which plan?"), radios=False)
    planned_for = forms.DateTimeField(
        label=_("When?"), widget=MomentInput(format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Give a time."), "invalid": _("This is no time.")},
    )  # fmt: skip
    announced = one_of(
        _("Do people know?"),
        [
            ("yes", _("Announced: everybody in the plan is told")),
            ("no", _("Unannounced: only who leads it and the head know")),
        ],
    )
    aim = line(
        _("What is to be found out?"), _("One thing, for example whether everybody is counted in 8 minutes."), 500
    )
    led_by = one_of(_("Who leads the exercise?"), radios=False)

    def __init__(self, *args: Any, plans: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(INJECTS):
            self.fields[f"minute_{row}"] = number(_("Minute"))
            self.fields[f"inject_{row}"] = line(pgettext_lazy("exercise", "What happens"), limit=300)
        self.choose("plan", plans)
        self.choose("led_by", [("", _("Choose")), *posts])

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"minute_{row}"], self[f"inject_{row}"]) for row in range(INJECTS)]

    def planned(self) -> Planned:
        data = self.cleaned_data
        thrown = [
            Thrown(data.get(f"minute_{row}") or 0, data[f"inject_{row}"])
            for row in range(INJECTS)
            if data.get(f"inject_{row}")
        ]
        return Planned(data["planned_for"], data["announced"] == "yes", data["aim"], data["led_by"], thrown)


class CallOff(HouseForm):
    why = line(_("Why?"), limit=300)
