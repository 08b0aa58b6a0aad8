"""A policy tried dry: who would be called today, minute by minute, and by which ways, if nobody answered. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from huiyin.callouts import loading, rules, timeline, whom
from huiyin.callouts.schema import CAUSES, Cause, Policy
from huiyin.callouts.timeline import Moment
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.addresses import reachable
from huiyin.organisations.models import Appointment, Post
from huiyin.organisations.queries import own_office


@dataclass(frozen=True, slots=True)
class Called:
    """`ways`: by which a message would leave the house, in order; none: it is only listed in Huiyin."""

    post: str
    holder: str
    deputy: bool
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A moment. `minute`: as written; `at`: when it would come, earlier where a step before reaches nobody."""

    minute: int
    at: int
    again: bool
    shouts: bool
    people: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class InUse:
    cause: Cause
    policy: Policy


@dataclass(frozen=True, slots=True)
class Policies:
    """`refused`: files of the installation's own that are not used, with why."""

    in_use: tuple[InUse, ...]
    refused: tuple[loading.OnFile, ...]


def policies(actor: Actor) -> Policies:
    """By cause, what a call-out goes by from now on."""
    require(actor, "callout_read")
    known = loading.everything()
    return Policies(
        tuple(InUse(cause, known[cause]) for cause in CAUSES if cause in known),
        tuple(one for one in loading.own() if one.problems),
    )


def of_cause(actor: Actor, cause: str) -> InUse:
    """`Refused` where there is none."""
    found = next((one for one in policies(actor).in_use if one.cause == cause), None)
    if found is None:
        raise Refused
    return found


def tried(actor: Actor, policy: Policy, post: str = "") -> list[Tried]:
    """In the actor's own house, as it stands at this moment. `post`: whom the thing would name; by default the head."""
    require(actor, "callout_read")
    organisation = own_office(actor, "parent", "head_post")
    named = Post.objects.filter(public_id=post, unit__organisation=organisation, closed_at=None).first()
    asked = whom.Asked(organisation, [named.reference] if named else [])
    found, ahead, people = list[Tried](), 0, list[Appointment]()
    row = timeline.moments(policy)
    for number, moment in enumerate(row):
        if moment.again:
            if not people:
                continue  # went on to the next step at once
        else:
            people = _people(asked, policy, moment)
        channels = settings.OUTBOX_ALARM_WAYS if moment.step is None else policy.steps[moment.step].channels
        at = moment.minute - ahead
        found.append(Tried(moment.minute, at, moment.again, moment.shouts, _reached(people, channels)))
        if not people and not moment.shouts:
            ahead += row[timeline.following(row, number + 1)].minute - moment.minute
    return found


def _people(asked: whom.Asked, policy: Policy, moment: Moment) -> list[Appointment]:
    if moment.step is None:
        return whom.everybody(asked)
    people = whom.of_step(asked, policy.steps[moment.step])
    asked.called |= {one.account_id for one in people}
    return people


def _reached(people: Sequence[Appointment], channels: Sequence[str]) -> tuple[Called, ...]:
    ways = rules.ways(channels, settings.OUTBOX_ALARM_WAYS)
    by = reachable([one.account.public_id for one in people], ways)
    return tuple(
        Called(one.post.title, one.account.display_name, one.deputy, by.get(one.account.public_id, ()))
        for one in people
    )
