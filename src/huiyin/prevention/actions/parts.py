"""What every verb shares, inside its write: the hazard under its lock, who acts, its lines, its clocks, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.kernel import clocks, files, ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import held_or_above
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.posts import post_of
from huiyin.prevention import rules
from huiyin.prevention.models import OWED, Hazard, HazardEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HAZARD = "hazard"  # the subject of its clocks
MEND, CHECK, STILL = "mend", "check", "still"
SYSTEM = "system:prevention"
MEND_WORDS: Mapping[str, StrOrPromise] = {
    "grave": _("Mend a grave hazard"),
    "greater": _("Mend a greater hazard"),
    "ordinary": _("Mend a hazard"),
}


@dataclass(slots=True)
class Doing:
    """One act on a hazard. `rows` gathers what it changes; `end` commits them in one entry of the ledger."""

    verb: str
    hazard: Hazard
    actor: str
    title: str
    at: dt.datetime
    rows: list[ledger.Committed] = field(default_factory=list)

    def end(self) -> None:
        """The hazard itself, saved as the act left it, goes with the rows."""
        self.hazard.version += 1
        self.hazard.save()
        self.rows.append(self.hazard)
        ledger.record(
            verb=f"prevention.{self.verb}", actor=self.actor, about=self.hazard.reference, at=self.at, commits=self.rows
        )


def locked(public_id: str) -> Hazard:
    """The hazard for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Hazard.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "organisation__parent", "owner__reports_to", "owner__unit"
    )
    hazard = found.filter(public_id=public_id).first()
    if hazard is None:
        raise Refused
    return hazard


def doing(verb: str, actor: Actor, public_id: str, permission: str, version: int | None = None) -> Doing:
    """An act of a post on a hazard that it may do. `version`: what was shown; `Conflict` where somebody was faster."""
    hazard = locked(public_id)
    if not may(actor, permission, hazard) and not (permission == "hazard_mend" and owes(actor, hazard)):
        raise Refused
    if version is not None and version != hazard.version:
        raise Conflict(_("Somebody did something with this hazard just now."), _("Look at it as it stands here."))
    return Doing(verb, hazard, actor.reference, actor.post_title, time.now())


def by_itself(verb: str, public_id: str, at: dt.datetime) -> Doing:
    """What the machine does when a day has passed."""
    return Doing(verb, locked(public_id), SYSTEM, "", at)


def owes(actor: Actor, hazard: Hazard) -> bool:
    """Whoever owes the mending may say that it is done, whatever the role of the post."""
    return hazard.owner_id == actor.post_id and may(actor, "hazard_read", hazard)


def in_state(hazard: Hazard, *states: str) -> None:
    """It stands as the act needs it; else `Conflict`."""
    if hazard.status not in states:
        raise Conflict(_("This hazard does not stand as it did any more."), _("Look at it as it stands here."))


def owed(hazard: Hazard) -> None:
    in_state(hazard, *OWED)


def line(act: Doing, verb: str, note: str = "", data: Mapping[str, Any] | None = None) -> HazardEvent:
    """One more line of what happened."""
    event = HazardEvent.objects.create(
        hazard=act.hazard, verb=verb, at=act.at, actor=act.actor, actor_title=act.title, note=note, data=dict(data or {})
    )  # fmt: skip
    act.rows.append(event)
    return event


def keep(act: Doing, pictures: Sequence[Inspected]) -> list[str]:
    """Pictures and papers become the hazard's; their public ids."""
    kept = [files.keep(one, about=act.hazard.reference, at=act.at) for one in pictures]
    act.rows += kept
    return [one.public_id for one in kept]


def start_mending(act: Doing, since: dt.datetime) -> Clock:
    """The days by which it must be mended, by its severity: the office's own number."""
    hazard = act.hazard
    days = hazard.organisation.own_number(rules.MEND_KEYS[hazard.severity], rules.MEND_DAYS[hazard.severity])
    up = rules.goes_up(hazard.severity)
    return start(
        act, MEND, MEND_WORDS[hazard.severity], hazard.owner.reference, since, days,
        told=_("The head and the office above are told.") if up else _("The head is told."),
    )  # fmt: skip


def start(
    act: Doing, name: str, title: str | Promise, owner: str, since: dt.datetime, days: int, *, told: str | Promise
) -> Clock:
    clock = own_clocks.start(
        act.hazard.organisation, (HAZARD, act.hazard.public_id), name, title=title, owner=owner, since=since, length=days,
        fact=_("registered") if name == MEND else _("from this day"), told=told, reminders=[1],
    )  # fmt: skip
    act.rows.append(clock)
    return clock


def meet(act: Doing, name: str) -> None:
    """What was owed was done."""
    for clock in clocks.queries.open_rows(HAZARD, act.hazard.public_id, names=(name,)):
        act.rows.append(clocks.meet(clock, at=act.at, because=f"prevention.{act.verb}"))


def stop(act: Doing, *names: str) -> None:
    """It is owed no more, or otherwise."""
    for clock in clocks.queries.open_rows(HAZARD, act.hazard.public_id, names=names or None):
        act.rows.append(clocks.stop(clock, at=act.at, because=f"prevention.{act.verb}"))


def who_mends(organisation: Organisation, public_id: str) -> Post:
    """The post that was chosen; where nobody holds it, the first above in the house that is held: nothing is owed by nobody."""
    return held_in_house(organisation, post_of(organisation, public_id, "owner"))


def held_in_house(organisation: Organisation, post: Post) -> Post:
    """The post; while nobody holds it, the first above in the house that is held."""
    return held_or_above(post, lambda one: one.unit.organisation_id == organisation.pk)
