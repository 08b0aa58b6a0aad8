"""What the pages of the verbs ask. Each form knows the case and who asks, for what can be chosen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.sorting import ALERTS
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.queries import case_page_choices as choices
from huiyin.documents.before_issue import Printed
from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.web.forms import HouseForm, TimeInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 5000
LINES = forms.Textarea


class VerbForm(HouseForm):
    """`version`: the state of the case that the page showed; what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor
        if not self.is_bound:
            self.initial.setdefault("version", case.version)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""


class Nothing(VerbForm):
    """Only the button."""


class Issue(Printed, VerbForm):
    """The draft as it is."""

    def printed_besides(self) -> list[str]:
        draft = self.case.replies.exclude(status=ReplyStatus.ISSUED).first()
        return draft.texts if draft else []


def text_field(
    label: StrOrPromise, help_text: StrOrPromise = "", *, required: bool = False, limit: int = LONGEST
) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=limit, widget=LINES)


class Categorised(VerbForm):
    """Chosen from the taxonomy, which is long: `narrow` shortens the list without a script and keeps what was typed."""

    narrow = forms.CharField(label=_("Shorten the list by a word"), required=False, max_length=30)
    category = forms.ChoiceField(label=_("What is it about?"), required=False)

    def prepare(self) -> None:
        typed = self.data.get("narrow", "") if self.is_bound else self.initial.get("narrow", "")
        chosen = self.data.get("category", "") if self.is_bound else self.initial.get("category", "")
        present = self.case.category.code if self.case.category else ""
        self.initial.setdefault("category", present)
        self.choose("category", choices.categories(str(typed), keep=(present, str(chosen))))


class Register(Categorised):
    """Into the register, with a category."""


