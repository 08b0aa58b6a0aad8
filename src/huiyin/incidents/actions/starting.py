"""An incident begins, and its level changes: with the reason, by a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.incidents import rules
from huiyin.incidents.models import RUNNING, HeadGroup, Incident, LogKind
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations import watch
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation, SchoolClass
from huiyin.plans.models import KINDS, Plan, PlanVersion

from . import calling, notices, parts, stepping
from .parts import Doing

EXPECTED = "expected"
LONGEST_TITLE = 200
SUFFIXES = ("应急预案", "應急預案", "预案", "預案")


@dataclass(frozen=True, slots=True)
class What:
    """What happened, as whoever is there says it in two taps. Everything but `plan` or `kind` may be empty.

    `plan`: public id of a plan in force. `trigger`: the key of what was seen. `another`: such a one runs already, and this
    is a different one.
    """

    plan: str = ""
    kind: str = "other"
    title: str = ""
    place: str = ""
    trigger: str = ""
    text: str = ""
    another: bool = False


def start(*, actor: Actor, what: What) -> Incident:
    """In earnest: the plan's version is pinned, the steps run, the roles are called, at the level that is proposed."""
    at = time.now()
    with store.write():
        require(actor, "incident_write", Place(actor.organisation_id, actor.organisation_path))
        act = begun(actor, what, at, exercise=False)
        told = [*notices.head(act.incident), *watch.on(act.incident.organisation, at), *notices.above(act.incident)]
        notices.tell(act.incident, "started", told, actor=act.actor, at=at)
        act.end()
    return act.incident


def begun(actor: Actor, what: What, at: dt.datetime, *, exercise: bool, version: PlanVersion | None = None) -> Doing:
    """Part of an action: the incident with its first line, steps and calls; the caller commits `Doing.rows`."""
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    version = version or _version(organisation, what.plan)
    kind = version.plan.kind if version else (what.kind if what.kind in KINDS else "other")
    if not exercise and not what.another:
        _alone(organisation, kind, version)
    incident = _created(actor, organisation, what, kind, version, at, exercise)
    act = Doing("start", incident, actor.reference, actor.post_title, at, at)
    act.rows.append(incident)
    _first_lines(act, what)
    act.rows += _groups(incident)
    stepping.take_up(act)
    calling.call_out(act)
    calling.call_roles(act)
    return act


def change_level(
    *, actor: Actor, incident_id: str, level: str, reason: str, seen: str, expected_until: dt.datetime | None = None
) -> Incident:
    """Confirm the level that was proposed, or set another one, with the reason and how long it is expected to last.

    `seen`: the level on the page. 突发事件应对法 72: matter, level, expected duration and measures are stated.
    """
    with store.write():
        act = parts.doing("change_level", actor, incident_id, "incident_lead")
        incident = act.incident
        parts.running(incident)
        if incident.level != seen:
            raise Conflict(
                _("Somebody has changed the level since you opened the page."), _("Look, then decide again.")
            )
        wanted = rules.level_of(incident.plan_version.text, level) if incident.plan_version else None
        if wanted is None:
            raise BadInput("level", _("Choose a level of the plan."), "")
        why = written("reason", reason, _("Say why this level."), _("What was seen, how many, how bad."), longest=500)
        if expected_until is not None and expected_until <= act.at:
            raise BadInput("expected_until", _("This time has passed."), _("Give a time to come."))
        changed = wanted.key != incident.level
        incident.level, incident.level_reason, incident.level_by = wanted.key, why, act.actor
        if changed:
            incident.level_since = act.at
        _expect(act, expected_until)
        incident.save()
        act.rows.append(incident)
        said = "level_changed" if changed else "level_confirmed"
        parts.log(
            act,
            LogKind.LEVEL,
            said=said,
            text=why,
            data={"level": wanted.title, "until": _iso(incident.expected_until)},
        )
        if changed:
            stepping.take_up(act)
            calling.call_roles(act)
        told = [*_called(incident), *notices.head(incident), *notices.above(incident)]
        notices.tell(incident, "level", told, actor=act.actor, at=act.at)
        act.end()
    return incident


