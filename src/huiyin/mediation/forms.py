"""What the pages of a meeting ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from huiyin.cases.forms.staff_verbs import VerbForm, moment
from huiyin.documents.before_issue import Printed
from huiyin.web.forms import HouseForm, TimeInput

from .actions.agreeing import Promise
from .actions.parts import Guest
from .models import LedBy, Side, Term, Word
from .queries import MeetingPage
from .wording import BY, LED_BY, ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 5000
GUESTS, TERMS = 5, 4
OTHER = "other"


def _text(label: StrOrPromise, help_text: StrOrPromise = "", limit: int = LONGEST) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea)


def _line(label: StrOrPromise, help_text: StrOrPromise = "", limit: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=limit)


class Rows:
    """A few rows of fields for things that come in numbers; empty rows are left out. No script is needed."""

    fields: dict[str, forms.Field]

    def add(self, number: int, **kinds: Any) -> None:
        for row in range(number):
            for name, make in kinds.items():
                self.fields[f"{name}_{row}"] = make(row + 1)

    def bound_rows(self, names: tuple[str, ...], number: int) -> Iterator[tuple[int, list[BoundField]]]:
        for row in range(number):
            yield row + 1, [self[f"{name}_{row}"] for name in names]  # type: ignore[index]


class WithGuests(Rows):
    """Who comes besides the two sides."""

    def add_guests(self) -> None:
        roles = [("", "—"), *ROLES.items()]
        self.add(
            GUESTS,
            role=lambda n: forms.ChoiceField(label=_("What they do (%(n)d)") % {"n": n}, choices=roles, required=False),
            called=lambda n: _line(_("Name (%(n)d)") % {"n": n}, limit=80),
            comes_from=lambda n: _line(_("From where (%(n)d)") % {"n": n}, limit=120),
        )

    @property
    def guest_rows(self) -> list[tuple[int, list[BoundField]]]:
        return list(self.bound_rows(("role", "called", "comes_from"), GUESTS))

    def guests(self, data: dict[str, Any]) -> tuple[Guest, ...]:
        rows = [
            tuple(data.get(f"{name}_{row}", "") for name in ("role", "called", "comes_from")) for row in range(GUESTS)
        ]
        return tuple(Guest(*row) for row in rows if row[0] or row[1].strip())


class Where(HouseForm):
    """Place and time. `meets_on` and `meets_time` are taken in the office's zone."""

    place = _line(_("Where?"), _("With the address, so that it is found."))
    meets_on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput, error_messages={"required": _("Choose a day.")}
    )
    meets_time = forms.TimeField(
        label=_("At what time?"), widget=TimeInput(format="%H:%M"), error_messages={"required": _("Choose a time.")}
    )

    def when(self, zone: str) -> dt.datetime:
        return moment(self.cleaned_data["meets_on"], self.cleaned_data["meets_time"], zone)


class Invite(WithGuests, Printed, Where, VerbForm):
    """An invitation to a mediation."""

    subject = _text(_("What is to be talked about?"), _("Both sides read it."))
    within = _text(
        _("What may the sides decide freely here, and by which rule?"),
        _("Mediation is only for what lies within discretion, and nothing against mandatory law (art. 33)."),
    )
    other_side = _line(_("Who is the other side?"), _("As the letter shall call it: an office, a shop, a neighbour."))
    led_by = forms.ChoiceField(
        label=_("Who leads it?"),
        help_text=_("Only what a people's mediation committee brought about can be confirmed by a court (People's Mediation Law art. 33)."),
        choices=list(LED_BY.items()),
        widget=forms.RadioSelect,
        initial=LedBy.OFFICE,
    )  # fmt: skip
    field_order = ("version", "subject", "within", "other_side", "led_by", "place", "meets_on", "meets_time")

    def prepare(self) -> None:
        self.add_guests()


class HearingForm(WithGuests, Printed, Where):
    """The announcement of a hearing. `version`: of the case, or of the review."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = _text(_("What is the hearing about?"), _("Everybody who is invited reads it."))
    why = _text(_("Why is a hearing held?"), _("What makes the matter major, complex or hard (art. 31)."))
    is_public = forms.BooleanField(
        label=_("Anybody may come"),
        help_text=_("It stands on the public page only when everybody who raised it has said yes to that."),
        required=False,
    )
    notice = _text(_("What the public page says"), _("The matter, without anybody's name."), 500)
    field_order = ("version", "subject", "why", "place", "meets_on", "meets_time", "is_public", "notice")

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", version)
        self.add_guests()


class MeetingForm(HouseForm):
    """`version`: what the page showed; what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: MeetingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.initial.setdefault("version", page.meeting.version)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""


class Move(Printed, Where, MeetingForm):
    why = _text(_("Why?"), _("The person reads it."), 1000)

    def prepare(self) -> None:
        self.initial.setdefault("place", self.page.meeting.place)


