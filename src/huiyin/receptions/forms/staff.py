"""What the staff's pages of receptions ask. Each form of a reception carries the version that was shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.forms.staff_verbs import moment
from huiyin.receptions.models import Kind, Reception
from huiyin.receptions.wording import CHOICES, KINDS, NEEDS, SAID
from huiyin.web.forms import DateInput, HouseForm, TimeInput

PICK = {"required": _("Choose one of the list.")}


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DateInput(format="%Y-%m-%d"),
        error_messages={"required": _("Give a day."), "invalid": _("This is no day.")},
    )  # fmt: skip


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=TimeInput(format="%H:%M"),
        error_messages={"required": _("Give a time."), "invalid": _("This is no time.")},
    )  # fmt: skip


def line_field(label: Any, help_text: Any = "", limit: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit)


def text_field(label: Any, help_text: Any = "", limit: int = 5000) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea)


def needs_field(label: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label or _("Support that was asked for"),
        required=False,
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class Planning(HouseForm):
    """A new reception, of a case or of somebody who begins one."""

    kind = forms.ChoiceField(
        label=_("What kind?"), choices=list(KINDS.items()), widget=forms.RadioSelect, error_messages=PICK
    )
    subject = line_field(_("What is it about?"), _("A few words that others recognise it by. No names."))
    concern = forms.ChoiceField(
        label=_("Whose reception is it?"),
        required=False,
        help_text=_("Leave it empty for a group visit: everybody whose case it is reads of it."),
    )
    on = day_field(_("On which day?"))
    at = clock_field(_("At what time?"))
    place = line_field(
        _("Where?"), _("Building, floor, room. For a home visit leave it empty: the address stays sealed.")
    )
    asked_words = text_field(
        _("For a home visit: the request in the person's own words"),
        _("Nobody is visited at home who has not asked for it. Write who took it down, when, or that it is signed."),
    )
    people = forms.IntegerField(
        label=_("For a group: about how many people?"), required=False, min_value=2, max_value=5000
    )
    representatives = forms.IntegerField(
        label=_("For a group: how many speak for all?"), required=False, min_value=1, max_value=5,
        help_text=_("Chosen by the people themselves, at most five (art. 20). The others are registered all the same."),
        error_messages={"max_value": _("At most five (art. 20). The others are registered all the same.")},
    )  # fmt: skip
    needs = needs_field()

    def __init__(self, *args: Any, zone: str, concerns: Any = (), **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(*args, **kwargs)
        if len(concerns) > 1:
            self.choose("concern", [("", "—"), *concerns])
        else:
            del self.fields["concern"]

    def planned_for(self) -> dt.datetime:
        return moment(self.cleaned_data["on"], self.cleaned_data["at"], self.zone)


class Versioned(HouseForm):
    """Of one reception, as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: Any, do: str, **kwargs: Any) -> None:
        self.page = page
        self.reception: Reception = page.reception
        kwargs.setdefault("auto_id", f"id_{do}_%s")
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.reception.version)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""


class Nothing(Versioned):
    """Only the button."""


class Offer(Versioned):
    on = day_field(_("On which day?"))
    at = clock_field(_("At what time?"))
    place = line_field(_("Where?"), _("Building, floor, room."))
    reason = line_field(_("Why is it moved?"), _("The person reads it."), 300)

    def prepare(self) -> None:
        if self.reception.kind == Kind.HOME:
            del self.fields["place"]
        if self.reception.status == "asked":
            del self.fields["reason"]

    def planned_for(self) -> dt.datetime:
        return moment(self.cleaned_data["on"], self.cleaned_data["at"], self.reception.organisation.zone)


class CallOff(Versioned):
    reason = line_field(_("Why is it called off?"), _("The person reads it."), 300)


