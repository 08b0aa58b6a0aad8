"""A notice as it is written, corrected, decided and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.announcements import rules
from huiyin.web.forms import Files, HouseForm, area, day, line, tick, ticks

Choices = Sequence[tuple[str, str]]


NO_PERSON = _("No names and numbers of persons. Your office’s telephone number stands under it by itself.")


class Write(HouseForm):
    title = line(_("What is it about?"), "", rules.LONGEST_TITLE)
    text = area(_("What is to be read"), NO_PERSON, limit=rules.LONGEST_TEXT)
    papers = Files(label=_("Add papers or pictures"), help_text=_("No lists of pupils, parents or staff."))
    everybody = tick(_("For every post of the house"))
    units = ticks(_("For these units"))
    posts = ticks(_("For these posts"))
    classes = ticks(
        _("For the parents of these classes"), _("They read it under the address of the class, without an account.")
    )
    from_on = day(_("From"))
    until_on = day(_("Until"))
    acknowledge = tick(_("Posts of the house say that they have read it"), _("For what concerns duties of posts, such as safety. Parents are never asked."))  # fmt: skip
    by_on = day(_("To be read by"), _("Your office’s own day, where it is to be acknowledged."), required=False)

    def __init__(self, *args: Any, units: Choices, posts: Choices, classes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("units", units), ("posts", posts), ("classes", classes)):
            if offered:
                self.choose(name, offered)
            else:
                del self.fields[name]


class OnNotice(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Rewrite(OnNotice):
    title = line(_("What is it about?"), "", rules.LONGEST_TITLE)
    text = area(_("What is to be read"), NO_PERSON, limit=rules.LONGEST_TEXT)


class Correct(Rewrite):
    why = line(_("What was wrong?"), _("It stands beside the correction."))
    again = tick(_("Who has read it reads it again"))
    by_on = day(_("To be read again by"), required=False)

    def __init__(self, *args: Any, acknowledge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not acknowledge:
            del self.fields["again"]
            del self.fields["by_on"]


class SendBack(OnNotice):
    why = line(_("What is to be otherwise?"), "", 300)


class Withdraw(OnNotice):
    why = line(_("Why does it hold no more?"), _("It stays to be seen, as withdrawn, with this reason."), 300)