class Sort(Categorised):
    """Kind, category, title, and for a claim which of the six ways of article 31."""

    title = forms.CharField(label=_("A short title for lists"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Which kind is it?"),
        choices=[(Kind.CLAIM, _("A claim: the person wants something done")), (Kind.SUGGESTION, _("A suggestion"))],
        widget=forms.RadioSelect,
        required=False,
    )
    claim_channel = forms.TypedChoiceField(
        label=_("Which way does the law have for this claim? (art. 31)"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (6, _("(6) Everything else: handled and answered here")),
            (5, _("(5) It asks to carry out an official duty")),
            (4, _("(4) Another administrative procedure: reconsideration, ruling, permission")),
            (3, _("(3) Party rules: a Party organisation's own procedure")),
            (2, _("(2) Arbitration, mediation, or labour and personnel disputes")),
            (1, _("(1) Litigation, or with court, procuratorate or police")),
        ],
    )
    competent = forms.BooleanField(label=_("We are competent"), required=False)
    otherwise = text_field(
        _("Why otherwise than the table of competences says?"),
        _("Only where you decide otherwise. The person reads it."),
        limit=500,
    )
    complex = forms.BooleanField(
        label=_("The matter is complex"), help_text=_("Only then can the time be extended, once."), required=False
    )
    alerts = forms.MultipleChoiceField(
        label=_("Is there something that can't wait?"),
        help_text=_("What you tick opens its own procedure at once."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("child_safety", _("A child may be in danger: report to police and education authority at once")),
            ("would_harm", _("Telling the parents first would harm the child")),
            ("accident", _("A pupil was hurt")),
            ("staff_appeal", _("A teacher appeals against a decision of the school")),
            ("urgent", _("Major or urgent, it may affect many people")),
            ("health_safety", _("Health or safety is at stake")),
        ],
    )

    def prepare(self) -> None:
        super().prepare()
        facts = self.case.facts
        for name, value in (
            ("title", self.case.title),
            ("kind", "" if self.case.kind == Kind.UNSORTED else self.case.kind),
            ("claim_channel", self.case.claim_channel),
            ("competent", facts.get("competent", True)),
            ("complex", facts.get("complex", False)),
            ("alerts", [name for name in ALERTS if facts.get(name)]),
        ):
            self.initial.setdefault(name, value)


class Notify(Printed, VerbForm):
    """Received, by which path, by which procedure."""

    path = text_field(
        _("Which way does it go now, and who answers for it?"),
        _("The person reads it. Name the unit, the procedure and the next date."),
    )


class Accept(Printed, VerbForm):
    """Nobody who would get it is concerned by it."""

    conflict_free = forms.BooleanField(label=_("Nobody who would work on it is concerned by it"), required=False)
    note = text_field(_("A word to the person, if you like"))


class Door(Printed, VerbForm):
    """Why not, and the next door."""

    reason = text_field(_("Why not? With the article"), _("The person reads it."))
    body = forms.CharField(label=_("Who is competent?"), required=False, max_length=120)
    address = forms.CharField(
        label=_("Address and telephone there"),
        required=False,
        max_length=200,
        help_text=_("Nobody leaves without the next door."),
    )


class Transfer(Door):
    """To an organisation that uses this installation, or to another body."""

    organisation = forms.ChoiceField(
        label=_("An office that uses Huiyin here"),
        required=False,
        help_text=_("It gets the case itself, with the person's code."),
    )
    field_order = ("version", "reason", "organisation", "body", "address")

    def prepare(self) -> None:
        self.fields["body"].label = _("Or another body")
        self.choose("organisation", [("", gettext("None of these")), *choices.receivers(self.case)])


class Channel(Printed, VerbForm):
    """The law's own procedure."""

    procedure = text_field(_("Which procedure, where, and by when is it begun?"), _("The person reads it."))


class Seal(VerbForm):
    """The number of the seal, and who gets it."""

    seal_number = forms.CharField(
        label=_("Number of the seal"), required=False, max_length=60, help_text=_("It stands on the envelope.")
    )
    forwarded_to = forms.CharField(label=_("Who gets it?"), required=False, max_length=120)


class Assign(VerbForm):
    """Who works on it, who is responsible."""

    handler = forms.ChoiceField(label=_("Who works on it?"), required=False)
    leader = forms.ChoiceField(label=_("Which leader is responsible?"), required=False)
    conflict_free = forms.BooleanField(
        label=_("I asked: nobody of them is concerned by it"),
        help_text=_("Who is concerned by it, or is close to who is, must withdraw (art. 28)."),
        required=False,
    )

    def prepare(self) -> None:
        case = self.case
        self.choose("handler", [("", gettext("Please choose")), *choices.posts(case, ("handler", "registrar"))])
        self.choose("leader", [("", gettext("Nobody yet")), *choices.posts(case, ("leader", "head"))])
        self.initial.setdefault("handler", case.handler.public_id if case.handler else "")
        self.initial.setdefault("leader", case.leader.public_id if case.leader else "")


class Exclude(VerbForm):
    """Which post it concerns. It is not stored."""

    post = forms.ChoiceField(label=_("Whose post?"), required=False)

    def prepare(self) -> None:
        self.choose("post", [("", gettext("Please choose")), *choices.who_can_be_concerned(self.case)])


class Consult(VerbForm):
    unit = forms.ChoiceField(label=_("Which unit?"), required=False)
    question = text_field(
        _("What do you ask?"), _("The unit reads the question, not the case. Name nobody who need not be named.")
    )

    def prepare(self) -> None:
        self.choose("unit", [("", gettext("Please choose")), *choices.other_units(self.case)])


class Extension(VerbForm):
    """How much longer, and why; where two procedures run, also which date."""

    deadline = forms.ChoiceField(label=_("Which date?"), required=False, widget=forms.RadioSelect)
    length = forms.IntegerField(label=_("By how many days?"), min_value=1, required=False)
    reason = text_field(_("Why?"), _("The person reads it, with the name of the post that approved it."))

    def prepare(self) -> None:
        self.choose("deadline", choices.extendable(self.case))


class Decision(Printed, VerbForm):
    approve = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("yes", _("Approve: the person is told the reason and the new date")),
            ("no", _("Refuse: the date stays")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )

    def printed_besides(self) -> list[str]:
        return [one.reason for one in self.case.extension_requests.filter(approved_at=None, refused_at=None)]


class Serve(VerbForm):
    channel = forms.ChoiceField(
        label=_("How did it reach the person?"),
        choices=[
            ("hand", _("handed over in person")),
            ("letter", _("by letter, with a returned receipt")),
            ("email", _("by e-mail")),
            ("phone", _("read out by telephone")),
        ],
    )  # fmt: skip
    served_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput)
    served_time = forms.TimeField(label=_("At what time?"), required=False, widget=TimeInput(format="%H:%M"))
    proof = forms.CharField(
        label=_("How is it known?"),
        required=False,
        max_length=200,
        help_text=_("For example: signed for, or the number of the returned receipt."),
    )

    def prepare(self) -> None:
        now = timezone.localtime(time.now(), time.zone_of(self.case.organisation.zone))
        self.initial.setdefault("served_on", now.date())

    def served_at(self) -> dt.datetime:
        """The moment, in the office's zone. Without a time: now for today, noon for another day."""
        return moment(self.cleaned_data["served_on"], self.cleaned_data.get("served_time"), self.case.organisation.zone)


