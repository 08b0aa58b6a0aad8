"""What is asked. Forms parse; actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel.outbox.models import Channel
from huiyin.kernel.outbox.webpush import MOST_BYTES
from huiyin.settings.gateways import CHATS
from huiyin.web.forms import TimeInput

from .models import Account, GroupMember, Organisation
from .queries import NamedChoice
from .words import ROLE_LABELS


class SignInForm(forms.Form):
    username = forms.CharField(label=_("Sign-in name"), max_length=64)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, max_length=200, strip=False)


class SecondStepForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your app shows now, or one of your codes on paper."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class LetInForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, and how you know that it is the holder"),
        help_text=_("Read by the other administrators. For example: came to the office, looked at the staff card."),
        max_length=300,
    )


class PasskeyForm(forms.Form):
    """What the script puts in when the device has answered."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class NewPasskeyForm(PasskeyForm):
    name = forms.CharField(
        label=_("What you call this device"), help_text=_("For example: office computer, blue key."), max_length=40
    )


class NewDeviceForm(forms.Form):
    subscription = forms.CharField(max_length=MOST_BYTES, widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("What you call this device"), help_text=_("For example: my telephone, gatehouse."), max_length=40
    )


class CodeBackForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the app"),
        help_text=_("Six digits. They prove that the app has taken it in."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ProofForm(forms.Form):
    """In front of what only the holder of the account may do, even in an open session."""

    holder_proof = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )

    def __init__(self, *args: Any, app: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if app:
            self.fields["holder_proof"].label = _("Password, or code of the app")


class ForgottenForm(forms.Form):
    username = forms.CharField(label=_("Sign-in name"), max_length=64)


class KeyForm(forms.Form):
    key = forms.CharField(label=_("Code"), help_text=_("Twelve letters and digits, in groups of four."), max_length=30)
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. Three unrelated words are good."),
        widget=forms.PasswordInput,
        max_length=200,
        strip=False,
    )


class PasswordForm(forms.Form):
    old = forms.CharField(label=_("Present password"), widget=forms.PasswordInput, max_length=200, strip=False)
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. Three unrelated words are good."),
        widget=forms.PasswordInput,
        max_length=200,
        strip=False,
    )


class OwnAccountForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("For notices, and for a code when you forget the password."), required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    told_by = forms.MultipleChoiceField(
        label=_("Where else shall we tell you that there is news?"),
        help_text=_(
            "The message says that there is something new, never what. Without a tick it stands in Huiyin alone. Calls in an emergency come in every way."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    robot = forms.CharField(
        label=_("Address of a robot in WeCom, DingTalk or Feishu"),
        help_text=_(
            "Make a group, with yourself alone or with colleagues, add a robot to it and copy its address. Whoever is in the group reads that there is news for you."
        ),
        max_length=300,
        required=False,
    )
    robot_secret = forms.CharField(
        label=_("Secret with which it is signed, if the robot asks for one"), max_length=120, required=False
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        help_text=_("In these hours nothing is sent but calls in an emergency; the rest comes when they are over."),
        required=False,
        widget=TimeInput(format="%H:%M"),
    )
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=TimeInput(format="%H:%M"))
    language = forms.ChoiceField(label=_("Language"), choices=Account.Language.choices, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(label=_("Shortcuts of a single key"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told_by = self.fields["told_by"]
        assert isinstance(told_by, forms.MultipleChoiceField)
        here = (Channel.EMAIL, *(Channel(one) for one in settings.OUTBOX_GATEWAYS))
        told_by.choices = [(one.value, one.label) for one in here]
        if not CHATS.keys() & settings.OUTBOX_GATEWAYS.keys():
            del self.fields["robot"], self.fields["robot_secret"]


class AccountForm(forms.Form):
    display_name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]+$",
        label=_("Sign-in name"),
        max_length=64,
        help_text=_("Two or more Latin letters and digits, for example shenjing."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Account.Language.choices, initial="zh-hans")


class EditAccountForm(AccountForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]


class AppointForm(forms.Form):
    account = forms.ChoiceField(label=_("Who"))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput)
    until_on = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. Leave it empty where no end is set."),
        widget=forms.DateInput,
        required=False,
    )
    deputy = forms.BooleanField(label=_("As deputy"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "account", accounts)


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty to end it now: open sessions end at once."),
        widget=forms.DateInput,
        required=False,
    )


class SwapForm(forms.Form):
    second = forms.ChoiceField(label=_("With whom"))

    def __init__(self, *args: Any, appointments: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "second", appointments)


class NewOrganisationForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)


class OrganisationForm(NewOrganisationForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    opening_hours = forms.CharField(label=_("Opening hours"), max_length=200, required=False)
    website = forms.URLField(label=_("Website"), assume_scheme="https", required=False)
    public_body = forms.BooleanField(label=_("It is a public body"), required=False)
    outside_body_name = forms.CharField(
        label=_("Outside body"),
        help_text=_("Who takes reports about people who work here when nobody here may."),
        max_length=120,
        required=False,
    )
    outside_body_channel = forms.CharField(
        label=_("How to reach the outside body"),
        help_text=_("Shown to the public word by word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    roll_over_office = forms.BooleanField(
        label=_("The office's last day moves to the next working day when it is a rest day"), required=False
    )
    roll_over_petitioner = forms.BooleanField(
        label=_("The petitioner's last day moves to the next working day when it is a rest day"), required=False
    )
    second_step = forms.BooleanField(
        label=_("Who may open identities, and discipline posts, need a second step of signing in"),
        help_text=_("The office's own rule. Without one an account does all other work; this is closed to it."),
        required=False,
    )


class UnitForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=80)
    parent = forms.ChoiceField(label=_("Part of"), required=False)

    def __init__(self, *args: Any, units: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parent", units, empty=_("Directly in the organisation"))


class PostForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Post"), max_length=80)
    unit = forms.ChoiceField(label=_("Unit"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("A post that runs the system carries no other role."),
        choices=list(ROLE_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reports_to = forms.ChoiceField(label=_("Reports to"), required=False)
    is_head = forms.BooleanField(label=_("Leads the organisation"), required=False)

    def __init__(self, *args: Any, units: Sequence[NamedChoice], posts: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units)
        _offer(self, "reports_to", posts, empty=_("Nobody"))


class GroupForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    purpose = forms.CharField(
        label=_("What for"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    duties = forms.CharField(
        label=_("Duties"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, required=False
    )
    office_unit = forms.ChoiceField(label=_("Its office"), required=False)

    def __init__(self, *args: Any, units: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "office_unit", units, empty=_("None"))


class MemberForm(forms.Form):
    """A line of a leading group; a line without a post is left out."""

    post = forms.ChoiceField(label=_("Post"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=GroupMember.Role.choices, initial=GroupMember.Role.MEMBER)
    duties = forms.CharField(label=_("Duties"), max_length=1000, required=False)

    def __init__(self, *args: Any, posts: Sequence[NamedChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "post", posts, empty=_("Nobody"))


class TermForm(forms.Form):
    name = forms.CharField(label=_("Term"), max_length=60)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput)
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput)


class ClassForm(forms.Form):
    grade = forms.CharField(label=_("Grade"), max_length=40)
    name = forms.CharField(label=_("Class"), max_length=60)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook (.xlsx)"), help_text=_("Up to 5 MB. Nothing is changed before you have seen it.")
    )


def _offer(form: forms.Form, name: str, choices: Sequence[NamedChoice], empty: Any = None) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # narrows for the type checker
    offered: list[tuple[str, Any]] = [(choice.public_id, choice.name) for choice in choices]
    field.choices = offered if empty is None else [("", empty), *offered]
