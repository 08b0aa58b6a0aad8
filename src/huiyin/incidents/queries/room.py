"""The page of one incident, whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.callouts.queries import pages
from huiyin.callouts.queries.pages import Standing
from huiyin.incidents import rules
from huiyin.incidents.actions.parts import may_lead
from huiyin.incidents.models import Incident, Inject, Report, Resource, Statement
from huiyin.incidents.models.response import STEP_OPEN
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Post
from huiyin.plans.schema import Contact, Level, PlanDocument

from .log import Entry, entries, last_position
from .sections import CallLine, Heads, OrderLine, StepLine, calls, heads, orders, steps


@dataclass(frozen=True, slots=True)
class Can:
    """What the asker may do here and now."""

    write: bool
    lead: bool
    approve: bool
    review: bool
    injects: bool


@dataclass(frozen=True, slots=True)
class Room:
    """Everything on the page. `personal`: the asker belongs to the house, and reads what is kept of people."""

    incident: Incident
    document: PlanDocument | None
    level: Level | None
    steps: tuple[StepLine, ...]
    calls: tuple[CallLine, ...]
    heads: Heads
    orders: tuple[OrderLine, ...]
    statements: tuple[Statement, ...]
    reports: tuple[Report, ...]
    used: tuple[Resource, ...]
    injects: tuple[Inject, ...]
    contacts: tuple[Contact, ...]
    entries: tuple[Entry, ...]
    last: int
    now: dt.datetime
    can: Can
    called_out: tuple[Standing, ...] = ()


def visible(actor: Actor, public_id: str) -> Incident:
    """An incident that the asker may read; else `Refused`."""
    found = Incident.objects.select_related(
        "organisation__parent", "organisation__head_post", "commander", "plan_version__plan", "drill__led_by"
    )
    incident = found.filter(public_id=public_id).first()
    if incident is None or not may(actor, "incident_read", incident):
        raise Refused
    return incident


def statement(actor: Actor, public_id: str, statement_id: str) -> Statement:
    """One of an incident that the asker may read; else `Refused`."""
    found = visible(actor, public_id).statements.select_related("corrects__incident__organisation")
    row = found.filter(public_id=statement_id).first()
    if row is None:
        raise Refused
    return row


def can(actor: Actor, incident: Incident) -> Can:
    """What this post may do with it."""
    write = may(actor, "incident_write", incident)
    drill = getattr(incident, "drill", None)
    leads_exercise = drill is not None and (actor.post_id == drill.led_by_id or actor.reference == drill.planned_by)
    return Can(
        write=write and incident.status != "reviewed",
        lead=may_lead(actor, incident) and incident.running,
        approve=may(actor, "incident_approve", incident),
        review=may(actor, "incident_review", incident) and not incident.running,
        injects=leads_exercise,
    )


def room(actor: Actor, public_id: str, now: dt.datetime) -> Room:
    """The page for this asker."""
    incident = visible(actor, public_id)
    document = incident.plan_version.text if incident.plan_version else None
    able = can(actor, incident)
    drill = getattr(incident, "drill", None)
    injects = tuple(drill.injects.all()) if drill is not None else ()
    return Room(
        incident=incident,
        document=document,
        level=rules.level_of(document, incident.level) if document else None,
        steps=steps(incident, now),
        calls=calls(incident, now, actor.post_id),
        heads=heads(incident),
        orders=orders(incident, now, actor.post_id, leads=able.lead),
        statements=tuple(incident.statements.order_by("-id")),
        reports=tuple(incident.reports.order_by("-number")),
        used=tuple(incident.used.order_by("-id")),
        injects=tuple(one for one in injects if able.injects or one.given_at is not None),
        contacts=tuple(one for one in document.contacts if one.number) if document else (),
        entries=entries(incident, personal=may(actor, "incident_write", incident)),
        last=last_position(incident),
        now=now,
        can=able,
        called_out=tuple(pages.about(incident.reference)),
    )


def posts_of(incident: Incident) -> list[Post]:
    """Whom an order can go to: open posts of the house, those who were called first."""
    found = Post.objects.filter(unit__organisation_id=incident.organisation_id, closed_at=None).order_by(
        "-is_head", "id"
    )
    called = set(incident.calls.exclude(post=None).values_list("post_id", flat=True))
    return sorted(found, key=lambda post: post.pk not in called)


def open_steps(incident: Incident) -> int:
    """How many are still to be done before the end."""
    return incident.steps.filter(state__in=STEP_OPEN).exclude(phase="aftercare").count()
