"""A bulletin is begun: from this moment its clocks are there, counted from when the office learned of it, and the head knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.bulletins import law, rules
from huiyin.bulletins.models import Bulletin, Report, Told, Way
from huiyin.bulletins.wording import BODIES
from huiyin.cases.office_rules.own_dates import ON
from huiyin.documents.kinds import in_every_language
from huiyin.incidents.models import Incident
from huiyin.kernel import ids, store, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Organisation

from . import notices, parts
from .parts import Doing


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as far as it is known. `incident`: public id of the one that it is begun from.

    `apart`: it is about the head or a leader of the office (kinds about a child or a wrong alone).
    """

    kind: str
    learned_at: dt.datetime
    occurred_at: dt.datetime | None = None
    place: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    incident: str = ""
    apart: bool = False


def begin(*, actor: Actor, event: Event) -> Bulletin:
    """Anybody of the house begins one, with nobody's leave; the first report is a draft."""
    with store.write():
        organisation = Organisation.objects.select_related("head_post", "parent__head_post").get(
            pk=actor.organisation_id
        )
        require(actor, "bulletin_write", Place(organisation.pk, organisation.path))
        kind, at = law.kind(event.kind), time.now()
        if event.learned_at > at:
            raise BadInput("learned_at", _("This time has not come yet."), _("Say when your office learned of it."))
        if event.apart and not kind.closed:
            raise BadInput("apart", _("This is for what is about a child or a wrong."), _("Leave it unticked."))
        bulletin = Bulletin.objects.create(
            organisation=organisation, number=_number(organisation, apart=event.apart), kind=kind.key, closed=kind.closed, apart=event.apart,
            incident=_incident(actor, event.incident), learned_at=event.learned_at, begun_at=at, begun_by=actor.reference,
            begun_title=actor.post_title,
        )  # fmt: skip
        act = Doing("begin", bulletin, actor.reference, actor.post_title, at)
        draft = Report.objects.create(
            bulletin=bulletin, number=1, stage="first", occurred_at=event.occurred_at,
            place=event.place.strip()[:120] if kind.place else "", saved_at=at, saved_title=actor.post_title,
            texts={name: text for name, text in event.texts.items() if name in kind.fields},
            numbers={name: number for name, number in event.numbers.items() if name in kind.fields},
        )  # fmt: skip
        _start_clocks(act)
        act.rows.append(draft)
        if not bulletin.apart:
            act.rows.append(_told_head(act))
        act.end()
    return bulletin


def _start_clocks(act: Doing) -> None:
    bulletin = act.bulletin
    organisation = bulletin.organisation
    holding = rules.holding(law.rules(), bulletin.kind, organisation.clock_numbers.get(ON, ()))
    at_once = organisation.own_number(rules.AT_ONCE_KEY, rules.AT_ONCE_MINUTES)
    promptly = organisation.own_number(rules.PROMPTLY_KEY, rules.PROMPTLY_HOURS)
    for rule, body in rules.owed(holding):
        bodies = in_every_language(BODIES[body])
        title = {language: text % {"body": bodies[language]} for language, text in in_every_language(_("Report to: %(body)s")).items()}  # fmt: skip
        parts.start(
            act, f"{rule.id}:{body}", title, rules.limit(rule.within, at_once, promptly), bulletin.learned_at,
            fact=LEARNED, rule=rule,
        )  # fmt: skip
    written = parts.own(organisation, rules.WRITTEN_KEY, rules.WRITTEN_MINUTES, "minutes")
    parts.start(act, parts.WRITTEN, _("First report in writing"), written, bulletin.learned_at, fact=LEARNED)


LEARNED = _("your office learned of it")


def _told_head(act: Doing) -> Told:
    """The head is told by the system in the same moment (R-01)."""
    notices.tell(act.bulletin, "begin", notices.head(act.bulletin.organisation), actor=act.actor, at=act.at)
    return Told.objects.create(
        bulletin=act.bulletin, body=law.HEAD, way=Way.SYSTEM, at=act.at, noted_at=act.at, noted_by=parts.SYSTEM
    )


def _incident(actor: Actor, public_id: str) -> Incident | None:
    """The own office's, and no exercise: that is reported nowhere."""
    if not public_id:
        return None
    found = Incident.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None or found.organisation_id != actor.organisation_id or not may(actor, "incident_read", found):
        raise Refused
    if found.exercise:
        raise BadInput("incident", _("This emergency is an exercise."), _("An exercise is reported nowhere."))
    return found


def _number(organisation: Organisation, *, apart: bool) -> str:
    """By year and office; of two people at once, the second waits for the first. One that the office does not know of leaves no gap."""
    if apart:
        return ids.public_id()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    year = time.today(organisation.zone).year
    taken = Bulletin.objects.filter(organisation=organisation, apart=False, number__startswith=f"{year}-").count()
    return f"{year}-{taken + 1:03d}"
