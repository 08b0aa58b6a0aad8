"""Which training a kind of post needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.training import rules
from huiyin.training.wording import POST_KINDS, TOPICS
from huiyin.web.forms import HouseForm, day, line, one_of, ticks

from .lessons import Choices


class NewNeed(HouseForm):
    kind = one_of(_("Which posts?"), POST_KINDS.items(), radios=False)
    name = line(_("Name of the chosen posts"), _("Only where you choose them. For example: canteen, drivers."), 40)
    posts = ticks(_("The chosen posts"))
    topic = one_of(_("Which training do they need?"), radios=False)
    months = forms.IntegerField(
        label=_("For how many months does it hold?"), min_value=1, max_value=rules.MOST_MONTHS,
        help_text=_("Your office’s own: no law that we know of names it."),
        error_messages={
            "required": _("Give a number."), "invalid": _("Give a number."), "min_value": _("Give a number."), "max_value": _("Give a number."),
        },
    )  # fmt: skip
    by_on = day(_("By when has every such post taken it?"))
    post = one_of(_("Who sees to it?"), radios=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("posts", posts)
        self.choose("topic", [("", _("Choose")), *TOPICS.items()])
        self.choose("post", [("", _("Choose")), *posts])
