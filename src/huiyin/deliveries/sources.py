"""Where an undelivered notice belongs, and who may settle it. Rooms say it of their own things; this room knows none of them.

What is about an account (a code to sign in) belongs to who manages people. What no room speaks for belongs to nobody but
the machine: it shows in `huiyin doctor`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.queries import account_view


@dataclass(frozen=True, slots=True)
class Thing:
    """What a notice is about, as its page is called. `again`: it can be sent again as it is."""

    title: str
    url: str
    again: bool = True


Source = Callable[[Actor, Collection[str]], Mapping[str, Thing]]
_sources: dict[str, Source] = {}


def settled_by(kind: str, source: Source) -> None:
    """`source(actor, public_ids)` answers those things of this kind whose undelivered notices the actor may settle."""
    _sources[kind] = source


def things(actor: Actor, references: Collection[str]) -> dict[str, Thing]:
    """Reference -> thing, of those whose undelivered notices this actor may settle; what they may not is left out."""
    by_kind: dict[str, set[str]] = {}
    for reference in references:
        kind, _, public_id = reference.partition(":")
        by_kind.setdefault(kind, set()).add(public_id)
    return {
        f"{kind}:{public_id}": thing
        for kind, public_ids in by_kind.items()
        if kind in _sources
        for public_id, thing in _sources[kind](actor, public_ids).items()
    }


def own(actor: Actor, public_ids: Collection[str]) -> Mapping[str, Thing]:
    """One's own: word of news that one wanted to get elsewhere too. Nobody else learns that there was any."""
    mine = actor.account_reference.partition(":")[2]
    return {mine: Thing(_("My account"), reverse("organisations:account"))} if mine in public_ids else {}


def accounts(actor: Actor, public_ids: Collection[str]) -> Mapping[str, Thing]:
    """For who manages people: a code to sign in that did not arrive, a mail address that is wrong."""
    found = {}
    for public_id in public_ids:
        try:
            account = account_view(actor, public_id)
        except Refused:
            continue
        found[public_id] = Thing(account.display_name, reverse("organisations:person", args=[public_id]))
    return found
