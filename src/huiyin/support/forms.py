"""What the person is asked, which is little, and what the post that supports writes. No question about family or means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm, MomentInput, area, day, line, one_of

from . import rules
from .wording import FIELDS

Choices = tuple[tuple[str, str], ...]
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class Ask(HouseForm):
    """`once`: sent twice it is heard once."""

    words = area(
        _("What would help you?"), _("In your own words, as much or as little as you like. Nothing has to be proved."), rules.LONGEST
    )  # fmt: skip
    name = line(
        _("How may we call you?"), _("May stay empty. It is sealed; whoever looks at it, you read that here."), 60
    )
    phone = line(_("A telephone number, if you want to be called"), _("May stay empty. Sealed like the name."), 40)
    to = one_of(_("Who shall read it?"))
    let_in = forms.BooleanField(required=False)
    once = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: Choices, by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(readers) > 1:
            self.choose("to", readers)
        else:
            del self.fields["to"]
        if by:
            self.fields["let_in"].label = _("%(post)s, who offered it, may read along") % {"post": by}
            self.fields["let_in"].help_text = _("Without this tick they learn nothing, not even that you asked.")
        else:
            del self.fields["let_in"]


class Code(HouseForm):
    code = forms.CharField(
        label=_("Code of your request"), max_length=60, error_messages={"required": _("Type the code of your request.")}
    )


class Words(HouseForm):
    """Something more, said by the person."""

    words = area(_("Write to who supports you"), "", rules.LONGEST)


class VisitAnswer(HouseForm):
    answer = one_of(_("May they come?"), YES_NO)
    words = area(_("Do you want to say something about it?"), _("May stay empty."), rules.LONGEST)


class AgreementAnswer(HouseForm):
    answer = one_of(_("Is it so?"), YES_NO)
    correction = area(_("If not: how was it agreed?"), "", rules.LONGEST)


class Choose(HouseForm):
    """A post of the office."""

    post = one_of(_("Which post?"), radios=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("Choose")), *posts])


class Close(HouseForm):
    words = area(_("Do you want to say something with it?"), _("May stay empty."), rules.LONGEST)


class Reopen(HouseForm):
    words = area(_("What has come up again?"), "", rules.LONGEST)


class Destroy(HouseForm):
    sure = forms.BooleanField(
        label=_("Yes, destroy all that was said"), error_messages={"required": _("Tick it if you are sure.")}
    )


class TakeOn(HouseForm):
    words = area(_("Your first answer"), _("The person reads it under their code, with your post."), rules.LONGEST)


class Write(HouseForm):
    words = area(_("A word to the person"), "", rules.LONGEST)


class ProposeVisit(HouseForm):
    on = forms.DateTimeField(
        label=_("When?"), widget=MomentInput(format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Give day and time."), "invalid": _("This is no day and time.")},
    )  # fmt: skip
    words = area(_("Where, and what for?"), _("It takes place only if the person says yes."), rules.LONGEST)


class Visited(HouseForm):
    held = one_of(_("Did it take place?"), YES_NO)
    words = area(
        _("What is to be said about it?"), _("If it did not take place: why. The person reads it."), rules.LONGEST
    )


class WriteAgreement(HouseForm):
    words = area(
        _("What was agreed?"), _("Who does what by when. The person confirms it or puts it right."), rules.LONGEST
    )
    follow_on = day(_("When do you look in again?"))


class FollowUp(HouseForm):
    words = area(_("How does it stand?"), _("Whoever asked reads it under their code."), rules.LONGEST)
    next_on = day(_("When do you look in again?"))


class OpenIdentity(HouseForm):
    fields_wanted = forms.MultipleChoiceField(
        label=_("What do you need?"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick what you need.")}
    )  # fmt: skip
    purpose = line(_("What do you need it for?"), _("Whoever asked reads it under their code."), 200)

    def __init__(self, *args: Any, kept: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("fields_wanted", [(name, FIELDS[name]) for name in FIELDS if name in kept])


class Named(HouseForm):
    post = one_of(_("Which post supports?"), radios=False)
    deputy = one_of(
        _("Who is told when it does not answer?"), (), _("That somebody waits, not who and what for. Nobody chosen: the head."), radios=False
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("Choose")), *posts])
        self.choose("deputy", [("", _("Nobody; the head")), *posts])
