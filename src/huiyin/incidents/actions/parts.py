"""What every verb shares, inside its write: the incident under its lock, who acts and when, the log, the clocks, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.incidents.models import CameBy, Incident, LogEntry
from huiyin.kernel import clocks, files, ledger, store, time
from huiyin.kernel.clocks.facts import Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation, Post
from huiyin.plans.models import Answer, Overruling
from huiyin.plans.rules import left_out

INCIDENT, STEP, CALL, ORDER = "incident", "incident-step", "incident-call", "incident-order"  # subjects of clocks
DRILL_RULE, CONTACT = "drill-rule", "contact-test"
SYSTEM = "system:incidents"
EARLIEST, LATEST = dt.timedelta(hours=12), dt.timedelta(minutes=2)  # how far a time that is typed may lie off


@dataclass(frozen=True, slots=True)
class When:
    """When it happened and how it came here. Nothing said: now, online. `client_id`: whoever sends the same twice is heard once."""

    at: dt.datetime | None = None
    came_by: str = CameBy.ONLINE
    client_id: str = ""


NOW = When()


@dataclass(slots=True)
class Doing:
    """One act on an incident. `rows` gathers what the act changes; `end` commits them in one entry of the ledger.

    `on_paper`: which row of which printed sheet it stands in (`paper`), and which post did it (`paper_by`, `paper_post`).
    """

    verb: str
    incident: Incident
    actor: str
    title: str
    at: dt.datetime
    happened: dt.datetime
    came_by: str = CameBy.ONLINE
    client_id: str = ""
    on_paper: dict[str, str] = field(default_factory=dict)
    rows: list[ledger.Committed] = field(default_factory=list)

    def end(self) -> None:
        ledger.record(
            verb=f"incidents.{self.verb}",
            actor=self.actor,
            about=self.incident.reference,
            at=self.at,
            commits=self.rows,
        )


def locked(public_id: str) -> Incident:
    """The incident for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Incident.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "organisation__parent__head_post", "commander", "plan_version"
    )
    incident = found.filter(public_id=public_id).first()
    if incident is None:
        raise Refused
    return incident


def doing(verb: str, actor: Actor, incident_id: str, permission: str, when: When = NOW) -> Doing:
    """An act of a post on an incident that it may do."""
    incident = locked(incident_id)
    if permission == "incident_lead":
        if not may_lead(actor, incident):
            raise Refused
    elif not may(actor, permission, incident):
        raise Refused
    at = time.now()
    return Doing(
        verb,
        incident,
        actor.reference,
        actor.post_title,
        at,
        _happened(incident, when, at),
        when.came_by,
        when.client_id,
    )


def by_itself(verb: str, incident: Incident, at: dt.datetime) -> Doing:
    """What the machine does when a moment has come."""
    return Doing(verb, incident, SYSTEM, "", at, at, CameBy.MACHINE)


def may_lead(actor: Actor, incident: Incident) -> bool:
    """Head and leaders; whoever commands it, whatever the role of the post; until somebody does, whoever started it."""
    if not may(actor, "incident_write", incident):
        return False
    if may(actor, "incident_lead", incident) or actor.post_id == incident.commander_id:
        return True
    return incident.commander_id is None and incident.started_by == actor.reference


def running(incident: Incident) -> None:
    """It has not ended; else `Conflict`."""
    if not incident.running:
        raise Conflict(_("This has ended."), _("What is still to be said goes into the review."))


def sent_before(act: Doing, of: str = "") -> LogEntry | None:
    """What the same phone sent already under this `client_id`. `of`: the one under which a picture was to go with its words; where
    that came with its pictures after all, and only the answer was lost, the picture is here already. The other way round too.
    """
    if not act.client_id:
        return None
    log = LogEntry.objects.filter(incident=act.incident)
    if of and (whole := log.filter(client_id=of).first()) and whole.files:
        return whole
    return log.filter(Q(client_id=act.client_id) | Q(client_id__startswith=f"{act.client_id}-")).first()


def kept(act: Doing, pictures: Sequence[Inspected]) -> list[str]:
    """Part of an action: pictures and papers of this response, as many as come in its days. Answers their public ids."""
    found = files.keep_some(pictures, about=act.incident.reference, at=act.at)
    act.rows += found
    return [one.public_id for one in found]