class TakeDown(MeetingForm):
    """What a side said, on paper or by word of mouth."""

    who = forms.ChoiceField(label=_("Whose word is it?"), error_messages={"required": _("Choose whose word it is.")})
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )
    how = forms.ChoiceField(
        label=_("How?"),
        help_text=_("Of who raised it only a signed slip counts, or their own page."),
        choices=[(Word.How.SLIP, _("on a signed slip")), (Word.How.SPOKEN, _("by word of mouth"))],
    )
    text = _text(_("In their words, if they said more"), limit=2000)
    answers: tuple[tuple[str, StrOrPromise], ...] = (
        (Word.Answer.YES, _("Yes, they take part")), (Word.Answer.NO, _("No, or not any longer")),
    )  # fmt: skip
    others = True

    def prepare(self) -> None:
        who, answer = self.fields["who"], self.fields["answer"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(answer, forms.ChoiceField)
        people = [(one.public_id, _("Who raised: %(words)s") % {"words": one.text[:24]}) for one in self.page.concerns]
        who.choices = [*people, *([(OTHER, self.page.meeting.other_side)] if self.others else [])]
        answer.choices = list(self.answers)

    @property
    def side(self) -> str:
        return Side.OTHER if self.cleaned_data["who"] == OTHER else Side.PERSON

    @property
    def concern(self) -> str:
        return "" if self.side == Side.OTHER else self.cleaned_data["who"]

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == Word.Answer.YES)


class TakeDownMinutes(TakeDown):
    answers = (
        (Word.Answer.YES, _("The minutes are right")),
        (Word.Answer.CORRECTION, _("Something is to be corrected")),
        (Word.Answer.NO, _("They object, and it stays beside the minutes")),
    )


class TakeDownSignature(TakeDown):
    answers = ((Word.Answer.YES, _("They signed it")), (Word.Answer.NO, _("They don't sign it so")))

    def prepare(self) -> None:
        super().prepare()
        del self.fields["how"]


class TakeDownNotice(TakeDown):
    others = False
    answers = ((Word.Answer.YES, _("It may be announced")), (Word.Answer.NO, _("It may not be announced")))

    def prepare(self) -> None:
        super().prepare()
        del self.fields["how"]


class MinutesForm(Printed, MeetingForm):
    text = _text(_("What each side said, and what came of it"), _("Both sides read the same text."), 20000)
    read_out = forms.BooleanField(label=_("They were read out at the meeting"), required=False)

    def prepare(self) -> None:
        if self.page.minutes is not None:
            self.initial.setdefault("text", self.page.minutes.text)


class AgreementForm(Rows, Printed, MeetingForm):
    """The agreement and its terms; empty rows are left out."""

    text = _text(
        _("What is agreed?"), _("No clause may say that somebody won't complain, report or sue any more."), 10000
    )

    def prepare(self) -> None:
        who = [("", "—"), *BY.items()]
        self.add(
            TERMS,
            by=lambda n: forms.ChoiceField(label=_("Term %(n)d: who") % {"n": n}, choices=who, required=False),
            term=lambda n: _line(_("Term %(n)d: does what") % {"n": n}, limit=500),
            due=lambda n: forms.DateField(label=_("Term %(n)d: by when") % {"n": n}, required=False),
        )
        if self.page.agreement is not None:
            self.initial.setdefault("text", self.page.agreement.agreement.text)
            for row, line in enumerate(self.page.agreement.terms[:TERMS]):
                self.initial.update(
                    {f"by_{row}": line.term.by, f"term_{row}": line.term.text, f"due_{row}": line.term.due_on}
                )

    @property
    def term_rows(self) -> list[tuple[int, list[BoundField]]]:
        return list(self.bound_rows(("by", "term", "due"), TERMS))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in range(TERMS):
            given = [data.get(f"{name}_{row}") for name in ("by", "term", "due")]
            if any(given) and not all(given) and f"due_{row}" not in self.errors:
                self.add_error(f"term_{row}", _("Each term says who does what by when."))
        return data

    def promises(self) -> list[Promise]:
        data = self.cleaned_data
        rows = [(data[f"by_{row}"], data[f"term_{row}"], data[f"due_{row}"]) for row in range(TERMS)]
        return [Promise(Term.By(by), text, due) for by, text, due in rows if by]


class Result(Printed, MeetingForm):
    """How it ended: the members' opinion, or why it is called off."""

    result = _text(_("What the members came to"), _("The person reads it."))


class CallOff(Result):
    result = _text(_("Why does it not take place?"), _("The person reads it."), 1000)


class Ends(Printed, VerbForm):
    """A mediation ends without an agreement; with one it ends by the second signature."""

    result = _text(_("How did it end?"), _("The person reads it. The office then owes its answer as before."))


class OwnWord(HouseForm):
    """On the person's own page: a yes or no, and a word where they want to add one."""

    text = _text(_("A word about it, if you like"), limit=2000)


class Missing(HouseForm):
    missing = forms.CharField(
        label=_("What was not done?"),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": _("Say what was not done. One sentence is enough.")},
    )
