"""What an alarm can be about. The room of the thing says where its page is, and what an answer changes there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from huiyin.organisations.access import Actor
    from huiyin.organisations.models import Post

    from .models import Callout

# All that a message says outside of the house, and the page behind its link.
TITLES: Mapping[str, StrOrPromise] = {
    "incident": _("an emergency"),
    "role": _("a role in an emergency that nobody has taken"),
    "step": _("a step in an emergency that is late"),
    "duty": _("a shift on which nobody is there"),
}

Pages = Callable[["Actor", Collection[str]], Mapping[str, str]]
Comes = Callable[["Callout", "Post", dt.datetime], None]
Hold = Callable[[str], object]
_pages: dict[str, Pages] = {}
_hold: dict[str, Hold] = {}
_comes: dict[str, Comes] = {}


def register(kind: str, pages: Pages, *, hold: Hold | None = None, comes: Comes | None = None) -> None:
    """`kind`: as in the reference of the thing. `pages(actor, public_ids)`: addresses that this asker may open.

    `comes(callout, post, at)`: somebody said that they come, not on the page of the thing itself; part of that write, in
    which `hold(public_id)` took the thing's lock first, as the room of the thing does.
    """
    _pages[kind] = pages
    if hold is not None:
        _hold[kind] = hold
    if comes is not None:
        _comes[kind] = comes


def page_of(actor: Actor, about: str) -> str:
    """The address of the thing; empty where this asker may not open it."""
    kind, _colon, public_id = about.partition(":")
    pages = _pages.get(kind)
    return pages(actor, [public_id]).get(public_id, "") if pages else ""


def comes(callout: Callout, post: Post, at: dt.datetime) -> None:
    follower = _comes.get(callout.about.partition(":")[0])
    if follower is not None:
        follower(callout, post, at)


def hold(about: str) -> None:
    """The lock of the thing, which comes before that of its call-outs."""
    kind, _colon, public_id = about.partition(":")
    if holder := _hold.get(kind):
        holder(public_id)