def log(
    act: Doing,
    kind: str,
    *,
    said: str = "",
    text: str = "",
    data: Mapping[str, Any] | None = None,
    corrects: LogEntry | None = None,
    sealed: str = "",
    files: Iterable[str] = (),
) -> LogEntry:
    """One more line. The incident's row is locked, so the positions have no gap."""
    store.require_write()
    last = (
        LogEntry.objects.filter(incident=act.incident).order_by("-position").values_list("position", flat=True).first()
    )
    first_of_act = not any(isinstance(row, LogEntry) for row in act.rows)
    entry = LogEntry.objects.create(
        incident=act.incident,
        position=(last or 0) + 1,
        at=act.happened,
        received_at=act.at,
        author=act.actor,
        author_title=act.title,
        kind=kind,
        said=said,
        text=text,
        data={**(data or {}), **(act.on_paper if first_of_act else {})},
        corrects=corrects,
        came_by=act.came_by,
        client_id=act.client_id if first_of_act else "",
        sealed=sealed,
        files=list(files),
    )
    act.rows.append(entry)
    return entry


def start_minutes(
    act: Doing, kind: str, subject: str, name: str, title: str | Promise, owner: str, since: dt.datetime, minutes: int
) -> Clock:
    """A clock in minutes, for what somebody owes in an emergency."""
    return _start(act, kind, subject, name, title, owner, since, minutes, "minutes")


def start_days(act: Doing, name: str, title: str | Promise, owner: str, days: int) -> Clock:
    """A clock of the incident itself, in days of the office's own."""
    return _start(act, INCIDENT, act.incident.public_id, name, title, owner, act.at, days, "days")


def _start(
    act: Doing, kind: str, subject: str, name: str, title: str | Promise, owner: str, since: dt.datetime, length: int, unit: Unit
) -> Clock:  # fmt: skip
    organisation = act.incident.organisation
    clock = clocks.start(
        subject_kind=kind,
        subject_id=subject,
        name=name,
        title=in_every_language(title),
        owner=owner,
        started_at=since,
        start_fact=in_every_language(_("begun")),
        length=length,
        unit=unit,
        region=organisation.region,
        zone=organisation.zone,
        roll=False,
        own_rule=True,
    )
    act.rows.append(clock)
    return clock


def meet(act: Doing, kind: str, subject: str, name: str | None = None) -> None:
    """What was owed was done."""
    for clock in _open(kind, subject, name):
        act.rows.append(clocks.meet(clock, at=act.at, because=f"incidents.{act.verb}"))


def stop(act: Doing, kind: str, subject: str, name: str | None = None) -> None:
    """It is owed no more."""
    for clock in _open(kind, subject, name):
        act.rows.append(clocks.stop(clock, at=act.at, because=f"incidents.{act.verb}"))


def _open(kind: str, subject: str, name: str | None) -> list[Clock]:
    return clocks.queries.open_rows(kind, subject, names=None if name is None else (name,))


def post_here(organisation: Organisation, public_id: str, place: str) -> Post:
    """An open post of the house; else `BadInput`."""
    found = Post.objects.filter(unit__organisation=organisation, closed_at=None, public_id=public_id)
    post = found.select_related("unit__organisation", "reports_to").first()
    if post is None:
        raise BadInput(place, _("Choose a post of your office."), "")
    return post


def posts_by_id(public_ids: Iterable[str]) -> dict[str, Post]:
    found = Post.objects.filter(public_id__in=list(public_ids)).select_related("unit__organisation", "reports_to")
    return {post.public_id: post for post in found}


def overruled(incident: Incident) -> frozenset[str]:
    """Keys of steps of the pinned version that rest on an overruled clause."""
    version = incident.plan_version
    if version is None:
        return frozenset()
    marks = Overruling.objects.filter(plan_id=version.plan_id, answer=Answer.OVERRULED).values_list("key", "text")
    return left_out(version.text, marks)


def _happened(incident: Incident, when: When, at: dt.datetime) -> dt.datetime:
    if when.at is None:
        return at
    if not incident.started_at - EARLIEST <= when.at <= at + LATEST:
        raise BadInput("at", _("This time lies before the incident, or has not come yet."), _("Look at the time."))
    return min(when.at, at)
