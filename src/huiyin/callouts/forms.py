"""Why nobody need come any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm, line, one_of, ticks


class Withdraw(HouseForm):
    why = line(_("Why need nobody come any more?"), _("It stays to be read here."), 300)


class Named(HouseForm):
    """Whom the thing would name."""

    post = one_of(_("Whom the alarm would name"), radios=False)

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("nobody: the head answers")), *posts])


class Deputies(HouseForm):
    """Whom the thing would name besides, in the order of the house. Sent together with the first one, under the same name."""

    posts = ticks(
        _("Deputies whom the plan names, to be tried too"),
        _("As many of them as the policy has steps for deputies."),
    )

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("posts", posts)