class Slip(VerbForm):
    slip = forms.CharField(
        label=_("Which slip, signed when, kept where?"),
        required=False,
        max_length=200,
        help_text=_("It is counted apart from what a person says under their own code."),
    )


class Plan(Printed, VerbForm):
    plan = text_field(_("What is done, by whom, by when?"), _("The person reads it."))


class Proof(VerbForm):
    proof = text_field(_("What was done, and what shows it?"), _("The person reads it, and can say whether it is so."))


class Check(VerbForm):
    result = forms.ChoiceField(
        label=_("What did you find?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("kept", _("It was really done")),
            ("partly", _("Done in part")),
            ("not-kept", _("It was not done")),
            ("not-reached", _("Nobody could be reached")),
        ],
    )
    note = text_field(_("What was seen, and when?"), _("The person reads it."))


class Close(VerbForm):
    reason = text_field(
        _("Why can it be closed?"), _("The person reads it. What they have not called settled stays unsettled.")
    )
    authority_answer = text_field(
        _("What did the authority answer to which the child's danger was reported?"),
        _("Which authority, on which day. Without it the protection of the child does not end."),
    )

    def prepare(self) -> None:
        """The second question is for a child in danger alone."""
        if not self.case.tracks.filter(pack="child-safety", state="protected").exists():
            del self.fields["authority_answer"]


class Reopen(VerbForm):
    facts = text_field(_("What is new?"), _("The person reads it. The time begins anew."))


class LayDown(VerbForm):
    """Why nothing more is to be done."""

    reason = text_field(_("Why is nothing more to be done?"), _("The person reads it. It does not count as handled."))


class Erase(VerbForm):
    """Whose words and identity, on which lawful ground."""

    concern = forms.ChoiceField(label=_("Whose words and identity?"), required=False)
    ground = forms.CharField(
        label=_("On which lawful ground?"),
        required=False,
        max_length=300,
        help_text=_("For example: the person's own request of that day. Words, files and identity are gone for good."),
    )

    def prepare(self) -> None:
        self.choose("concern", choices.concerns(self.case))


class Note(VerbForm):
    text = text_field(_("A note in the file"), _("For staff alone. It stays in the timeline."))


class SendBack(VerbForm):
    note = text_field(_("What is missing?"), _("The handler reads it above the draft."))


class Plain(VerbForm):
    text = text_field(_("What happened?"), _("The person reads it."))


def moment(day: dt.date, at: dt.time | None, zone: str) -> dt.datetime:
    """A day and a time as they were said, in the office's zone; never later than now on the present day."""
    now = timezone.localtime(time.now(), time.zone_of(zone))
    if at is None:
        at = now.time() if day == now.date() else dt.time(12)
    return dt.datetime.combine(day, at, tzinfo=time.zone_of(zone))