class Begin(Versioned):
    received_by = forms.MultipleChoiceField(
        label=_("Who receives?"), help_text=_("By post. The person reads it."), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who receives, by post.")},
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["received_by"].choices = list(self.page.posts)  # type: ignore[attr-defined]


class Competence(Versioned):
    organisation = forms.ChoiceField(label=_("Who is competent?"), error_messages=PICK)
    choice = forms.ChoiceField(
        label=_("What does the person want?"),
        choices=list(CHOICES.items()),
        widget=forms.RadioSelect,
        error_messages=PICK,
    )

    def prepare(self) -> None:
        self.choose("organisation", [("", "—"), *self.page.offices])


class Invite(Versioned):
    organisation = forms.ChoiceField(label=_("Which office is to come?"), error_messages=PICK)

    def prepare(self) -> None:
        self.choose("organisation", [("", "—"), *self.page.offices])


class NeedForm(Versioned):
    what = forms.ChoiceField(label=_("What is needed?"), choices=list(NEEDS.items()), error_messages=PICK)
    note = line_field(_("More exactly"), _("For example the language. Nobody has to say why."))


class Seat(Versioned):
    label = line_field(_("Who sits there?"), _("A part or a post, never a name: Representative 2, interpreter."), 60)
    consents = forms.ChoiceField(
        label=_("Consents to a recording?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("not asked")), ("yes", _("Yes, they agree")), ("no", _("No, they do not"))],
    )  # fmt: skip


class Record(Versioned):
    what = forms.ChoiceField(
        label=_("What is recorded?"),
        choices=[("sound", _("Sound")), ("picture", _("Picture and sound"))],
        error_messages=PICK,
    )


class Write(Versioned):
    demands = text_field(_("The main demands, in their own words"))
    law = text_field(_("What was explained of the law"), _("With its article; the person takes it home."))
    said = text_field(_("What else was said, and by whom"), limit=20000)

    def prepare(self) -> None:
        minutes = self.page.minutes
        for name in ("demands", "law", "said"):
            self.initial.setdefault(name, getattr(minutes, name) if minutes else "")


class Show(Versioned):
    how = forms.ChoiceField(
        label=_("How does the person get to know them?"), widget=forms.RadioSelect, error_messages=PICK,
        choices=[("aloud", _("Read out here, and printed for everybody")), ("page", _("Shown on the person's own page"))],
    )  # fmt: skip


class TakeAnswer(Versioned):
    who = forms.ChoiceField(label=_("Who says it?"), error_messages=PICK)
    said = forms.ChoiceField(
        label=_("What?"), choices=list(SAID.items()), widget=forms.RadioSelect, error_messages=PICK
    )
    text = text_field(_("In their own words"), _("For a correction or an objection. It is kept as it is."))

    def prepare(self) -> None:
        self.choose("who", [(one.label, one.label) for one in self.page.seats if not one.of_office])


class Promise(Versioned):
    organisation = forms.ChoiceField(label=_("Who does it?"), error_messages=PICK)
    text = line_field(_("What is promised?"), _("One thing, so that anybody can see whether it was done."), 300)
    due_on = day_field(_("By which day?"))

    def prepare(self) -> None:
        here = self.reception.organisation
        guests = [(one.invitation.organisation.public_id, one.invitation.organisation.name) for one in self.page.guests]
        self.choose("organisation", [(here.public_id, here.name), *guests])


class Attach(Versioned):
    number = line_field(_("Number of the case"), _("Register the concern first; then give its number here."), 20)


class DayForm(HouseForm):
    """A day, or a series of days, of one leader."""

    post = forms.ChoiceField(label=_("Who receives?"), error_messages=PICK)
    first = day_field(_("First day"))
    starts_at = clock_field(_("Begins at"))
    ends_at = clock_field(_("Ends at"))
    slot_minutes = forms.TypedChoiceField(
        label=_("Time for each"), coerce=int, choices=[(10, "10"), (15, "15"), (20, "20"), (30, "30"), (45, "45"), (60, "60")],
        initial=30, help_text=_("Minutes. Nobody is sent away when they are over."),
    )  # fmt: skip
    place = line_field(_("Where?"), _("Building, floor, room."))
    matters = line_field(_("What for?"), _("Empty: for everything."), 300)
    every = forms.ChoiceField(
        label=_("How often?"), help_text=_("The law says regularly and gives no number (art. 18): it is the office's own."),
        choices=[("once", _("Once")), ("week", _("Every week")), ("fortnight", _("Every two weeks"))],
    )  # fmt: skip
    until = day_field(_("Until which day?"), _("For a series."), required=False)

    def __init__(self, *args: Any, leaders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", leaders)


class CancelDay(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = line_field(_("Why is the day called off?"), _("Whoever has booked reads it."), 300)
    instead = forms.ChoiceField(label=_("Which day takes its place?"), required=False)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("instead", [("", _("none: bookings are called off")), *others])


class OwnTimesForm(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    offer_days = forms.IntegerField(label=_("Working days to name a day that was asked for"), min_value=1, max_value=15)
    minutes_days = forms.IntegerField(label=_("Working days to show the minutes"), min_value=1, max_value=15)
    acknowledge_hours = forms.IntegerField(label=_("Hours to acknowledge an invitation"), min_value=1, max_value=72)


class WalkIn(HouseForm):
    matter = line_field(_("What is it about?"), _("In a few words, or nothing. No name."), 300)
    needs = needs_field()


class MoveBooking(HouseForm):
    booking = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = line_field(_("Why?"), _("The person reads it."), 300)
    instead = forms.ChoiceField(label=_("To which day?"), required=False)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("instead", [("", _("none: it is called off")), *others])


class Report(HouseForm):
    from_day = day_field(_("From"))
    until_day = day_field(_("Until"))
    proposals = text_field(
        _("What do you propose?"), _("What came up again and again, what should change. No names."), 10000
    )
