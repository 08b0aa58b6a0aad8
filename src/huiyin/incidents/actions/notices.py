"""The one door through which anybody is told of an incident: here an exercise is marked, and kept inside the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.incidents.marking import marked_in_every_language
from huiyin.incidents.models import Incident
from huiyin.kernel import ids, outbox
from huiyin.kernel.outbox.models import Channel
from huiyin.organisations.models import Account, Post
from huiyin.plans.models import Plan

TEMPLATE = "incidents/incident"
TITLES: dict[str, str | Promise] = {
    "call": _("You are called. Open the room and answer"),
    "nobody": _("Nobody answers for a role. Somebody must be named"),
    "step_late": _("A step of the plan is late"),
    "order": _("You were given an order"),
    "order_late": _("An order is late"),
    "ordered": _("What you ordered was answered"),
    "level": _("The level was changed"),
    "statement": _("A statement waits for your word"),
    "approved": _("Your statement was approved and may be given out"),
    "report": _("There is a situation report"),
    "inject": _("Something happens"),
    "stand_down": _("The stand-down has begun"),
    "ended": _("It has ended"),
    "review_late": _("The review of an incident is late"),
    "started": _("An emergency has begun"),
    "planned": _("An exercise is planned"),
    "called_off": _("An exercise was called off"),
    "drill_late": _("A plan should have been practised by now"),
    "contact": _("Test of the contact list: say that this reaches you"),
    "contact_done": _("The test of the contact list is over"),
}


def tell(
    incident: Incident, verb: str, references: Iterable[str], *, actor: str, at: dt.datetime, outside: bool = True
) -> None:
    """One notice to each post; none to who did it. `outside`: what calls somebody goes to where they can be reached, too."""
    about = _About(incident.reference, incident.title, incident.number, incident.organisation_id, incident.exercise)
    _tell(about, verb, references, actor, at, outside=outside)


def tell_of_plan(
    plan: Plan, verb: str, references: Iterable[str], *, about: str, actor: str, at: dt.datetime, exercise: bool
) -> None:
    """The same of a plan: an exercise that is to come, one that is late, a test of its contacts."""
    _tell(_About(about, plan.title, "", plan.organisation_id, exercise), verb, references, actor, at)


@dataclass(frozen=True, slots=True)
class _About:
    reference: str
    title: str
    number: str
    organisation_id: int
    exercise: bool


def _tell(
    about: _About, verb: str, references: Iterable[str], actor: str, at: dt.datetime, *, outside: bool = True
) -> None:
    """Of an exercise nobody outside the house is told, whoever is named here."""
    told = [one for one in dict.fromkeys(references) if one.startswith("post:") and one != actor]
    if about.exercise:
        told = _inside(about.organisation_id, told)
    title = in_every_language(TITLES[verb])
    words = {
        "title": marked_in_every_language(title) if about.exercise else title,
        "incident": about.title,
        "number": about.number,
        "exercise": about.exercise,
    }
    rings = outside and verb in ("call", "nobody")
    called = [f"account:{one}" for one in _reached(told, alarm=not about.exercise)] if rings else []
    owed = partial(outbox.Owed, template=TEMPLATE, context=words, about=about.reference)
    keys = {one: f"{about.reference}:{one}:{ids.public_id()}" for one in (*told, *called)}
    outbox.owe_many(
        [
            *(owed(to=one, key=keys[one]) for one in told),
            *(owed(to=one, key=keys[one], channel=Channel.EMAIL, alarm=not about.exercise) for one in called),
        ],
        at=at,
    )


def above(incident: Incident) -> list[str]:
    """Who must know in the office above; of an exercise nobody."""
    parent = incident.organisation.parent
    if parent is None or incident.exercise:
        return []
    posts = Post.objects.filter(unit__organisation=parent, closed_at=None)
    return [post.reference for post in posts if post.is_head or "supervisor" in post.roles]


def head(incident: Incident) -> list[str]:
    post = incident.organisation.head_post
    return [post.reference] if post else []


def leading(incident: Incident) -> list[str]:
    """Whoever commands; while nobody does, the head."""
    return [incident.commander.reference] if incident.commander else head(incident)


def _inside(organisation_id: int, references: list[str]) -> list[str]:
    own = Post.objects.filter(unit__organisation_id=organisation_id).values_list("public_id", flat=True)
    inside = {f"post:{one}" for one in own}
    return [one for one in references if one in inside]


def _reached(references: list[str], *, alarm: bool) -> list[str]:
    """Accounts that hold these posts now and can be reached outside of Huiyin: by mail, or by telephone where a gateway is named."""
    posts = [one.removeprefix("post:") for one in references]
    held = Account.objects.filter(
        appointments__post__public_id__in=posts, appointments__ended_at=None, is_active=True
    ).distinct()
    reached = held.exclude(email="")
    if alarm and set(settings.OUTBOX_ALARM_WAYS) - {Channel.EMAIL}:
        reached = held.exclude(email="", phone="")
    return list(reached.values_list("public_id", flat=True))
