"""What the public form asks, a form a page. Errors say what to mend; nothing typed is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.cases.queries.offices import Office
from huiyin.cases.rules import TEXT_LIMIT, clean_text
from huiyin.kernel.vault.identity import FIELD_OF_CHANNEL
from huiyin.web.forms import HouseForm

from . import ways

UNKNOWN = "unknown"
PROVED = _("We send a code there first. Once you have typed it on your page, we tell you there.")
FIELD_OF_WAY = {"phone": "phone", "email": "email", "sms": "mobile", "voice": "spoken", "letter": "address"}
"""Where the address of each way is typed. The three kinds of number are one in the vault."""
MOBILE_DIGITS = 11


class Question(HouseForm):
    """One page. The labels are the questions; no colon behind them."""

    def kept(self) -> dict[str, Any]:
        """What goes into the draft: what was typed, also while it can't be used yet."""
        return {name: self[name].value() or "" for name in self.fields}


class About(Question):
    """The first question, before a word of content is taken."""

    staff = forms.ChoiceField(
        label=_("Is it about somebody who works here?"),
        help_text=_(
            "For example that a teacher, a head or a member of staff did something wrong, took money or hurt somebody."
        ),
        choices=[
            ("no", _("No, it is about a matter, or I have a suggestion")),
            ("yes", _("Yes, it is about what a certain person did")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two, then go on.")},
    )


class Where(Question):
    """Which school or office. Who does not know leaves it to the office in front."""

    organisation = forms.ChoiceField(
        label=_("Which school or office is it about?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one. If you don't know, choose the last line."),
            "invalid_choice": _("Choose one of the list."),
        },
    )

    def __init__(self, *args: Any, offices: Sequence[Office], front: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = gettext("I don't know: %(office)s finds out") % {"office": front.name} if front else ""
        choices = [(office.public_id, _named(office)) for office in offices]
        self.fields["organisation"].choices = [*choices, *([(UNKNOWN, unknown)] if front else [])]  # type: ignore[attr-defined]


class What(Question):
    """The person's own words."""

    text = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "Write it as you would say it. If you can say when and where, and what you would like to be done, it goes "
            "faster. Any order will do."
        ),
        widget=forms.Textarea,
        max_length=TEXT_LIMIT,
        error_messages={"required": _("Nothing is written yet. Write what happened, in your own words.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The length is counted as it is kept: line ends as one character, as the counter on the page does.
        self.fields["text"].validators = []
        del self.fields["text"].widget.attrs[
            "maxlength"
        ]  # a longer text is pasted whole, and told by how much it is too long

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        over = len(text) - TEXT_LIMIT
        if over > 0:
            message = ngettext(
                "%(over)d character too many. Put the rest into a file and add it in the next step.",
                "%(over)d characters too many. Put the rest into a file and add it in the next step.",
                over,
            )
            raise ValidationError(message % {"over": over})
        return text


class Details(Question):
    """Where, when, what is hoped for. All of it may stay empty."""

    place = forms.CharField(
        label=_("Where was it?"),
        required=False,
        max_length=200,
        help_text=_("A room, a class, a road. Leave out what you don't know."),
    )
    happened = forms.CharField(
        label=_("When was it?"),
        required=False,
        max_length=80,
        help_text=_("In your own words: every day at noon, since September."),
    )
    wish = forms.CharField(
        label=_("What would you like to be done?"), required=False, max_length=1000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs["list"] = "places"


class ManyFiles(forms.FileInput):
    """Several at once where the browser can."""

    allow_multiple_selected = True


class Uploads(forms.FileField):
    """Any number of files; `files.inspect` looks at each by its content, so nothing is judged here."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


class Files(Question):
    """Photographs and papers; looked at one by one by the view."""

    chosen = Uploads(label=_("Choose files or take a picture"), required=False)


class Name(Question):
    """With a name or without."""

    naming = forms.ChoiceField(
        label=_("Would you like to give your name?"),
        choices=[("named", _("Yes, with my name")), ("anonymous", _("No, without a name"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two, then go on.")},
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("naming") == "named" and not answers.get("name", "").strip():
            self.add_error("name", _("Write your name, or choose to go on without one."))
        return answers


class Reach(Question):
    """How the person wants to be told. `already`: ways of which the address is sealed, and proven where it must be."""

    already: tuple[str, ...] = ()
    contact_by = forms.ChoiceField(
        label=_("When there is an answer, how do we tell you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, then go on.")},
    )
    phone = forms.CharField(label=_("Telephone number"), required=False, max_length=30)
    email = forms.CharField(label=_("E-mail address"), required=False, max_length=120, help_text=PROVED)
    mobile = forms.CharField(label=_("Mobile number"), required=False, max_length=30, help_text=PROVED)
    spoken = forms.CharField(label=_("Telephone number"), required=False, max_length=30, help_text=PROVED)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("contact_by", [*ways.offered(ways.OWN), ways.PAGE_ALONE])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        way = answers.get("contact_by", "")
        if way in FIELD_OF_WAY:
            field = FIELD_OF_WAY[way]
            checks = {"email": email_problem, "address": address_problem}
            typed = str(answers.get(field, ""))
            problem = "" if way in self.already and not typed.strip() else checks.get(field, phone_problem)(typed)
            if problem:
                self.add_error(field, problem)
        return answers


class Check(Question):
    """The last page."""

    true = forms.BooleanField(
        label=_("As far as I know, what I wrote is true. A mistake does no harm: I can add and correct later."),
        error_messages={"required": _("Tick this line if it is so, then hand it in.")},
    )


def address_in(answers: Mapping[str, Any]) -> dict[str, str]:
    """The address of the way that was chosen, by the vault's name for it. One typed and then left aside is not kept."""
    way = str(answers.get("contact_by", ""))
    typed = unicodedata.normalize("NFKC", str(answers.get(FIELD_OF_WAY.get(way, ""), "")).strip())
    return {FIELD_OF_CHANNEL[way]: typed} if typed else {}


def phone_problem(typed: str) -> str:
    """What is wrong with a telephone number, or an empty text. Mobile numbers of the mainland have eleven digits."""
    digits = re.sub(r"[\s\-()（）.·]", "", unicodedata.normalize("NFKC", typed))
    if not digits:
        return gettext("Write the number, or choose another way.")
    if digits.startswith("+") and not digits.startswith("+86"):
        return "" if re.fullmatch(r"\+\d{7,15}", digits) else gettext("This is not a telephone number.")
    digits = digits.removeprefix("+86")
    if not digits.isdigit():
        return gettext("A telephone number has digits only.")
    if digits.startswith("1") and len(digits) != MOBILE_DIGITS:
        wanted = {"wanted": MOBILE_DIGITS, "now": len(digits)}
        return gettext("A mobile number has %(wanted)d digits; this one has %(now)d.") % wanted
    if not digits.startswith("1") and not 7 <= len(digits) <= 12:
        return gettext("This number has %(now)d digits. Please compare it.") % {"now": len(digits)}
    return ""


def email_problem(typed: str) -> str:
    """What is wrong with an e-mail address, or an empty text."""
    if not typed.strip():
        return gettext("Write the address, or choose another way.")
    try:
        EmailValidator()(unicodedata.normalize("NFKC", typed.strip()))
    except ValidationError:
        return gettext("An e-mail address has the form name@example.com.")
    return ""


def address_problem(typed: str) -> str:
    """What is wrong with a postal address, or an empty text."""
    return "" if len(typed.strip()) >= 4 else gettext("Write the address in full, or choose another way.")


def _named(office: Office) -> str:
    """The name; below it the place, so that two schools of one name can be told apart."""
    return f"{office.name} · {office.address}" if office.address else office.name
