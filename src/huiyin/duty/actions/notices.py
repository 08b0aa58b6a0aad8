"""Who is told of what happens on a shift or to a roster. A notice says which shift and what is missing; of a person at most that it is theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import calling as callouts
from huiyin.documents.kinds import in_every_language
from huiyin.duty.models import Roster, Shift
from huiyin.kernel import ids, outbox, time
from huiyin.organisations.models import Organisation, Post

TEMPLATE, ROSTER_TEMPLATE = "duty/shift", "duty/roster"
TITLES: dict[str, str | Promise] = {
    "published": _("A roster is published: you are on it"),
    "seat": _("A shift is yours"),
    "seat_leader": _("You are in charge of a shift"),
    "unseat": _("A shift is yours no longer"),
    "gap": _("Somebody is missing on a shift"),
    "gap_head": _("STILL somebody is missing on a shift"),
    "gap_begun": _("A shift begins and somebody is MISSING"),
    "swap_asked": _("Somebody asks you to swap a shift or to take one: answer"),
    "swap_refused": _("The other one can't swap: the shift stays yours"),
    "swap_withdrawn": _("You are no longer asked to swap a shift"),
    "swap_agreed": _("Two have agreed to swap shifts: approve it or not"),
    "swap_done": _("A swap of shifts holds"),
    "swap_turned_down": _("A swap of shifts is not approved: it stays as it was"),
    "swap_lapsed": _("A swap of shifts came to nothing: it stays as it was"),
    "handed_over": _("The shift before yours is handed over: read it and sign"),
    "unsigned": _("A hand-over is NOT signed by both"),
    "unmanned": _("A shift has begun and NOBODY has said that they are there"),
    "unmanned_head": _("A shift runs and STILL nobody has said that they are there"),
    "proposal_found": _("Seats are proposed for your draft"),
    "proposal_impossible": _("No roster keeps all rules: see which ones collide"),
    "proposal_overtaken": _("The draft was changed while seats were worked out: what was done by hand stands"),
    "proposal_unknown": _("No seats could be worked out in time"),
    "next": _("The roster ends soon and there is no next one"),
    "next_head": _("No next roster: the days after this one have NOBODY"),
}


def tell(
    shift: Shift,
    verb: str,
    references: Iterable[str],
    *,
    actor: str,
    at: dt.datetime,
    about: str = "",
) -> None:
    """One notice to each; none to who did it."""
    zone = time.zone_of(shift.organisation.zone)
    begins = shift.begins_at.astimezone(zone)
    words = {
        "title": in_every_language(TITLES[verb]),
        "kind": shift.kind.name,
        "when": f"{begins:%Y-%m-%d %H:%M}",
        "office": shift.organisation.name,
    }
    _owe(TEMPLATE, words, about or shift.reference, references, actor, at)


def call_out(shift: Shift, *, actor: str, at: dt.datetime) -> None:
    """Part of an action: the shift runs and nobody is there. Called by the installation's policy until somebody answers."""
    begins = shift.begins_at.astimezone(time.zone_of(shift.organisation.zone))
    callouts.begin(
        cause="duty", about=shift.reference, organisation=shift.organisation, title=f"{shift.kind.name} {begins:%Y-%m-%d %H:%M}",
        named=(), actor=actor, at=at,
    )  # fmt: skip


def tell_of_roster(roster: Roster, verb: str, references: Iterable[str], *, actor: str, at: dt.datetime) -> None:
    words = {
        "title": in_every_language(TITLES[verb]),
        "first": roster.first_day.isoformat(),
        "last": roster.last_day.isoformat(),
        "office": roster.organisation.name,
    }
    _owe(ROSTER_TEMPLATE, words, roster.reference, references, actor, at)


def head(organisation: Organisation) -> list[str]:
    return [organisation.head_post.reference] if organisation.head_post else []


def above(organisation: Organisation) -> list[str]:
    """Who must know in the office above: its head and its supervisors."""
    if organisation.parent_id is None:
        return []
    posts = Post.objects.filter(unit__organisation_id=organisation.parent_id, closed_at=None).order_by("id")
    return [post.reference for post in posts if post.is_head or "supervisor" in post.roles]


def _owe(
    template: str, words: dict[str, Any], about: str, references: Iterable[str], actor: str, at: dt.datetime
) -> None:
    told = [one for one in dict.fromkeys(references) if one != actor and one.startswith(("post:", "account:"))]
    outbox.owe_many(
        [outbox.Owed(one, template, words, about, f"{about}:{one}:{ids.public_id()}") for one in told], at=at
    )
