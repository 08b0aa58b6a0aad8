"""What the reporter is asked, page by page, and what readers write. Whom it is about is asked before a word is taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import Files, HouseForm, area, line, one_of, tick, ticks

from . import rules
from .wording import OUTCOMES, PROTECTIONS

Choices = tuple[tuple[str, str], ...]
POSTS, ABOVE, UNKNOWN = "posts", "above", "unknown"


class Home(HouseForm):
    """Which office."""

    home = one_of(_("At which school or office does the person work?"), radios=False)

    def __init__(self, *args: Any, homes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("home", [("", _("Choose")), *homes])

    def clean_home(self) -> str:
        return _chosen(self.cleaned_data["home"], _("Choose the school or office."))


class HomeOfHarm(Home):
    """Of retaliation: where who does it works, and which office the earlier complaint was about."""

    complained = one_of(
        _("Which office did you complain about before?"), (),
        _("Only if it is another one. Nobody of the offices that you choose reads it, nor anybody below them."), radios=False,
    )  # fmt: skip

    def __init__(self, *args: Any, homes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, homes=homes, **kwargs)
        self.choose("complained", [("", _("The same one")), *homes])


class About(HouseForm):
    """Which posts. A person is not named here: only who must not read it is decided."""

    who = one_of(
        _("Whom is it about?"),
        (
            (POSTS, _("One or several of these posts")),
            (ABOVE, _("Somebody who leads this office, or several who do")),
            (UNKNOWN, _("I do not know, or would rather not say yet")),
        ),
    )
    posts = ticks(_("Which posts?"), gone=_("One of these posts is not there any more. Tick again."))

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("posts", posts)

    def clean_who(self) -> str:
        return _chosen(self.cleaned_data["who"], _("Choose one of the three."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("posts", [])
        if data.get("who") == POSTS and "posts" in data and not 1 <= len(chosen) <= rules.MOST_ACCUSED:
            self.add_error("posts", _("Tick the post, or choose that you do not know."))
        return data


class Write(HouseForm):
    """`once`: sent twice it is one report."""

    text = area(
        _("What happened?"), _("Who did what, when, where; who saw it; what can be shown. Nothing has to be proved by you."), rules.LONGEST,
    )  # fmt: skip
    papers = Files(
        label=_("Photographs and papers"),
        help_text=_("May stay empty. At most five. What a file says of its maker, place and time is taken out."),
    )
    keep_original = tick(
        _("Keep the files as they are, too"),
        _("Only if where and when they were made proves something. They may show who you are."),
    )
    name = line(
        _("Your name"),
        _(
            "May stay empty. With a name you are told by law what comes of it. It is sealed apart from your words: two readers open it only together, and you read when and what for."
        ),
        60,
    )
    contact = line(_("How can you be reached?"), _("A telephone number, for example. Only together with a name."), 120)
    once = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class WriteOfHarm(Write):
    """`needs` and `earlier` are sealed with the rest, and stand nowhere else."""

    field_order = ("text", "needs", "earlier", "papers", "keep_original", "name", "contact", "once")
    needs = area(
        _("What would protect you?"),
        _("For example: another class or post, no talks alone, that a decision waits. It is answered by a day of its own."), rules.LONGEST_WORDS,
    )  # fmt: skip
    earlier = line(
        _("For which complaint are you harmed?"),
        _("May stay empty: then nothing here leads from the one to the other. The number of the case or of the seal, or what it was about; never its code."),
        200,
    )  # fmt: skip


class Protection(HouseForm):
    needs = area(_("What would protect you?"), _("It is answered by a day of its own."), rules.LONGEST_WORDS)


class Protect(HouseForm):
    outcome = one_of(
        _("Is protection granted?"),
        tuple(PROTECTIONS.items()),
        _("Less than was asked for lets the reporter take it to the next office."),
    )
    text = area(
        _("What the reporter reads"), _("Which measure, from when, who sees to it; or why not."), rules.LONGEST_WORDS
    )


class Code(HouseForm):
    code = forms.CharField(
        label=_("Code of your sealed report"),
        max_length=60,
        error_messages={"required": _("Type the code of your sealed report.")},
    )


class Confirm(HouseForm):
    code = forms.CharField(
        label=_("Type the code once, from what you wrote down"), max_length=60, error_messages={"required": _("Type the code of your sealed report.")}
    )  # fmt: skip
    once = forms.CharField(max_length=20, widget=forms.HiddenInput)


class Say(HouseForm):
    text = area(_("Write something more"), "", rules.LONGEST_WORDS)
    papers = Files(label=_("Photographs and papers"), help_text=_("May stay empty. At most five."))
    keep_original = tick(_("Keep the files as they are, too"), "")


def secret(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=200, strip=False, widget=forms.PasswordInput,
        error_messages={"required": _("Type it.")},
    )  # fmt: skip


class MakeKey(HouseForm):
    passphrase = secret(
        _("Passphrase for the seals"),
        _("Not the password of your sign-in. Several words that nobody would say together, at least twelve characters. Nobody can look it up."),
    )  # fmt: skip
    again = secret(_("The same once more"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("again") and data.get("passphrase") != data["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return data


class Unlock(HouseForm):
    passphrase = secret(_("Passphrase for the seals"), _("Not the password of your sign-in."))


class Change(HouseForm):
    old = secret(_("Present passphrase for the seals"))
    new = secret(_("New passphrase"))
    again = secret(_("The new one once more"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("again") and data.get("new") != data["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return data


class Answer(HouseForm):
    text = area(_("A word or a question to the reporter"), "", rules.LONGEST_WORDS)


class Accept(HouseForm):
    text = area(
        _("What the reporter reads"),
        _("That it is accepted, what is done now, and whom they can turn to."),
        rules.LONGEST_WORDS,
    )


class Refuse(HouseForm):
    text = area(_("Why not, and who is competent"), _("The reporter reads it and goes there."), rules.LONGEST_WORDS)


class Finish(HouseForm):
    """Nothing is asked."""


class Result(HouseForm):
    outcome = one_of(
        _("What is the result?"),
        tuple(OUTCOMES.items()),
        _("Not proven is no word against the reporter: nothing here can make a “false report” of it."),
    )
    text = area(_("What the reporter reads"), _("What was looked into, and what comes of it."), rules.LONGEST_WORDS)


class Reopen(HouseForm):
    text = area(_("What is looked into again"), _("The reporter reads it."), rules.LONGEST_WORDS)


class Forward(HouseForm):
    to = one_of(_("To which office?"), (), _("Only those whose readers it does not concern."), radios=False)

    def __init__(self, *args: Any, offices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("to", [("", _("Choose")), *offices])


class Pack(HouseForm):
    """For an organ outside of this installation."""

    to = line(_("Which organ?"), _("One that has the power to look into it, and that it does not concern."), 120)
    address = line(_("Its address"), _("It stands on the letter."), 200)
    recipient = line(
        _("Its public key"), _("Only where the organ has published one (age1…). Else a key is made for this file, and printed on a second sheet."),
    )  # fmt: skip


class AskName(HouseForm):
    purpose = line(
        _("What is the name needed for?"),
        _("The second reader reads it, and the reporter under the code. Answers and results need no name."),
        300,
    )


class Arrived(HouseForm):
    receipt = line(
        _("Day and number of the receipt"), _("They stand on what the organ gave you. The reporter reads them."), 120
    )


class LetIn(HouseForm):
    key = one_of(_("Which reader?"), (), _("Only those whom it does not concern."), radios=False)

    def __init__(self, *args: Any, keys: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("key", [("", _("Choose")), *keys])


class Recuse(HouseForm):
    sure = forms.BooleanField(
        label=_("Yes, I must not work on this"), error_messages={"required": _("Tick it if you are sure.")}
    )


class Name(HouseForm):
    post = one_of(_("Which post reads sealed reports?"), radios=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("Choose")), *posts])


def _chosen(value: str, message: Any) -> str:
    if not value:
        raise forms.ValidationError(message)
    return value


class Split(HouseForm):
    posts = ticks(_("Who keeps a share?"), _("Three to seven posts, of two offices at least."))
    needed = one_of(
        _("How many of them open it together?"), tuple((str(n), str(n)) for n in range(2, 6)), _("No office alone may have as many of them."),
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("posts", posts)

    def clean_needed(self) -> str:
        return _chosen(self.cleaned_data["needed"], _("Choose how many."))


def why() -> forms.CharField:
    return line(_("Why?"), _("Custodians read it, and each reporter under the code."), 200)


class Lost(HouseForm):
    reason = why()
    passphrase = secret(_("New passphrase"), _("It holds once the custodians have opened the key."))
    again = secret(_("The new one once more"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("again") and data.get("passphrase") != data["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return data


class OfOther(HouseForm):
    key = one_of(_("Whose key?"), radios=False)
    reason = why()

    def __init__(self, *args: Any, keys: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("key", keys)


class FinishOwn(HouseForm):
    passphrase = secret(_("New passphrase"), _("The one that you chose when you asked."))


class Words(HouseForm):
    words = area(
        _("The twenty words of your sheet"), _("In their order; capital letters and numbers make no difference."), 400
    )
