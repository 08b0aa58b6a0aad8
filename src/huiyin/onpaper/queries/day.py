"""The day of a post as it goes to paper. It lies on a desk: of cases the number and the step alone, no word that a person wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.agenda.queries import falling_due
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.day import SOON, day_of
from huiyin.duty.queries import boards
from huiyin.duty.queries.boards import Line
from huiyin.incidents.models import Incident
from huiyin.incidents.queries.lists import running_of
from huiyin.kernel import time
from huiyin.kernel.clocks import words
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.plans.models import Plan
from huiyin.plans.paper import PaperPlan, cards
from huiyin.plans.paper.words import number_of
from huiyin.plans.printing import paper_plan
from huiyin.plans.schema import Step

BEGINS = 4  # steps of a part that has none in the first minutes


@dataclass(frozen=True, slots=True)
class Owed:
    """What the post owes by a day. `number`: of the case; of a thing of the house its title."""

    on: dt.date
    number: str
    step: str
    late: bool


@dataclass(frozen=True, slots=True)
class Number:
    """Whom a plan in force has rung."""

    name: str
    number: str
    what_for: str


@dataclass(frozen=True, slots=True)
class Card:
    """The first minutes of a plan in force: what whoever is there does, and what the post does. `roles`: those of the post."""

    title: str
    version: int
    roles: tuple[str, ...]
    steps: tuple[tuple[Step, str], ...]


@dataclass(frozen=True, slots=True)
class Today:
    office: Organisation
    post: Post
    at: dt.datetime
    date: dt.date
    duty: tuple[Line, ...]
    incidents: tuple[Incident, ...]
    owed: tuple[Owed, ...]
    numbers: tuple[Number, ...]
    cards: tuple[Card, ...]


def today(actor: Actor) -> Today:
    """Each part only where the post may read its pages."""
    office, post = own_office(actor), Post.objects.get(pk=actor.post_id)
    at, place = time.now(), Place(office.pk, office.path)
    date = at.astimezone(time.zone_of(office.zone)).date()
    plans = _plans(office) if may(actor, "plan_read", place) else []
    return Today(
        office=office, post=post, at=at, date=date,
        duty=_duty(office, date, at) if may(actor, "duty_read", place) else (),
        incidents=running_of(actor) if may(actor, "incident_read", place) else (),
        owed=tuple(sorted(_owed(actor, date), key=lambda one: (not one.late, one.on, one.number))),
        numbers=_numbers(plans), cards=tuple(_card(plan, post.public_id) for plan in plans),
    )  # fmt: skip


def _duty(office: Organisation, date: dt.date, at: dt.datetime) -> tuple[Line, ...]:
    """What runs now, and what begins today: the night that ends tomorrow too."""
    lines = boards.lines_of(office, date - dt.timedelta(days=2), date)
    return tuple(line for line in lines if line.shift.ends_at > at)


def _owed(actor: Actor, date: dt.date) -> Iterable[Owed]:
    """Late, today, and in three days. What is under seal stands on no desk."""
    if may(actor, "list"):
        found = day_of(actor)
        for item in (*found.late, *found.soon):
            if item.clock is not None and item.case.kind != Kind.MISCONDUCT:
                clock = item.clock
                yield Owed(clock.due_on, item.case.public_id, words.pick(clock.title), clock.late)
    for due in falling_due(actor, date, date + SOON):
        if due.owner == actor.reference:
            yield Owed(due.on, due.title, str(due.what), due.late)


def _plans(office: Organisation) -> list[PaperPlan]:
    found = Plan.objects.filter(organisation=office, retired_at=None, current__isnull=False)
    rows = found.select_related("organisation", "current__plan__organisation").order_by("kind", "title", "id")
    return [paper_plan(plan.current, pictures=False) for plan in rows if plan.current is not None]


def _numbers(plans: Iterable[PaperPlan]) -> tuple[Number, ...]:
    """Each once, those that anybody may ring first; who has no number anywhere is not printed."""
    found: dict[tuple[str, str], tuple[bool, Number]] = {}
    for plan in plans:
        for one in plan.document.contacts:
            number = number_of(one, plan)
            if number:
                found.setdefault((one.name, number), (one.outside, Number(one.name, number, one.what_for)))
    return tuple(number for _outside, number in sorted(found.values(), key=lambda pair: not pair[0]))


def _card(plan: PaperPlan, post: str) -> Card:
    own = {role.key: role.title for role in plan.document.roles if post and post in (role.post, *role.deputies)}
    steps = [step for step in plan.steps if step.phase == "first" and (step.role in own or not step.role)]
    if not any(step.role for step in steps):
        steps += [step for role in plan.document.roles if role.key in own for step in _begins(plan, role.key)]
    steps.sort(key=lambda step: (step.within is None, step.within or 0))
    return Card(
        plan.document.title, plan.version, tuple(own.values()), tuple((step, own.get(step.role, "")) for step in steps)
    )


def _begins(plan: PaperPlan, key: str) -> list[Step]:
    """How a part begins that has nothing to do in the first minutes."""
    role = next(role for role in plan.document.roles if role.key == key)
    return list(cards.steps_of(plan, role))[:BEGINS]