def _version(organisation: Organisation, plan_id: str) -> PlanVersion | None:
    if not plan_id:
        return None
    plan = Plan.objects.filter(organisation=organisation, public_id=plan_id, retired_at=None).first()
    if plan is None or plan.current is None:
        raise Refused
    return PlanVersion.objects.select_related("plan").get(pk=plan.current.pk)


def _alone(organisation: Organisation, kind: str, version: PlanVersion | None) -> None:
    found = Incident.objects.filter(organisation=organisation, exercise=False, kind=kind, status__in=RUNNING)
    if version is not None:
        found = found.filter(plan_version__plan=version.plan)
    if found.exists():
        raise Conflict(
            _("This was started already; everybody works in the one that runs."),
            _("Open it. If this is a different one, tick that and start it."),
        )


def _created(
    actor: Actor, organisation: Organisation, what: What, kind: str, version: PlanVersion | None, at: dt.datetime, exercise: bool
) -> Incident:  # fmt: skip
    year = at.astimezone(time.zone_of(organisation.zone)).year
    before = rules.number_of(year, 0, exercise=exercise)[:-2]
    sequence = (
        Incident.objects.filter(organisation=organisation, exercise=exercise, number__startswith=before).count() + 1
    )
    proposed = rules.propose(version.text, what.trigger) if version else rules.Proposal("", "")
    return Incident.objects.create(
        organisation=organisation,
        number=rules.number_of(year, sequence, exercise=exercise),
        exercise=exercise,
        plan_version=version,
        kind=kind,
        title=(what.title.strip() or _title(version, kind))[:LONGEST_TITLE],
        place=what.place.strip()[:120],
        started_at=at,
        started_by=actor.reference,
        started_title=actor.post_title,
        level=proposed.level,
        level_since=at,
        level_reason=proposed.trigger,
    )


def _title(version: PlanVersion | None, kind: str) -> str:
    if version is None:
        from huiyin.incidents.wording import KINDS as NAMES

        return str(NAMES[kind])
    title = version.text.title
    return next((title.removesuffix(end) for end in SUFFIXES if title.endswith(end) and title != end), title)


def _first_lines(act: Doing, what: What) -> None:
    incident = act.incident
    version = incident.plan_version
    data = {"title": incident.title, "place": incident.place, "plan": version.text.title if version else ""}
    parts.log(
        act, LogKind.STARTED, said="started" if version else "started_without_plan", text=what.text.strip(), data=data
    )
    level = rules.level_of(version.text, incident.level) if version else None
    if level is not None:
        said = "level_proposed" if incident.level_reason else "level_lowest"
        parts.log(act, LogKind.LEVEL, said=said, data={"level": level.title, "why": incident.level_reason})


def _groups(incident: Incident) -> list[HeadGroup]:
    """The classes of the school; other groups are named when they are counted."""
    names = SchoolClass.objects.filter(organisation=incident.organisation).values_list("name", flat=True)
    return [
        HeadGroup.objects.create(incident=incident, name=name, position=number) for number, name in enumerate(names, 1)
    ]


def _expect(act: Doing, until: dt.datetime | None) -> None:
    incident = act.incident
    if until is None or until == incident.expected_until:
        return
    parts.stop(act, parts.INCIDENT, incident.public_id, EXPECTED)
    incident.expected_until = until
    minutes = max(1, round((until - act.at).total_seconds() / 60))
    owner = next(iter(notices.leading(incident)), act.actor)
    parts.start_minutes(
        act, parts.INCIDENT, incident.public_id, EXPECTED, _("Expected to be over"), owner, act.at, minutes
    )


def _called(incident: Incident) -> list[str]:
    return [f"post:{one}" for one in incident.calls.exclude(post=None).values_list("post__public_id", flat=True)]


def _iso(moment: dt.datetime | None) -> str:
    return moment.isoformat() if moment else ""
